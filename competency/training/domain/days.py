"""Days in a file of another system: 2026-03-25, 25/03/2026, 25.3.26, and the American 03/25/2026.

A file writes all its dates one way. Which way shows in those that can be read in one order only;
a date that contradicts them, or that could be read both ways where the file does both, is a fault
and never a guess.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?", re.ASCII)
PARTED = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII
)
NOT_A_DAY = "is not a date such as 25/03/2026 or 2026-03-25"


class Order(StrEnum):
    """Which comes first in a date of three parts."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    BOTH = "both"


class NotADay(ValueError):
    """The text cannot be taken for a day; the message is the reason, for people."""


def order_of(texts: Iterable[str]) -> Order:
    """Return the order that the dates show; where none shows it, the British one."""
    seen = set[Order]()
    for text in texts:
        parts = PARTED.fullmatch(text)
        if parts is None:
            continue
        first, second = int(parts[1]), int(parts[2])
        if first > 12 >= second:
            seen.add(Order.DAY_FIRST)
        elif second > 12 >= first:
            seen.add(Order.MONTH_FIRST)
    if len(seen) == 2:
        return Order.BOTH
    return seen.pop() if seen else Order.DAY_FIRST


def read_day(text: str, order: Order, *, chosen: bool = False) -> date:
    """Return the day; raises NotADay for what is none, or cannot be told in this file.

    Month first is taken only where somebody has `chosen` it for the file.
    """
    iso = ISO.fullmatch(text)
    if iso is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    parts = PARTED.fullmatch(text)
    if parts is None:
        raise NotADay(NOT_A_DAY)
    first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if order is Order.DAY_FIRST:
        if second > 12 >= first:
            raise NotADay("has day and month swapped: the other dates have the day first")
        return _day(year, second, first)
    if order is Order.MONTH_FIRST and chosen:
        if first > 12 >= second:
            raise NotADay("has day and month swapped: the dates were said to have the month first")
        return _day(year, first, second)
    return _told_apart(first, second, year, order)


def _told_apart(first: int, second: int, year: int, order: Order) -> date:
    """Return the day where only one reading is possible; in doubt refuse."""
    if first == second or first > 12:
        return _day(year, second, first)
    if order is Order.MONTH_FIRST:
        raise NotADay("seems to have the month first; say so for the whole file, or correct it")
    if second > 12:
        raise NotADay("has day and month swapped: other dates have the day first")
    raise NotADay("could be read in two ways, and the file has dates of both kinds")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay("is not a day of the calendar") from None
