"""Narrowing the list of reviews, and choosing a month."""

import re
from collections.abc import Iterable
from datetime import date

from wtforms import HiddenField, SelectField

from competency.infra.forms import Form, SelectChoice
from competency.kernel.errors import Refused
from competency.reviews.domain.calendar import month_words, read_month
from competency.reviews.domain.levels import LEVEL_WORDS, STATE_WORDS, Level, State
from competency.reviews.service.listing import Wanted, Whose

ANY = "any"
NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
# Central reviews belong to no month, so they are not monitored by one.
MONITORED = (Level.FIRST, Level.SECOND)


class ReviewFilter(Form):
    """Which reviews are listed."""

    whose = SelectField(
        "Whose",
        choices=[
            SelectChoice(Whose.MINE.value, "Those I take part in"),
            SelectChoice(Whose.ALL.value, "All that I may see"),
        ],
        validate_choice=False,
    )
    month = SelectField("Month", validate_choice=False)
    state = SelectField(
        "State",
        choices=[
            SelectChoice("", "Any state"),
            *(SelectChoice(state.value, STATE_WORDS[state]) for state in State),
        ],
        validate_choice=False,
    )

    case = HiddenField()

    def offering(self, months: Iterable[date]) -> "ReviewFilter":
        """Return the form with the months there are to choose from."""
        self.month.choices = [
            SelectChoice("", "This month and last"),
            SelectChoice(ANY, "Any month"),
            *month_choices(months),
        ]
        return self

    def wanted(self) -> Wanted:
        """Return what the address asks for; it may be typed by hand, so odd parts are left out."""
        states = {state.value: state for state in State}
        month, case = month_or_none(self.month.data), self.case.data or ""
        return Wanted(
            whose=Whose.ALL if self.whose.data == Whose.ALL.value else Whose.MINE,
            recent=month is None and self.month.data != ANY,
            month=month,
            state=states.get(self.state.data or ""),
            case_id=int(case) if NUMBER.fullmatch(case) else None,
        )


class MonthForm(Form):
    """Which month is looked at."""

    month = SelectField("Month", validate_choice=False)

    def offering(self, months: Iterable[date]) -> "MonthForm":
        """Return the form with the months there are to choose from."""
        self.month.choices = month_choices(months)
        return self


class MonthAndLevelForm(MonthForm):
    """Which month and level are looked at."""

    level = SelectField(
        "Level",
        choices=[SelectChoice(level.value, LEVEL_WORDS[level]) for level in MONITORED],
        validate_choice=False,
    )


def month_choices(months: Iterable[date]) -> list[SelectChoice]:
    """Return a choice for each month."""
    return [SelectChoice(written(month), month_words(month)) for month in months]


def written(month: date) -> str:
    """Return a month as addresses have it: 2026-05."""
    return month.isoformat()[:7]


def month_or_none(text: str | None) -> date | None:
    """Return the first day of a month written as 2026-05, None where it is not one."""
    try:
        return read_month(text or "")
    except Refused:
        return None
