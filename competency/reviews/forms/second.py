"""What comes of a difference between two levels, and coaching notes."""

from wtforms import RadioField, TextAreaField

from competency.frameworks.domain.kinds.case_review_instrument import AnswerScale
from competency.infra.forms import Form, Required, SelectChoice

NO_AGREEMENT = "none"


class ResolutionForm(Form):
    """Where the two stand now, and why."""

    agreed = RadioField("Where do you both stand now?", [Required("Choose where you stand.")])
    words = TextAreaField(
        "What you made of the difference", [Required("Say what you made of the difference.")]
    )

    def offer(self, scale: AnswerScale) -> "ResolutionForm":
        """Offer the answers of the item's scale, and that the two still differ."""
        self.agreed.choices = [
            *(SelectChoice(one.code, one.label) for one in scale.answers),
            SelectChoice(NO_AGREEMENT, "We still differ"),
        ]
        return self


class CoachingForm(Form):
    """A note to the supervisor."""

    words = TextAreaField(
        "What you want to tell the supervisor", [Required("Write what you want to say.")]
    )
