"""Whether supervision was kept to its agreement: in how many periods people met at all.

A period is as long as the agreement says; it counts once it is over, and only while the agreement
counted on all its days. Whoever has no agreement is not measured.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from competency.coaching.domain.supervision import Unit
from competency.kernel.values import Value

WEEK = timedelta(days=7)
DAY = timedelta(days=1)

WorkingDayAfter = Callable[[date, int], date]


class Promise(Value, kw_only=True):
    """How often people agreed to meet, from when, and until when at the latest."""

    every: int
    unit: str
    starts_on: date
    ended_on: date | None = None


class Kept(Value):
    """In k of n periods that are over people met."""

    k: int = 0
    n: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.k + other.k, self.n + other.n)

    @property
    def words(self) -> str:
        """Return it as a sentence that blames nobody."""
        if not self.n:
            return "No period of the agreement is over yet"
        return f"Met in {self.k} of {self.n} agreed periods"


def kept(
    promise: Promise,
    held: Iterable[date],
    since: date,
    today: date,
    working_day_after: WorkingDayAfter,
) -> Kept:
    """Return in how many of the periods that ended since a day, and before today, people met."""
    periods = list(_periods(promise, since, today, working_day_after))
    days = sorted(held)
    met = sum(any(first <= day <= last for day in days) for first, last in periods)
    return Kept(met, len(periods))


def _periods(
    promise: Promise, since: date, today: date, working_day_after: WorkingDayAfter
) -> Iterator[tuple[date, date]]:
    first = promise.starts_on
    end = min(promise.ended_on or today, today - DAY)
    while first <= end:
        last = _last_day(promise, first, working_day_after)
        if since <= last <= end:
            yield first, last
        first = last + DAY


def _last_day(promise: Promise, first: date, working_day_after: WorkingDayAfter) -> date:
    if promise.unit == Unit.WEEKS:
        return first + promise.every * WEEK - DAY
    return working_day_after(first - DAY, promise.every)


def next_due(promise: Promise, last_held: date | None, working_day_after: WorkingDayAfter) -> date:
    """Return by when people should meet again: one period after they last met, or began."""
    since = last_held or promise.starts_on - DAY
    if promise.unit == Unit.WEEKS:
        return since + promise.every * WEEK
    return working_day_after(since, promise.every)
