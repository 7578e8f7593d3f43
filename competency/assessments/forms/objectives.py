"""Writing an objective and closing one out."""

from wtforms import RadioField, SelectField, TextAreaField

from competency.assessments.domain.objectives import Ending, Smarter
from competency.assessments.models import Objective
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.forms import DateParts, Form, Required, SelectChoice

PARTS = ("specific", "measurable", "achievable", "relevant", "evaluation")


class ObjectiveForm(Form):
    """A SMARTER objective: specific, measurable, achievable, relevant, timely, with its review."""

    specific = TextAreaField(
        "Specific: what will be different", [Required("Say what will be different.")]
    )
    measurable = TextAreaField(
        "Measurable: how we will know", [Required("Say how you will know that it is done.")]
    )
    achievable = TextAreaField(
        "Achievable: what makes it possible",
        [Required("Say what makes it achievable, such as time or support.")],
    )
    relevant = TextAreaField(
        "Relevant: why it matters", [Required("Say why it matters for the work.")]
    )
    due_on = DateParts("Timely: done by", [Required("Say by when it is to be done.")])
    evaluation = TextAreaField(
        "Evaluated: how we judge whether it worked",
        [Required("Say how you will judge whether it worked.")],
    )
    review_on = DateParts("Reviewed: looked at again on", [Required("Say when you look at it.")])
    about = SelectField("What it is about")

    def offer(self, framework: CompetencyFramework) -> "ObjectiveForm":
        """Let the form choose among the framework's sections and strands."""
        self.about.choices = [
            SelectChoice("", "The work as a whole"),
            *(SelectChoice(s.code, s.title) for s in framework.sections),
            *(
                SelectChoice(strand.code, f"{strand.code} {strand.criterion_title}")
                for strand in framework.strands
            ),
        ]
        return self

    def smarter(self) -> Smarter:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        due_on, review_on = self.due_on.data, self.review_on.data
        if due_on is None or review_on is None:
            raise ValueError("an objective without its dates")
        texts = {name: self[name].data or "" for name in PARTS}
        return Smarter(**texts, due_on=due_on, review_on=review_on, about=self.about.data or "")


class EndingForm(Form):
    """How an objective ended."""

    ending = RadioField("How did it end?", [Required("Choose how this objective ended.")])
    reason = TextAreaField("Why, or what came of it")

    def offer(self, *, may_carry: bool) -> "EndingForm":
        """Offer to carry it forward only where there is a conversation to carry it into."""
        carry = SelectChoice(
            Ending.CARRIED_FORWARD.value,
            "Carried forward",
            render_kw={"hint": "You write it anew in the conversation that is open now."},
        )
        self.ending.choices = [
            SelectChoice(Ending.COMPLETE.value, "Complete"),
            *([carry] if may_carry else []),
            SelectChoice(
                Ending.DROPPED.value, "Dropped", render_kw={"hint": "Say why, in the box below."}
            ),
        ]
        return self


def filled(objective: Objective, *, dates: bool = True) -> dict[str, object]:
    """Return what a form starts with; an objective carried forward gets new dates."""
    facts: dict[str, object] = {name: getattr(objective, name) for name in PARTS}
    facts["about"] = objective.about
    if dates:
        facts |= {
            "due_on": objective.due_on,
            "review_on": objective.review_on,
            "version": objective.version,
        }
    return facts
