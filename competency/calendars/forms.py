"""Adding a closure day, taking one away, and choosing whose bank holidays count."""

from collections.abc import Iterable

from wtforms import RadioField, StringField

from competency.infra.forms import DateParts, Form, Required, SelectChoice


class ClosureForm(Form):
    """A day and why."""

    day = DateParts("Day on which the organisation is closed", [Required("Enter the day.")])
    why = StringField("Why", [Required("Say why, so that everybody can follow it.")])


class RemoveForm(Form):
    """A button."""


class NationForm(Form):
    """The nation."""

    nation = RadioField("Whose bank holidays count?", [Required("Choose a nation.")])

    def offer(self, nations: Iterable[tuple[str, str]]) -> "NationForm":
        """Offer the nations whose bank holidays are known."""
        self.nation.choices = [SelectChoice(code, title) for code, title in nations]
        return self
