"""Agreeing how often to meet, planning, holding and signing a session, and writing in it."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from competency.coaching.domain.sessions import Outcome, Visibility
from competency.coaching.domain.supervision import KindOfSupervision, Unit
from competency.coaching.models import AgendaItem
from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.people.service.rosters import Member

Choices = Iterable[tuple[str, str]]
LONGEST_NUMBER = 9  # digits


class AgreementForm(Form):
    """How often two people meet, and as what."""

    kind = RadioField(
        "What kind of supervision?",
        [Required("Choose a kind of supervision.")],
        validate_choice=False,
    )
    every = IntegerField("How often? Every ...", [Required("Enter a number.")])
    unit = RadioField(
        "... of what?",
        [Required("Choose weeks or working days.")],
        choices=[
            SelectChoice(Unit.WEEKS.value, "weeks"),
            SelectChoice(Unit.WORKING_DAYS.value, "working days"),
        ],
    )
    starts_on = DateParts("From which day on?", [Required("Enter the day.")])
    words = TextAreaField("What you want from it (if you like)")
    replaces = HiddenField()

    def offer(self, kinds: Iterable[KindOfSupervision]) -> "AgreementForm":
        """Return the form with the kinds that these people can choose."""
        self.kind.choices = [
            SelectChoice(one.code, one.title, render_kw={"hint": one.words}) for one in kinds
        ]
        return self


class GroupForm(AgreementForm):
    """A group: its name and who belongs to it, beside what a pair agrees."""

    title = StringField("Name of the group", [Required("Give the group a name.")])
    members = SelectMultipleField(
        "Who belongs to it, beside you?", [Required("Choose who belongs to it.")],
        validate_choice=False,
    )  # fmt: skip

    def people(self, known: Iterable[Member]) -> "GroupForm":
        """Return the form with those whom the actor can ask."""
        self.members.choices = [SelectChoice(str(one.id), one.name) for one in known]
        return self


class PlanForm(Form):
    """When and where people meet."""

    planned_on = DateParts("On which day do you meet?", [Required("Enter the day.")])
    place = StringField("Where (if you like)")


class ReasonForm(Form):
    """Why something is called off or ends."""

    reason = TextAreaField("Why?", [Required("Say why.")])


class HoldForm(Form):
    """When a session was held, and of a group who was there."""

    on = DateParts("On which day did you meet?", [Required("Enter the day.")])
    there = SelectMultipleField("Who was there, beside you?", validate_choice=False)

    def people(self, known: Choices) -> "HoldForm":
        """Return the form with those who were asked."""
        self.there.choices = [SelectChoice(*one) for one in known]
        return self


class ItemForm(Form):
    """A point in one's own words."""

    words = StringField("What do you want to talk about?", [Required("Say what it is about.")])


class SuggestedForm(Form):
    """Points that the system suggests."""

    keys = SelectMultipleField(
        "Put on the agenda", [Required("Choose what to talk about.")], validate_choice=False
    )

    def offer(self, known: Choices) -> "SuggestedForm":
        """Return the form with what is suggested."""
        self.keys.choices = [SelectChoice(*one) for one in known]
        return self


class NoteForm(Form):
    """A note and who reads it."""

    words = TextAreaField("The note", [Required("Write the note.")])
    visibility = RadioField("Who can read it?", [Required("Choose who can read this note.")])
    practice_area = SelectField("Practice area", validate_choice=False)
    strand = SelectField("Strand it is about", validate_choice=False)

    def offer(self, *, is_group: bool) -> "NoteForm":
        """Return the form with who can read a note here."""
        them = "Everybody who was asked to this session" if is_group else "The two of you"
        above = "them" if is_group else "the two of you, other supervisors and managers above"
        self.visibility.choices = [
            SelectChoice(
                Visibility.SHARED.value, "Shared", render_kw={"hint": f"{them} can read it."}
            ),
            SelectChoice(
                Visibility.RECORD.value,
                "For the record",
                render_kw={"hint": f"Part of the record that {above} can read once it is sealed."},
            ),
            SelectChoice(
                Visibility.PRIVATE.value,
                "Private",
                render_kw={
                    "hint": "Only you read it here, and it is not printed. It can still have to "
                    "be disclosed in law, for example when somebody asks what is held about them."
                },
            ),
        ]
        return self

    def tags(self, areas: Choices, strands: Choices) -> "NoteForm":
        """Return the form with what a note can be tagged to."""
        self.practice_area.choices = [SelectChoice("", "None"), *_choices(areas)]
        self.strand.choices = [SelectChoice("", "No strand"), *_choices(strands)]
        return self


class SignForm(Form):
    """The password, and which content was on the page that asked for it."""

    password = PasswordField(
        "Your password",
        [Required("Enter your password to sign.")],
        render_kw={"autocomplete": "current-password"},
    )
    shown = HiddenField()


class AddForm(Form):
    """What is added to a sealed record."""

    words = TextAreaField("What you want to add", [Required("Write what you want to add.")])


def settle_form(items: Sequence[tuple[AgendaItem, str]], **options: Any) -> Form:
    """Return a form that asks of each point whether it was covered or is carried over."""
    fields: dict[str, Any] = {
        f"item_{item.id}": RadioField(
            words,
            [Required("Say whether you covered it or carry it over.")],
            choices=[
                SelectChoice(Outcome.COVERED.value, "Covered"),
                SelectChoice(Outcome.CARRIED_OVER.value, "Carry it over to the next session"),
            ],
            default=item.outcome or None,
        )
        for item, words in items
    }
    made: Form = type("SettleForm", (Form,), fields)(**options)
    return made


def number(text: str | None) -> int | None:
    """Return the number of a record that was chosen; None for anything else."""
    given = (text or "").strip()
    if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER:
        return int(given)
    return None


def _choices(known: Choices) -> list[SelectChoice]:
    return [SelectChoice(*one) for one in known]
