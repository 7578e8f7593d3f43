"""What people type to ask for a second rating, or to end one."""

from collections.abc import Sequence

from wtforms import SelectField, TextAreaField

from competency.infra.forms import DateParts, Form, Required
from competency.people.service.lookup import Named


class AskForm(Form):
    """Who is asked, and by when they should have rated."""

    rater = SelectField(
        "Who is to rate it a second time",
        [Required("Choose who is to rate it a second time.")],
        validate_choice=False,  # the service refuses whom it does not offer, in words
    )
    due_on = DateParts("By when (if there is a day)")

    def offering(self, candidates: Sequence[Named]) -> "AskForm":
        """Return the form with these people to choose from."""
        chosen = [(str(named.id), named.name) for named in candidates]
        self.rater.choices = [("", "Choose somebody"), *chosen]
        return self

    @property
    def rater_id(self) -> int | None:
        """Return the number that was chosen, None for anything that is no number of a person."""
        typed = self.rater.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


class EndForm(Form):
    """Why a second rating is ended."""

    reason = TextAreaField("Why does it end?", [Required("Say in a sentence why it ends.")])
