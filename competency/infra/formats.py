"""How dates, times and counts are written out. Pure functions, registered as Jinja filters."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from flask import Flask

LONDON = ZoneInfo("Europe/London")

# Written out here because strftime follows the machine's locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class ScalePosition(Protocol):
    """What the rating scale needs of one position."""

    @property
    def level(self) -> str: ...


P = TypeVar("P", bound=ScalePosition)


def day(value: date) -> str:
    """``Thursday 3 December 2026``. A moment is first taken to London's day."""
    value = _london_day(value)
    return f"{WEEKDAYS[value.weekday()]} {plain_day(value)}"


def plain_day(value: date) -> str:
    """``3 December 2026``, for a date whose weekday helps nobody."""
    value = _london_day(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """``3 Dec 2026``, for tables."""
    value = _london_day(value)
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def month(value: date) -> str:
    """``December 2026``."""
    value = _london_day(value)
    return f"{MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """``3 December 2026 at 14:02`` in London; refuses a time without its zone."""
    return f"{plain_day(value)} at {clock_time(value)}"


def clock_time(value: datetime) -> str:
    """``14:02`` in London; refuses a time without its zone."""
    return f"{_in_london(value):%H:%M}"


def k_of_n(k: int, n: int) -> str:
    """``16 of 20 (80 %)``; of nothing there is no percentage. Rounded half up, as by hand."""
    if n == 0:
        return f"{k} of 0"
    return f"{k:,} of {n:,} ({(200 * k + n) // (2 * n)} %)"


def plural(n: int, one: str, many: str | None = None) -> str:
    """``1 strand``, ``4 strands``; ``many`` where an s is not enough."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def months_ago(then: date, today: date) -> str:
    """``less than a month ago``, ``1 month ago``, ``2 years ago``: in whole months."""
    whole = (today.year - then.year) * 12 + today.month - then.month
    if today.day < then.day:
        whole -= 1
    if whole < 0:
        return "in the future"
    if whole == 0:
        return "less than a month ago"
    if whole < 24:
        return f"{plural(whole, 'month')} ago"
    return f"{plural(whole // 12, 'year')} ago"


def rating_columns(positions: Iterable[P]) -> list[tuple[str, list[P]]]:
    """The positions of a scale under the level that each lies under, both in scale order."""
    return [(level, list(group)) for level, group in groupby(positions, key=lambda p: p.level)]


def sentence_list(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _in_london(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone: times are kept as aware UTC")
    return value.astimezone(LONDON)


def _london_day(value: date) -> date:
    return _in_london(value).date() if isinstance(value, datetime) else value


FILTERS = (
    day,
    plain_day,
    short_day,
    month,
    moment,
    clock_time,
    k_of_n,
    plural,
    months_ago,
    rating_columns,
    sentence_list,
)


def install(app: Flask) -> None:
    """Registers every format as a Jinja filter under its own name."""
    app.jinja_env.filters |= {function.__name__: function for function in FILTERS}
