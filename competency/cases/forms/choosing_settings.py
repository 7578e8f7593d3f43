"""What an administrator chooses about cases: names, and who signs off alone for a time."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from competency.cases.forms.choosing import yes_or_no
from competency.infra.forms import DateParts, Form, Required, SelectChoice


class NamesForm(Form):
    """Whether clients' names are kept."""

    keeps_names = yes_or_no(
        "Are clients' names kept beside their cases?", "Choose whether names are kept."
    )


class AloneForm(Form):
    """Who may sign off their own risk assessments, until when, and why."""

    person_id = SelectField("Who", coerce=int)
    until = DateParts("Until when", [Required("Enter the last day.")])
    reason = StringField(
        "Why nobody else can sign off", [Required("Say why nobody else can sign off.")]
    )

    def validate_person_id(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError("Choose somebody.")

    def offer(self, people: Iterable[tuple[int, str]]) -> "AloneForm":
        """Offer those who work here."""
        self.person_id.choices = [
            SelectChoice(0, "Choose somebody"),
            *(SelectChoice(id_, name) for id_, name in people),
        ]
        return self
