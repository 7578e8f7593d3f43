"""Drawing a month's cases."""

from collections.abc import Iterable
from datetime import date

from wtforms import SelectField, StringField

from competency.infra.forms import Form, Required
from competency.reviews.domain.calendar import read_month
from competency.reviews.domain.draw import check_seed
from competency.reviews.forms.listing import month_choices


class DrawForm(Form):
    """Which month is drawn, and with which seed."""

    month = SelectField("Month", [Required("Choose the month.")], validate_choice=False)
    seed = StringField("Seed (if you have one)")

    def offering(self, months: Iterable[date]) -> "DrawForm":
        """Return the form with the months there are to choose from."""
        self.month.choices = month_choices(months)
        return self

    def wanted(self) -> tuple[date, int | None]:
        """Return month and seed as typed; refuses what is neither."""
        typed = self.seed.data or ""
        if not typed:
            return read_month(self.month.data or ""), None
        right = typed.isascii() and typed.isdigit()
        return read_month(self.month.data or ""), check_seed(int(typed) if right else -1)
