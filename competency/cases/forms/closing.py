"""Closing a case: the form, the meeting's decision, who is told, follow-ups, coming back."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import ValidationError

from competency.cases.forms.choosing import NO, YES, Titled, choices_of, yes_or_no
from competency.cases.service.closing import CLOSED, KEPT_OPEN
from competency.frameworks.domain.kinds.case_management_protocol import Point
from competency.infra.forms import DateParts, Form, Required, SelectChoice


class ClosureForm(Form):
    """The closure form; `for_questions` gives the kind that asks what some reasons depend on."""

    reason = RadioField("Why is the case to be closed?", [Required("Choose the reason.")])
    happened_on = DateParts("Filled in on", [Required("Enter the day.")])
    summary = TextAreaField(
        "What was reached, and how things stand",
        [Required("Say what was reached and how things stand.")],
    )
    follow_up = yes_or_no(
        "Does the client agree to be contacted after 3, 6 and 9 months?",
        "Say whether the client agrees to follow-ups.",
    )

    def offer(self, reasons: Iterable[Titled]) -> "ClosureForm":
        """Offer the reasons that the stage allows."""
        self.reason.choices = choices_of(reasons)
        return self

    def answers(self, questions: Iterable[Point]) -> dict[str, bool]:
        """Return the answers that were given to the questions."""
        given = {question.code: self[question.code].data for question in questions}
        return {code: answer == YES for code, answer in given.items() if answer in (YES, NO)}


def for_questions(questions: Iterable[Point]) -> type[ClosureForm]:
    """Return the closure form with a field for each question, which may stay without answer."""
    fields = {
        question.code: RadioField(
            question.title,
            description=question.text,
            choices=[SelectChoice(YES, "Yes"), SelectChoice(NO, "No")],
            validate_choice=False,
        )
        for question in questions
    }
    return type("ClosureFormWithQuestions", (ClosureForm,), fields)


class DecisionForm(Form):
    """What the weekly meeting decided, and when it met."""

    outcome = RadioField(
        "What did the meeting decide?",
        [Required("Choose what the meeting decided.")],
        choices=[
            SelectChoice(CLOSED, "The case closes"),
            SelectChoice(KEPT_OPEN, "The case stays open", render_kw={"hint": "Say why, below."}),
        ],
    )
    happened_on = DateParts("The meeting's day", [Required("Enter the day of the meeting.")])
    comment = TextAreaField("What the meeting said")

    def validate_comment(self, field: Any) -> None:
        """Ask why where the case stays open."""
        if self.outcome.data == KEPT_OPEN and not field.data:
            raise ValidationError("Say why the case stays open.")


class WhichForm(Form):
    """Which of several things happened, on which day, and what there is to note."""

    which = RadioField("Which", [Required("Choose which it was.")])
    happened_on = DateParts("On which day", [Required("Enter the day.")])
    note = TextAreaField("What there is to note")

    def offer(self, question: str, parts: Iterable[Titled]) -> "WhichForm":
        """Ask this question, and offer these parts of the protocol."""
        self.which.label.text = question
        self.which.choices = choices_of(parts)
        return self


class ReturnForm(Form):
    """On which day a client came back."""

    happened_on = DateParts("On which day did the client come back?", [Required("Enter the day.")])
    note = TextAreaField("What there is to note")
