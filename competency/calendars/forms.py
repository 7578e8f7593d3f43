"""Adding a closure day, and taking one away."""

from wtforms import StringField

from competency.infra.forms import DateParts, Form, Required


class ClosureForm(Form):
    """A day and why."""

    day = DateParts("Day on which the organisation is closed", [Required("Enter the day.")])
    why = StringField("Why", [Required("Say why, so that everybody can follow it.")])


class RemoveForm(Form):
    """A button."""
