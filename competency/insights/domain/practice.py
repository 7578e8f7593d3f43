"""Figures of one person's casework beside a strand: k of n, always with what they rest on.

They inform what two people say to each other. They never set a rating, and nobody is sorted by
them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from competency.coaching.domain.measures import Measure, MeasureKind, MonthCount
from competency.insights.domain.standing import Period
from competency.kernel.values import Value

LAST = 20  # product page, row 2: the last 20 due, never a rate without its k of n


class Share(NamedTuple):
    """k of n."""

    k: int = 0
    n: int = 0


class ClockCount(NamedTuple):
    """k met of n clocks of a standard, due in a month, of cases of one practice area.

    What is adjusted leaves out what was excused or is kept from being late by a pause.
    """

    standard: str
    month: date
    area_id: int
    is_last: bool
    k: int
    n: int
    adjusted_k: int
    adjusted_n: int


class Answer(NamedTuple):
    """What a review that was talked over with the worker said of one item, and on which day."""

    item: str
    review_id: int
    on: date
    answer: str
    is_good: bool


class ClockFigures(Value):
    """One standard of one person: of the last that were due, of a year, and of one practice area.

    `here` is the year's share of the cases in the practice area that is looked at.
    """

    standard: str
    last: Share
    year: Share
    here: Share

    @property
    def is_known(self) -> bool:
        """Return whether any clock of the standard was due."""
        return self.last.n > 0


class ItemFigures(Value):
    """One review item of one person over a year: good answers of those that count, newest first."""

    item: str
    answers: tuple[Answer, ...]

    @property
    def year(self) -> Share:
        """Return how many of the answers are good."""
        return Share(sum(one.is_good for one in self.answers), len(self.answers))

    @property
    def is_known(self) -> bool:
        """Return whether the item was answered in any review."""
        return bool(self.answers)


def clock_figures(
    counts: Iterable[ClockCount], standards: Sequence[str], area_id: int | None, within: Period
) -> list[ClockFigures]:
    """Return the figures of each standard asked for, in that order; `within` is the year."""
    last: dict[str, Share] = defaultdict(Share)
    year: dict[str, Share] = defaultdict(Share)
    here: dict[str, Share] = defaultdict(Share)
    for one in counts:
        if one.is_last:
            last[one.standard] = _plus(last[one.standard], one)
        if within.first <= one.month <= within.last:
            year[one.standard] = _plus(year[one.standard], one)
            if one.area_id == area_id:
                here[one.standard] = _plus(here[one.standard], one)
    return [ClockFigures(code, last[code], year[code], here[code]) for code in standards]


def item_figures(
    answers: Iterable[Answer], items: Sequence[str], within: Period
) -> list[ItemFigures]:
    """Return the figures of each item asked for, in that order; `within` is the year."""
    found: Mapping[str, list[Answer]] = defaultdict(list)
    for one in answers:
        if one.on >= within.first:
            found[one.item].append(one)
    return [ItemFigures(code, tuple(sorted(found[code], key=_newest_first))) for code in items]


def months_of(
    counts: Iterable[ClockCount], answers: Iterable[Answer]
) -> dict[Measure, list[MonthCount]]:
    """Return k of n by month of each figure that there is, oldest first."""
    cells: dict[Measure, dict[date, Share]] = defaultdict(lambda: defaultdict(Share))
    for count in counts:
        months = cells[Measure(MeasureKind.TIMELINESS, count.standard)]
        months[count.month] = _plus(months[count.month], count)
    for one in answers:
        month = one.on.replace(day=1)
        months = cells[Measure(MeasureKind.REVIEW_ITEM, one.item)]
        k, n = months[month]
        months[month] = Share(k + one.is_good, n + 1)
    return {
        measure: [MonthCount(month, *months[month]) for month in sorted(months)]
        for measure, months in cells.items()
    }


def together(shares: Iterable[Share]) -> Share:
    """Return several shares as one: of items of the same strand, never of several people."""
    known = list(shares)
    return Share(sum(one.k for one in known), sum(one.n for one in known))


def _newest_first(one: Answer) -> tuple[int, int]:
    return -one.on.toordinal(), -one.review_id


def _plus(share: Share, more: ClockCount) -> Share:
    return Share(share.k + more.k, share.n + more.n)
