"""Sending a learning system's file, saying how to read it, and taking it."""

from collections.abc import Iterable, Sequence

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField

from competency.infra.forms import Form, Required, SelectChoice
from competency.training.domain.columns import LABELS, Field
from competency.training.domain.days import Order
from competency.training.forms.recording import chosen, course_choices
from competency.training.queries.rules import CourseRow
from competency.training.service.importing import Choices

ORDERS = {
    Order.DAY_FIRST: "Day first, as 25/03/2026",
    Order.MONTH_FIRST: "Month first, as 03/25/2026",
}
BY_ITSELF = "Told from the file"


class UploadForm(Form):
    """The file."""

    file = FileField("CSV file", [Required("Choose the file.")])


class ReadingForm(Form):
    """How a file is read; empty is told from the file itself."""

    staff_number = SelectField("Staff number", validate_choice=False)
    email = SelectField("Email address", validate_choice=False)
    course = SelectField("Course", validate_choice=False)
    completed_on = SelectField("Day of completion", validate_choice=False)
    expires_on = SelectField("Day it expires", validate_choice=False)
    number = SelectField("Certificate number", validate_choice=False)
    order = SelectField("How the file writes dates", validate_choice=False)
    course_id = SelectField("Every row is of one course", validate_choice=False)

    class Meta(Form.Meta):
        csrf = False  # it only asks: the address holds it

    def offering(self, headings: Sequence[str], courses: Iterable[CourseRow]) -> "ReadingForm":
        """Return the form with the file's headings and the courses to choose from."""
        named = [SelectChoice(heading, heading) for heading in headings if heading]
        for field in Field:
            self[field.value].choices = [SelectChoice("", BY_ITSELF), *named]
        self.order.choices = [
            SelectChoice("", BY_ITSELF),
            *(SelectChoice(order.value, label) for order, label in ORDERS.items()),
        ]
        self.course_id.choices = [
            SelectChoice("", "No, a column says it"),
            *course_choices(courses),
        ]
        return self

    def choices(self) -> Choices:
        """Return what was chosen; what stands in no list is as if nothing was."""
        columns = {f: self[f.value].data for f in Field if self[f.value].data}
        order = next((one for one in ORDERS if one.value == self.order.data), None)
        return Choices(
            columns=columns or None,
            order=order,
            course_id=chosen(self.course_id.data) if self.course_id.data else None,
        )


class TakeForm(Form):
    """Taking what was looked at."""

    sha256 = HiddenField()
    name = HiddenField()
    leave_out = BooleanField("Leave out the rows that still need me")


class EmptyForm(Form):
    """A button alone."""


def label_of(field: Field) -> str:
    """Return what a column holds, as people say it."""
    return LABELS[field]
