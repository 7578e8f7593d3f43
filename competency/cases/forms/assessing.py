"""Needs, risks, sign-offs and readings: forms made from the lists of the protocol."""

from collections.abc import Iterator
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField

from competency.cases.forms.recording import OnDay
from competency.cases.service.assessing import Need, Risk
from competency.frameworks.domain.kinds.case_management_protocol import (
    Answer,
    CaseManagementProtocol,
    Instrument,
    RiskScale,
)
from competency.infra.forms import Form, Required, SelectChoice

SIGN, RETURN = "sign", "return"
PARTS = ("likelihood", "impact", "what", "plan")


class NeedsBoxes(Form):
    """One box for each area of the protocol's list."""

    def needs(self, protocol: CaseManagementProtocol) -> list[Need]:
        """Return the needs of the boxes that were filled."""
        typed = ((area.code, self[area.code].data) for area in protocol.need_areas)
        return [Need(code, text) for code, text in typed if text]


def needs_form(protocol: CaseManagementProtocol, *, is_first: bool, **options: Any) -> NeedsBoxes:
    """Return the form; only the first assessment asks for its day."""
    boxes = {area.code: TextAreaField(area.title) for area in protocol.need_areas}
    bases = (NeedsBoxes, OnDay) if is_first else (NeedsBoxes,)
    made: NeedsBoxes = type("NeedsForm", bases, boxes)(**options)
    return made


class RiskForm(OnDay):
    """For each area of risk: how likely, how bad, what could happen, and what is done about it."""

    def filled(self, scale: RiskScale) -> Iterator[str]:
        """Yield the areas in which anything was typed."""
        for area in scale.areas:
            if any(self[f"{area.code}-{part}"].data for part in PARTS):
                yield area.code

    def check(self, scale: RiskScale) -> bool:
        """Return whether each area that was begun is whole; what is missing stands beside it."""
        asks = {
            "likelihood": "Choose how likely it is.",
            "impact": "Choose how much harm it would do.",
            "what": "Say what could happen.",
            "plan": "Say what is done about it.",
        }
        for code in self.filled(scale):
            for part, ask in asks.items():
                field = self[f"{code}-{part}"]
                if not field.data and not field.errors:
                    field.errors = [ask]
        return not self.errors

    def risks(self, scale: RiskScale) -> list[Risk]:
        """Return the risks that were typed; only after the form was found whole."""
        return [
            Risk(
                code,
                int(self[f"{code}-likelihood"].data),
                int(self[f"{code}-impact"].data),
                self[f"{code}-what"].data,
                self[f"{code}-plan"].data,
            )
            for code in self.filled(scale)
        ]


def risk_form(scale: RiskScale, **options: Any) -> RiskForm:
    """Return the form with the areas and answers of the protocol."""
    fields: dict[str, Any] = {}
    for area in scale.areas:
        fields |= {
            f"{area.code}-likelihood": SelectField(
                "How likely is it?", choices=_of(scale.likelihood)
            ),
            f"{area.code}-impact": SelectField("How much harm?", choices=_of(scale.impact)),
            f"{area.code}-what": TextAreaField("What could happen?"),
            f"{area.code}-plan": TextAreaField("What is done about it, and by whom?"),
        }
    made: RiskForm = type("TheRiskForm", (RiskForm,), fields)(**options)
    return made


class SignOffForm(OnDay):
    """A manager's decision on the risk assessment that was on the page."""

    risk_id = HiddenField()
    outcome = RadioField(
        "Your decision",
        [Required("Choose whether you sign it off.")],
        choices=[
            SelectChoice(SIGN, "Sign it off"),
            SelectChoice(RETURN, "Send it back to be written anew"),
        ],
    )
    comment = TextAreaField("Comment (needed where you send it back)")

    def asked_risk(self) -> int:
        """Return the assessment that was on the page; 0 where the form was tampered with."""
        text = self.risk_id.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class ReadingForm(OnDay):
    """The answers to an instrument."""

    def answers(self, instrument: Instrument) -> dict[str, Any]:
        """Return the answers that were given, by item; one that is no number stays as typed."""
        given = {item.code: self[item.code] for item in instrument.items}
        return {code: _number(field) for code, field in given.items() if _number(field) is not None}


def reading_form(instrument: Instrument, **options: Any) -> ReadingForm:
    """Return the form with the items of an instrument."""
    fields: dict[str, Any] = {}
    for item in instrument.items:
        if item.answers:
            choices = [SelectChoice(str(one.value), one.label) for one in item.answers]
            fields[item.code] = RadioField(item.text, choices=choices, validate_choice=False)
        else:
            fields[item.code] = IntegerField(item.text)
    made: ReadingForm = type("TheReadingForm", (ReadingForm,), fields)(**options)
    return made


def _number(field: Any) -> Any:
    if isinstance(field.data, int):
        return field.data
    text = field.data or next(iter(field.raw_data or ()), None) or None
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else text


def _of(answers: tuple[Answer, ...]) -> list[SelectChoice]:
    return [
        SelectChoice("", "Choose"),
        *(SelectChoice(str(one.value), f"{one.value}: {one.label}") for one in answers),
    ]
