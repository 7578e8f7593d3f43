"""Sending a file of cases, and taking in what was looked at."""

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from competency.infra.forms import Form, Required, SelectChoice
from competency.people.service.lookup import Named

LONGEST_NAME = 80


class UploadForm(Form):
    """The file."""

    file = FileField("CSV file", [Required("Choose the file.")])


class TakeForm(Form):
    """Taking cases in: of which practice area, with which confirmed, and without which."""

    name = HiddenField()
    practice_area_id = SelectField("Practice area of these cases", coerce=int)
    confirmed = SelectMultipleField("Cases whose days are right", validate_choice=False)
    confirm_all = BooleanField("All of these days are right: take the cases in as they are")
    leave_out = BooleanField("Leave out the rows that still need me")

    def validate_practice_area_id(self, field: SelectField) -> None:
        """Ask for one."""
        if not field.data:
            raise ValidationError("Choose the practice area.")

    def offer(self, areas: Iterable[Named]) -> "TakeForm":
        """Offer the practice areas in use; where there is one, it is chosen."""
        named = [SelectChoice(area.id, area.name) for area in areas]
        if len(named) > 1:
            named.insert(0, SelectChoice(0, "Choose a practice area"))
        self.practice_area_id.choices = named
        return self


class EmptyForm(Form):
    """A button alone."""


def file_name(sent: str | None) -> str:
    """Return what a file calls itself, without its folder and not too long."""
    name = (sent or "").replace("\\", "/").rsplit("/", 1)[-1]
    return name[-LONGEST_NAME:] or "cases.csv"
