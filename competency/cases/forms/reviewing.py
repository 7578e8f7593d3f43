"""Recording a client review, with what was looked at again in it."""

from collections.abc import Iterable

from wtforms import SelectMultipleField, TextAreaField

from competency.cases.forms.choosing import choices_of
from competency.frameworks.domain.kinds.case_management_protocol import ReviewCycle
from competency.infra.forms import DateParts, Form, Required


class ReviewForm(Form):
    """The day, what was said, and what else was reviewed in the same talk."""

    happened_on = DateParts("Reviewed on", [Required("Enter the day.")])
    note = TextAreaField(
        "What was reviewed with the client, and what changes",
        [Required("Say what was reviewed with the client and what changes.")],
    )
    also = SelectMultipleField("Also reviewed in the same talk")

    def offer(self, cycles: Iterable[ReviewCycle]) -> "ReviewForm":
        """Offer what needs no form of its own."""
        self.also.choices = choices_of(cycles)
        return self
