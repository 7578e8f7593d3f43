"""Recording that something happened: a day, a note, and for some a choice."""

from datetime import date

from wtforms import RadioField, TextAreaField, ValidationError

from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.kernel.errors import Refused


def day_of(field: DateParts) -> date:
    """Return the day of a field that was found to have one."""
    if field.data is None:
        raise Refused("day_needed", "Enter the day.", field=field.name)
    return field.data


class OnDay(Form):
    """Something that happened on a day."""

    happened_on = DateParts(
        "When did it happen?", [Required("Enter the day on which it happened.")]
    )

    def day(self) -> date:
        """Return the day; only after the form was found whole."""
        return day_of(self.happened_on)


class HappenedForm(OnDay):
    """What needs a day and a note only; some of it asks which."""

    detail = RadioField("Which step was taken?", validate_choice=False)
    note = TextAreaField("Note (only where there is something to add)")


class CorrectForm(Form):
    """The right day of something on the line, or that it never happened, and why."""

    how = RadioField(
        "What is wrong?",
        [Required("Choose what is wrong.")],
        choices=[
            SelectChoice("day", "Its day: it happened on another one"),
            SelectChoice("struck", "It never happened: strike it out"),
        ],
    )
    happened_on = DateParts("The day on which it happened")
    reason = TextAreaField("Why is this corrected?", [Required("Say why this is corrected.")])

    def validate_happened_on(self, field: DateParts) -> None:
        """A day is asked for where the day is what is wrong."""
        if self.how.data == "day" and field.data is None and not field.errors:
            raise ValidationError("Enter the day on which it happened.")
