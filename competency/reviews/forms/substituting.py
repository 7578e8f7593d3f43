"""Asking for another case, and deciding on it."""

from wtforms import RadioField, TextAreaField

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.infra.forms import Form, Required, SelectChoice
from competency.reviews.domain.substituting import GRANTED, REFUSED


class AskForm(Form):
    """For which reason another case is asked for; the rules judge it, the list included."""

    reason = RadioField(
        "Why can this case not be reviewed?", [Required("Choose the reason.")],
        validate_choice=False,
    )  # fmt: skip
    words = TextAreaField("What the specialist needs to know")

    def offer(self, instrument: CaseReviewInstrument) -> "AskForm":
        """Return the form with the reasons that the rules list, each with its guidance."""
        self.reason.choices = [
            SelectChoice(
                one.code,
                one.title,
                render_kw={
                    "hint": f"{one.text} Write down {one.needs}." if one.needs else one.text
                },
            )
            for one in instrument.reasons
        ]
        return self


class DecideForm(Form):
    """Whether another case is reviewed instead."""

    outcome = RadioField(
        "Is another case reviewed instead?",
        [Required("Grant it or refuse it.")],
        choices=[
            SelectChoice(
                GRANTED,
                "Yes, another case is drawn",
                render_kw={"hint": "The case whose number comes next in the same draw."},
            ),
            SelectChoice(
                REFUSED,
                "No, this case is reviewed",
                render_kw={"hint": "Say why, so that the supervisor can go on."},
            ),
        ],
    )
    comment = TextAreaField("Your words to the supervisor")
