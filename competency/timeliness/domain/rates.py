"""Rates: k of n, never without the results that are out of it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from competency.kernel.values import Value
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
