"""Direct contacts of each case and month against what a standard asks, part months pro rata.

A case is open from the day of its first key worker to the day it ends, both included. Contacts
of any member of staff count; which are direct is decided before anything is counted here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from competency.frameworks.domain.accreditation.parts import DOWN, UP
from competency.frameworks.domain.kinds.accreditation_standard import ContactTarget

# Cases with the same days within the months and the same contacts come to the same.
Alike = tuple[date, date | None, tuple[int, ...]]


class OpenCase(NamedTuple):
    """When a case was open; `last_on` None is still open."""

    case_id: int
    first_on: date
    last_on: date | None


class CaseMonth(NamedTuple):
    """One month of a case: how many contacts it asked for, and how many there were."""

    month: date
    asked: int
    made: int

    @property
    def is_met(self) -> bool:
        """Return whether there were enough."""
        return self.made >= self.asked


class Counted(NamedTuple):
    """A case with those of its months that were long enough to count."""

    case_id: int
    months: tuple[CaseMonth, ...]

    @property
    def met(self) -> int:
        """Return in how many of the months there were enough contacts."""
        return sum(one.is_met for one in self.months)


def last_whole_months(today: date, count: int) -> tuple[date, date]:
    """Return the first and the last day of so many whole months that are over today."""
    last = today.replace(day=1) - timedelta(days=1)
    total = last.year * 12 + last.month - count
    return date(total // 12, total % 12 + 1, 1), last


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the first day of each month from one day's to another's."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return tuple(date(total // 12, total % 12 + 1, 1) for total in range(start, end + 1))


@lru_cache(maxsize=64)
def last_of(month: date) -> date:
    """Return the last day of the month that begins on the day."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def asked_of(target: ContactTarget, case: OpenCase, month: date) -> int:
    """Return how many contacts the month of the case asks for.

    A part month asks for its share of the days, to a whole number as the standard rounds; 0 where
    the case was not open, or too short a time for one contact.
    """
    end = last_of(month)
    if case.first_on <= month and (case.last_on is None or case.last_on >= end):
        return target.per_month
    days = end.day
    first = max(case.first_on, month)
    last = end if case.last_on is None else min(case.last_on, end)
    open_days = (last - first).days + 1
    if open_days <= 0:
        return 0
    share = target.per_month * open_days
    if target.rounding == DOWN:
        return share // days
    return -(-share // days) if target.rounding == UP else (2 * share + days) // (2 * days)


def counted(
    cases: Iterable[OpenCase],
    made: Iterable[tuple[int, tuple[int, ...]]],
    target: ContactTarget,
    months: tuple[date, ...],
) -> Iterator[Counted]:
    """Yield each case that has a month to count, by number.

    Both come by the number of the case: `made` has the contacts of each month of a case, in the
    order of the months, and leaves out cases without any. Alike months are one value, so that a
    count over a whole organisation stays small.
    """
    known: dict[Alike, tuple[CaseMonth, ...]] = {}
    none, rest = (0,) * len(months), iter(made)
    of_case, numbers = next(rest, (0, none))
    before, after = months[0], last_of(months[-1])
    for case in cases:
        while of_case and of_case < case.case_id:
            of_case, numbers = next(rest, (0, none))
        here = numbers if of_case == case.case_id else none
        # Which day it was before the first month, or after the last, is all the same.
        first = max(case.first_on, before)
        last = None if case.last_on is None or case.last_on > after else case.last_on
        alike = first, last, here
        found = known.get(alike)
        if found is None:
            found = known[alike] = _months(target, OpenCase(0, first, last), here, months)
        if found:
            yield Counted(case.case_id, found)


def _months(
    target: ContactTarget, case: OpenCase, made: tuple[int, ...], months: tuple[date, ...]
) -> tuple[CaseMonth, ...]:
    asked = (asked_of(target, case, month) for month in months)
    return tuple(
        CaseMonth(month, wanted, there)
        for month, wanted, there in zip(months, asked, made, strict=True)
        if wanted
    )
