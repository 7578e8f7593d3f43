"""Freezing the report of a month."""

import re
from datetime import date

from wtforms import StringField
from wtforms.validators import ValidationError

from competency.infra.forms import Form, Required

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class FreezeForm(Form):
    """The month, as 2026-04."""

    month = StringField("Month", [Required("Enter the month.")])

    def validate_month(self, field: StringField) -> None:
        """Refuse what is no month."""
        if MONTH.fullmatch(field.data or "") is None:
            raise ValidationError("Enter the month as year and number, such as 2026-04.")

    @property
    def first_day(self) -> date:
        """Return the first day of the month; only after it was found whole."""
        year, month = (self.month.data or "").split("-")
        return date(int(year), int(month), 1)
