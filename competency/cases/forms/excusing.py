"""Why a clock is left out of the adjusted figures, or stands still over some days."""

from wtforms import TextAreaField

from competency.infra.forms import DateParts, Form, Required


class ExcuseForm(Form):
    """The reason why a clock does not count in the adjusted figures."""

    reason = TextAreaField("Why is this clock excused?", [Required("Say why it is excused.")])


class PauseForm(Form):
    """From which day until which a clock stands still, and why."""

    from_on = DateParts("First day of the pause", [Required("Enter its first day.")])
    until = DateParts("Last day of the pause", [Required("Enter its last day.")])
    reason = TextAreaField("Why does this clock stand still?", [Required("Say why it is paused.")])
