"""How many open cases people hold, against the range that the organisation works to."""

from collections.abc import Iterable
from typing import NamedTuple

BELOW, WITHIN, ABOVE = "below the range", "within the range", "above the range"
MOST_SHOWN = 25  # of the chart: so many cases or more stand in its last bar


class Range(NamedTuple):
    """From the fewest to the most open cases that a worker should hold."""

    low: int
    high: int

    def says(self, cases: int) -> str:
        """Return where so many cases lie."""
        if cases < self.low:
            return BELOW
        return ABOVE if cases > self.high else WITHIN

    @property
    def words(self) -> str:
        """Return the range in words."""
        return f"{self.low} to {self.high}"


class Spread(NamedTuple):
    """How many workers hold fewer than the range asks for, as many, and more."""

    below: int = 0
    within: int = 0
    above: int = 0

    @property
    def workers(self) -> int:
        """Return how many there are."""
        return self.below + self.within + self.above


def spread(cases: Iterable[int], policy: Range) -> Spread:
    """Return how many workers lie where, given how many open cases each of them holds."""
    said = [policy.says(number) for number in cases]
    return Spread(said.count(BELOW), said.count(WITHIN), said.count(ABOVE))


def workers_by_cases(cases: Iterable[int], policy: Range) -> list[int]:
    """Return how many workers hold 0, 1, 2, ... cases, for the chart.

    It reaches a little beyond the range, or as far as anybody does; the last is so many or more.
    """
    each = list(cases)
    last = min(MOST_SHOWN, max([policy.high + 3, *each]))
    found = [0] * (last + 1)
    for number in each:
        found[min(number, last)] += 1
    return found
