"""The care plan as people write it: words, goals, steps, what the client says, from when."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from competency.cases.domain.planning import ACTION, ASKS, OBJECTIVE, Goal, GoalEnding
from competency.cases.forms.choosing import NO, YES, yes_or_no
from competency.infra.forms import DateParts, Form, Required, SelectChoice

PARTS = tuple(ASKS)


class WordsForm(Form):
    """What the client says of the plan."""

    own_words = TextAreaField(
        "The client's own words", [Required("Write down what the client says.")]
    )


class GoalForm(Form):
    """A SMARTER goal: specific, measurable, achievable, relevant, timed, evaluated, reviewed."""

    need_id = SelectField("Which need it answers", coerce=int)
    specific = TextAreaField("Specific: what will be different", [Required(ASKS["specific"])])
    measurable = TextAreaField("Measurable: how we will know", [Required(ASKS["measurable"])])
    achievable = TextAreaField("Achievable: what makes it possible", [Required(ASKS["achievable"])])
    relevant = TextAreaField("Relevant: why it matters to the client", [Required(ASKS["relevant"])])
    due_on = DateParts("Timed: to be reached by", [Required("Say by when it is to be reached.")])
    evaluation = TextAreaField(
        "Evaluated: how we judge whether it worked", [Required(ASKS["evaluation"])]
    )
    review_on = DateParts("Reviewed: looked at again on", [Required("Say when you look at it.")])

    def offer(self, needs: Iterable[tuple[int, str]]) -> "GoalForm":
        """Let the form choose among the needs that the assessment found."""
        self.need_id.choices = [
            SelectChoice(0, "None of those written down"),
            *(SelectChoice(id_, words) for id_, words in needs),
        ]
        return self

    def goal(self) -> Goal:
        """Return what was typed; only after the form was found whole."""
        due_on, review_on = self.due_on.data, self.review_on.data
        if due_on is None or review_on is None:
            raise ValueError("a goal without its dates")
        texts = {name: self[name].data or "" for name in PARTS}
        return Goal(**texts, due_on=due_on, review_on=review_on, need_id=self.need_id.data or None)


class GoalEndingForm(Form):
    """How a goal ended."""

    ending = RadioField(
        "How did it end?",
        [Required("Choose how the goal ended.")],
        choices=[SelectChoice(ending.value, ending.words) for ending in GoalEnding],
    )
    ended_on = DateParts("On which day", [Required("Enter the day.")])
    reason = TextAreaField("What came of it, or why it was dropped")


class StepForm(Form):
    """An objective, or an action with who does it by when."""

    kind = RadioField(
        "What is it?",
        [Required("Choose objective or action.")],
        choices=[
            SelectChoice(
                OBJECTIVE, "An objective", render_kw={"hint": "A step on the way to the goal"}
            ),
            SelectChoice(ACTION, "An action", render_kw={"hint": "Who does what by when"}),
        ],
    )
    words = TextAreaField("What is to be done", [Required("Say what is to be done.")])
    who = StringField("Who does it")
    due_on = DateParts("By when")
    under_id = SelectField("Part of which objective", coerce=int)

    def offer(self, objectives: Iterable[tuple[int, str]]) -> "StepForm":
        """Let an action stand under one of the goal's objectives."""
        self.under_id.choices = [
            SelectChoice(0, "The goal as a whole"),
            *(SelectChoice(id_, words) for id_, words in objectives),
        ]
        return self


class StepDoneForm(Form):
    """When a step was done; an empty day says that it is not done."""

    done_on = DateParts("Done on")


class AgreementForm(Form):
    """What the client says to the plan as it stands, and what goes with it."""

    happened_on = DateParts("Talked over on", [Required("Enter the day.")])
    agrees = yes_or_no("Does the client agree with the plan?", "Say whether the client agrees.")
    disagreement = TextAreaField("What the client disagrees with, in their words")
    client_signed = BooleanField("The client signed the plan")
    copy_offered = BooleanField("A copy was offered to the client")

    def validate_disagreement(self, field: Any) -> None:
        """Ask what they disagree with where they do; nobody agrees and disagrees."""
        if self.agrees.data == YES and field.data:
            raise ValidationError("You say that the client agrees. Choose No, or leave this empty.")
        if self.agrees.data == NO and not field.data:
            raise ValidationError("Say in their words what they disagree with.")


class DayForm(Form):
    """A day on which something happened."""

    happened_on = DateParts("On which day", [Required("Enter the day.")])
