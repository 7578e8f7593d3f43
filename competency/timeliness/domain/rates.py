"""Rates: k of n, never without the results that are out of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from competency.kernel.values import Value
from competency.timeliness.domain.adjusting import Adjusted, adjusted_result
from competency.timeliness.domain.due import day_of, last_of_month
from competency.timeliness.domain.judging import Clock
from competency.timeliness.domain.results import COUNTED, Result

WORKER = "worker"
LAST_DUE = 20


class Tally(Value):
    """How many clocks say what."""

    counts: Mapping[Result, int]

    def of(self, result: Result) -> int:
        """Return how many have the result."""
        return self.counts.get(result, 0)

    @property
    def k(self) -> int:
        """Return how many were met."""
        return self.of(Result.MET)

    @property
    def n(self) -> int:
        """Return how many count: met, missed and overdue."""
        return sum(self.of(result) for result in COUNTED)

    @property
    def rate(self) -> float | None:
        """Return met of those that count, None where none counts."""
        return self.k / self.n if self.n else None


class Rates(Value):
    """The raw tally beside the adjusted one, and how many clocks are excused from the latter."""

    raw: Tally
    adjusted: Tally
    excused: int


class MonthRate(Value):
    """k of n of the clocks that were due in one completed month."""

    year: int
    month: int
    k: int
    n: int


def tally(results: Iterable[Result]) -> Tally:
    """Return how many of each result there are."""
    return Tally(dict(Counter(results)))


def rates(clocks: Sequence[Adjusted]) -> Rates:
    """Return the raw and the adjusted tally of the same clocks."""
    kept = [result for one in clocks if (result := adjusted_result(one)) is not None]
    return Rates(tally(one.raw.result for one in clocks), tally(kept), len(clocks) - len(kept))


def acted_by_worker(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """Return the clocks that may enter a worker's own k of n: those that are the worker's duty."""
    return tuple(clock for clock in clocks if clock.standard.actor == WORKER)


def last_due(clocks: Iterable[Clock], number: int = LAST_DUE) -> tuple[Clock, ...]:
    """Return those that were due last and count in a rate, the latest first."""
    counted = [
        (day_of(one.due), place, one)
        for place, one in enumerate(clocks)
        if one.due is not None and one.result in COUNTED
    ]
    counted.sort(key=lambda row: (-row[0].toordinal(), row[1]))
    return tuple(one for _day, _place, one in counted[:number])


def by_month(due_and_result: Iterable[tuple[date, Result]], as_of: date) -> tuple[MonthRate, ...]:
    """Return each completed month in which clocks were due, oldest first.

    A month is completed once its last day is over; results that are out of rates are left out.
    """
    met, all_ = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for due, result in due_and_result:
        if result in COUNTED:
            all_[due.year, due.month] += 1
            met[due.year, due.month] += result is Result.MET
    return tuple(
        MonthRate(year, month, met[year, month], all_[year, month])
        for year, month in sorted(all_)
        if date(year, month, last_of_month(year, month)) < as_of
    )
