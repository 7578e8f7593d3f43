"""Choosing what of a log is taken away, sending a portfolio, and taking it in."""

import re

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField

from competency.evidence.domain.portfolio import Choice
from competency.infra.forms import Form, Required, SelectChoice

YEAR = re.compile(r"(?:19|20)[0-9]{2}")
SHOWN = "shown"


class ChoiceForm(Form):
    """Which years, and whether drafts come along; the address holds it."""

    first_year = SelectField("From", validate_choice=False)
    last_year = SelectField("To", validate_choice=False)
    entries = SelectField(
        "Entries",
        validate_choice=False,
        choices=[
            SelectChoice("", "All, my drafts and returned ones too"),
            SelectChoice(SHOWN, "Only what is shared or verified"),
        ],
    )

    class Meta(Form.Meta):
        csrf = False  # it only asks

    def offer(self, years: tuple[int, int] | None) -> "ChoiceForm":
        """Return the form with the years of the log to choose from."""
        first, last = years or (0, -1)
        listed = [SelectChoice(str(year), str(year)) for year in range(last, first - 1, -1)]
        self.first_year.choices = [SelectChoice("", "The beginning"), *listed]
        self.last_year.choices = [SelectChoice("", "Now"), *listed]
        return self

    def choice(self) -> Choice:
        """Return what was chosen; what is no year is as if none was. Refuses turned years."""
        return Choice(
            _year(self.first_year.data),
            _year(self.last_year.data),
            with_drafts=self.entries.data != SHOWN,
        )


class PortfolioForm(Form):
    """The archive that is sent."""

    file = FileField("Portfolio (zip)", [Required("Choose the file.")])


class TakeInForm(Form):
    """Taking in what was looked at."""

    name = HiddenField()
    surely_mine = BooleanField("This portfolio is mine")
    without_faulty = BooleanField("Leave out the entries that cannot be taken in")


def _year(typed: str | None) -> int | None:
    return int(typed) if typed and YEAR.fullmatch(typed) else None
