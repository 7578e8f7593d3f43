"""How work stands in time: figures of groups of clocks, and what is kept back of small groups."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from competency.cases.domain.running import EXCUSED, RUNNING
from competency.insights.domain.small_groups import blocks_within
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.timeliness.domain.rates import MonthRate, Rates, Tally
from competency.timeliness.domain.results import Result

LONGEST = 60  # months
YEAR = 12
OVER, PRESENT, AHEAD = -1, 0, 1  # where a month lies

G = TypeVar("G", bound=Hashable)
H = TypeVar("H", bound=Hashable)


class Counted(NamedTuple, Generic[G]):
    """So many clocks of a group, due in a month that is over, runs or lies ahead."""

    group: G
    phase: int
    state: str
    adjusted_state: str
    clocks: int


class Late(NamedTuple, Generic[G]):
    """Running clocks of a group that were due before today, read live.

    `adjusted` of them count and are late with their pauses left out too; `paused` count and are
    not.
    """

    group: G
    phase: int
    clocks: int
    adjusted: int
    paused: int

    def under(self, group: H) -> "Late[H]":
        """Return the same counts under another group."""
        return Late(group, self.phase, self.clocks, self.adjusted, self.paused)


class Period(Value):
    """From the first month to the last, each by its first day."""

    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """Return the first day of each month."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return tuple(months_on(self.first, n) for n in range(count))


def months_on(month: date, number: int) -> date:
    """Return the first day of the month that lies so many months on (or back)."""
    year, place = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(year, place + 1, 1)


def period(first: date | None, last: date | None, today: date) -> Period:
    """Return the months asked for; by default the last twelve that are over and the present one.

    Refuses months in the wrong order, and more than sixty of them.
    """
    end = (last or today).replace(day=1)
    begin = (first or months_on(end, -YEAR)).replace(day=1)
    if begin > end:
        raise Refused("wrong_order", "The first month comes after the last one.", field="first")
    if begin < months_on(end, 1 - LONGEST):
        raise Refused("too_long", f"Choose at most {LONGEST} months.", field="first")
    return Period(begin, end)


def phase_of(month: date, today: date) -> int:
    """Return whether a month is over, runs, or lies ahead."""
    this = today.replace(day=1)
    return (month > this) - (month < this)


def rates_of(
    counted: Iterable[Counted[G]],
    late: Iterable[Late[G]],
    waiting: Mapping[G, int] | None = None,
) -> dict[G, Rates]:
    """Return the raw figures beside the adjusted ones for each group.

    A running clock of a month that is over is overdue and one of a month to come is due; in the
    present month the live count says which. `waiting` adds those that have not started.
    """
    raw: dict[G, Counter[Result]] = defaultdict(Counter)
    adjusted: dict[G, Counter[Result]] = defaultdict(Counter)
    excused: Counter[G] = Counter()
    for one in counted:
        raw[one.group][_result(one.state, one.phase)] += one.clocks
        if one.adjusted_state == EXCUSED:
            excused[one.group] += one.clocks
        else:
            adjusted[one.group][_result(one.adjusted_state, one.phase)] += one.clocks
    for live in late:
        if live.phase == PRESENT:
            _move(raw[live.group], Result.DUE, Result.OVERDUE, live.clocks)
            _move(adjusted[live.group], Result.DUE, Result.OVERDUE, live.adjusted)
        else:
            _move(adjusted[live.group], Result.OVERDUE, Result.DUE, live.paused)
    for group, number in (waiting or {}).items():
        raw[group][Result.NOT_STARTED] += number
        adjusted[group][Result.NOT_STARTED] += number
    return {
        group: Rates(Tally(dict(raw[group])), Tally(dict(adjusted[group])), excused[group])
        for group in raw
    }


def together(found: Iterable[Rates]) -> Rates:
    """Return the figures of several groups as one."""
    raw, adjusted, excused = Counter[Result](), Counter[Result](), 0
    for one in found:
        raw.update(one.raw.counts)
        adjusted.update(one.adjusted.counts)
        excused += one.excused
    return Rates(Tally(dict(raw)), Tally(dict(adjusted)), excused)


def month_rates(by_month: Mapping[date, Rates], today: date) -> list[MonthRate]:
    """Return k of n of each month that is over, oldest first."""
    return [
        MonthRate(month.year, month.month, found.raw.k, found.raw.n)
        for month, found in sorted(by_month.items())
        if phase_of(month, today) == OVER
    ]


class KeptBack(Value):
    """Months of teams that whoever may not see individuals is not shown.

    `alone` are shown in no figure of their team; of those, `wholly` are in no figure at all: the
    others count where several teams are taken together.
    """

    alone: frozenset[tuple[int, date]] = frozenset()
    wholly: frozenset[tuple[int, date]] = frozenset()


def kept_back(people: Mapping[tuple[int, date], int], regions: Mapping[int, int]) -> KeptBack:
    """Return what is kept back, given how many people held clocks in each month of each team.

    Each month of each region by itself, so that no two figures, whatever was asked for, differ by
    a small group: teams of one to four people are kept back, and the next smallest with them until
    two teams and five people are. Where a region has no more than that, they count nowhere.
    """
    found = blocks_within(people, {(team, month): (regions[team], month) for team, month in people})
    return KeptBack(found.kept_back, found.nowhere)


def _result(state: str, phase: int) -> Result:
    if state == RUNNING:
        return Result.OVERDUE if phase == OVER else Result.DUE
    return Result(state)


def _move(counts: Counter[Result], from_: Result, to: Result, number: int) -> None:
    if number:
        counts[from_] -= number
        counts[to] += number
