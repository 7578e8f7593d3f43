"""Figures of signals in words."""

from collections.abc import Sequence
from datetime import date, timedelta

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MOST_CODES = 6


def day_words(day: date) -> str:
    """Return a day as it is written here: 3 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_words(month: date) -> str:
    """Return a month in words."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def span_words(first: date, last: date) -> str:
    """Return from which month to which, in words; one month by itself."""
    if first == last:
        return month_words(first)
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]} to {month_words(last)}"
    return f"{month_words(first)} to {month_words(last)}"


def percent_words(k: int, n: int) -> str:
    """Return k of n in whole percent, rounded half up; there has to be an n."""
    return f"{(200 * k + n) // (2 * n)} %"


def codes_words(codes: Sequence[str]) -> str:
    """Return the codes, as many as a sentence bears, and how many more there are."""
    shown = ", ".join(codes[:MOST_CODES])
    more = len(codes) - MOST_CODES
    return f"{shown} and {more} more" if more > 0 else shown


def month_before(today: date, months: int) -> date:
    """Return the first day of the month that lies so many months before the day's."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def last_day(month: date) -> date:
    """Return the last day of a month, given by its first."""
    return month_before(month, -1) - timedelta(days=1)


def months_back(today: date, months: int) -> date:
    """Return the day so many months before; where that month lacks the day, its last."""
    month = month_before(today, months)
    return min(month.replace(day=1) + timedelta(days=today.day - 1), last_day(month))
