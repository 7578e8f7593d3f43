"""Choosing the elements of a case as its review starts."""

from wtforms import SelectMultipleField, StringField

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.infra.forms import DateParts, Form, SelectChoice


class ElementsForm(Form):
    """What the case has, who the target client is, and when the last investigation was complete."""

    elements = SelectMultipleField("What belongs to this case in the period?")
    target_client = StringField("Who is the target client?")
    investigated_on = DateParts("On which day was the last investigation complete?")

    def offer(self, instrument: CaseReviewInstrument) -> "ElementsForm":
        """Offer the elements of the instrument, each with its question."""
        self.elements.choices = [
            SelectChoice(one.code, one.title, render_kw={"hint": one.question})
            for one in instrument.elements
        ]
        return self
