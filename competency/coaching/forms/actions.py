"""Agreeing an action, and closing one out."""

from collections.abc import Iterable, Mapping

from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from competency.coaching.domain.actions import Agreed, Ending
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.domain.supervision import KindOfCoaching
from competency.coaching.forms.supervision import number
from competency.infra.forms import DateParts, Form, Required, SelectChoice

Choices = Iterable[tuple[str, str]]


class ActionForm(Form):
    """What is to be done, by whom, by when; and, where it is known, what it is about.

    `signal` is the key of the signal that led to the form, empty where none did.
    """

    text = TextAreaField("What is to be done?", [Required("Say what is to be done.")])
    owner = SelectField("Who does it?", [Required("Choose who does it.")], validate_choice=False)
    due_on = DateParts("By which day?", [Required("Enter the day.")])
    kind = RadioField(
        "What kind of help is this?",
        [Required("Choose what kind of coaching this is.")],
        validate_choice=False,
    )
    practice_area = SelectField("Practice area (if it is about one)", validate_choice=False)
    strand = SelectField("Strand it is about (if it is about one)", validate_choice=False)
    measure = SelectField("What it should move (if it can be counted)", validate_choice=False)
    signal = HiddenField()

    def offer(
        self,
        *,
        owners: Choices,
        kinds: Iterable[KindOfCoaching],
        areas: Choices,
        strands: Choices,
        measures: Mapping[Measure, str],
    ) -> "ActionForm":
        """Return the form with what there is to choose from."""
        self.owner.choices = [SelectChoice(*one) for one in owners]
        self.kind.choices = [
            SelectChoice(one.code, one.title, render_kw={"hint": one.words}) for one in kinds
        ]
        self.practice_area.choices = _with_none("No practice area", areas)
        self.strand.choices = _with_none("No strand", strands)
        counted = ((str(one), title) for one, title in measures.items())
        self.measure.choices = _with_none("No measure", counted)
        return self

    def agreed(self, person_id: int, session_id: int | None) -> Agreed:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        due_on = self.due_on.data
        if due_on is None:
            raise ValueError("an action without its day")
        return Agreed(
            person_id=person_id,
            owner_id=number(self.owner.data) or 0,
            text=self.text.data or "",
            kind=self.kind.data or "",
            due_on=due_on,
            practice_area_id=number(self.practice_area.data),
            strand=self.strand.data or None,
            measure=_measure(self.measure.data or ""),
            signal=_signal(self.signal.data or ""),
            session_id=session_id,
        )


class EndingForm(Form):
    """How an action ended."""

    ending = RadioField(
        "How did it end?",
        [Required("Choose how this action ended.")],
        choices=[
            SelectChoice(Ending.COMPLETE.value, "Complete"),
            SelectChoice(
                Ending.CARRIED_FORWARD.value,
                "Carried forward",
                render_kw={"hint": "It is written anew with the day you enter below."},
            ),
            SelectChoice(
                Ending.DROPPED.value, "Dropped", render_kw={"hint": "Say why, in the box below."}
            ),
        ],
        validate_choice=False,
    )
    reason = TextAreaField("Why, or what came of it")
    due_on = DateParts("Where it is carried forward: by which day?")


def _with_none(none: str, known: Choices) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(*one) for one in known)]


def _signal(key: str) -> tuple[str, str] | None:
    """Return rule and subject of the signal whose key was sent; its area has a field of its own."""
    rule, _, rest = key.partition("/")
    return (rule, rest.partition("/")[2]) if rule else None


def _measure(text: str) -> Measure | None:
    """Return a measure as it was chosen; one that cannot be read is an unknown one."""
    if not text:
        return None
    kind, _, code = text.partition(":")
    if kind in set(MeasureKind):
        return Measure(MeasureKind(kind), code)
    return Measure(MeasureKind.TIMELINESS, "")
