"""Logging a referral, deciding on it, and what the register says of a case."""

from collections.abc import Iterable, Mapping
from datetime import date

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from competency.cases.forms.choosing import YES, choices_of, yes_or_no
from competency.cases.forms.recording import OnDay, day_of
from competency.cases.service.register import Referral
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.forms import DateParts, Form, Required, SelectChoice

AHEAD = "This day has not come yet. Enter the day on which it happened."


class ReferralForm(Form):
    """A referral as it came in."""

    reference = StringField("Reference of the case", [Required("Enter a reference for the case.")])
    name = StringField("The client's name (if you keep it here)")
    received_on = DateParts(
        "When was the referral received?", [Required("Enter the day on which it was received.")]
    )
    referrer = StringField("Who referred?")
    team_id = SelectField("Which team takes it?", [Required("Choose the team.")])
    route = RadioField("Which kind of assessment is it for?", validate_choice=False)
    practice_area_id = SelectField("Practice area", [Required("Choose the practice area.")])
    postcode = StringField("The client's postcode, or its first part")
    consent = yes_or_no(
        "Has the client agreed to this referral?", "Say whether the client has agreed."
    )
    consent_on = DateParts("When did the client agree?")
    drinks_alcohol = BooleanField("The client drinks alcohol")
    substitution_therapy = BooleanField("The client is on substitution therapy, or needs it")

    def offer(
        self, teams: Mapping[int, str], areas: Mapping[int, str], protocol: CaseManagementProtocol
    ) -> "ReferralForm":
        """Return the form with what there is to choose from."""
        self.team_id.choices = _choices(teams)
        self.practice_area_id.choices = _choices(areas)
        self.route.choices = choices_of(protocol.routes, "meaning")
        return self

    def check(self, today: date) -> bool:
        """Return whether the days can be: none ahead, and one for a consent that was given."""
        for field in (self.received_on, self.consent_on):
            if field.data is not None and field.data > today:
                field.errors = [AHEAD]
        if self.consent.data == YES and not self.consent_on.data and not self.consent_on.errors:
            self.consent_on.errors = ["Enter the day on which the client agreed."]
        return not self.errors

    def referral(self) -> Referral:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        return Referral(
            reference=self.reference.data or "",
            team_id=int(self.team_id.data),
            practice_area_id=int(self.practice_area_id.data),
            received_on=day_of(self.received_on),
            route=self.route.data or "",
            postcode_area=self.postcode.data or "",
            referrer=self.referrer.data or "",
            consent_on=self.consent_on.data if self.consent.data == YES else None,
            drinks_alcohol=bool(self.drinks_alcohol.data),
            substitution_therapy=bool(self.substitution_therapy.data),
            name=(self.name.data or "") if "name" in self else "",
        )


class DetailsForm(Form):
    """What the register says of a case."""

    name = StringField("The client's name (if you keep it here)")
    practice_area_id = SelectField("Practice area", [Required("Choose the practice area.")])
    postcode = StringField("The client's postcode, or its first part")
    referrer = StringField("Who referred?")
    drinks_alcohol = BooleanField("The client drinks alcohol")
    substitution_therapy = BooleanField("The client is on substitution therapy, or needs it")

    def offer(self, areas: Mapping[int, str]) -> "DetailsForm":
        """Return the form with the practice areas to choose from."""
        self.practice_area_id.choices = _choices(areas)
        return self

    def changes(self) -> dict[str, object]:
        """Return what was typed, by the names that the register has for it."""
        return {
            "practice_area_id": int(self.practice_area_id.data),
            "postcode_area": self.postcode.data or "",
            "referrer": self.referrer.data or "",
            "drinks_alcohol": bool(self.drinks_alcohol.data),
            "substitution_therapy": bool(self.substitution_therapy.data),
        }


class AcceptForm(OnDay):
    """The referral is accepted; an appointment goes into the letter to the referrer."""

    appointment = StringField("The appointment, as the letter should say it (if there is one)")


class RefuseForm(OnDay):
    """The referral is refused on a listed ground."""

    criterion = RadioField("On which ground?", [Required("Choose the ground.")])
    reason = TextAreaField(
        "Why does it apply? This goes into the letter.", [Required("Say why this ground applies.")]
    )

    def offer(self, protocol: CaseManagementProtocol) -> "RefuseForm":
        """Return the form with the grounds that the protocol lists."""
        self.criterion.choices = choices_of(protocol.criteria, "text")
        return self


class AppealForm(OnDay):
    """Somebody appeals against a refusal."""

    grounds = TextAreaField(
        "What do they disagree with, in their words?", [Required("Say what they disagree with.")]
    )


class AppealOutcomeForm(OnDay):
    """How an appeal ended."""

    outcome = RadioField("How does the appeal end?", [Required("Choose how the appeal ends.")])
    reason = TextAreaField("Why?", [Required("Say why the appeal ends so.")])

    def offer(self, protocol: CaseManagementProtocol) -> "AppealOutcomeForm":
        """Return the form with the outcomes that the protocol lists."""
        self.outcome.choices = choices_of(protocol.appeal_outcomes, "text")
        return self


class SendOnForm(OnDay):
    """A referral goes to a team."""

    team_id = SelectField("Which team?", [Required("Choose the team.")])
    route = RadioField("For which kind of assessment?", [Required("Choose which.")])

    def offer(self, teams: Mapping[int, str], protocol: CaseManagementProtocol) -> "SendOnForm":
        """Return the form with the teams and kinds of assessment."""
        self.team_id.choices = _choices(teams)
        self.route.choices = choices_of(protocol.routes, "meaning")
        return self


class AssignForm(OnDay):
    """Somebody becomes key worker."""

    person_id = RadioField("Who becomes key worker?", [Required("Choose the key worker.")])
    reason = StringField("Why the key worker changes (if there was another one)")

    def offer(self, people: Iterable[tuple[int, str, str]]) -> "AssignForm":
        """Return the form with the people of the team, each with a word about their caseload."""
        self.person_id.choices = [
            SelectChoice(str(id_), name, render_kw={"hint": hint}) for id_, name, hint in people
        ]
        return self


class ConsentForm(OnDay):
    """A consent that was given or taken back."""

    note = TextAreaField("Note (only where there is something to add)")


def _choices(named: Mapping[int, str]) -> list[SelectChoice]:
    return [
        SelectChoice("", "Choose"),
        *(SelectChoice(str(id_), name) for id_, name in named.items()),
    ]
