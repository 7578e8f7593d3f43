"""The clocks of very many cases at once: table look-ups instead of a walk through the days.

A day is a *slot*: 1 is the calendar's first day, 0 means that it has not happened. For each
standard one table says the due slot of each start, made from the rules that judge one case, and
one table of 32 entries says the result of each combination of facts, made by the same rule.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import (
    CLOCKS,
    WORKING_DAYS,
    TimelinessStandard,
    TimelinessStandards,
)
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.timeliness.domain.due import day_of, due_after
from competency.timeliness.domain.results import Result, decide

Slots = NDArray[np.int16]
Codes = NDArray[np.uint8]
RESULTS = tuple(Result)
CHUNK = 1 << 14  # so many rows at once that all of their columns stay in the processor's cache
BEYOND = np.iinfo(np.int16).max  # a due day that the calendar does not know


class Many(Value):
    """An event that can happen several times: all slots, case after case, and how many each has."""

    slots: Slots
    counts: NDArray[np.int64]

    def in_order(self) -> "Many":
        """Return the same with the days of each case in order; mostly they are already."""
        before = self.before
        falls = self.slots[1:] < self.slots[:-1]
        falls[before[(before > 0) & (before < self.slots.size)] - 1] = False
        places = np.flatnonzero(falls)
        if not places.size:
            return self
        fallen = np.searchsorted(before + self.counts, places, side="right")
        cases = fallen[np.flatnonzero(np.diff(fallen, prepend=-1))]
        kept = self.slots.copy()
        for at in range(0, cases.size, CHUNK):
            some = cases[at : at + CHUNK]
            counts = self.counts[some]
            owner = owners(counts)
            days = np.arange(owner.size) + (before[some] - np.cumsum(counts) + counts)[owner]
            keys = (owner << 16 | self.slots[days]).astype(np.uint32)
            keys.sort()
            kept[days] = (keys & np.uint32(0xFFFF)).astype(np.int16)
        return Many(kept, self.counts)

    @property
    def before(self) -> NDArray[np.int64]:
        """Return how many days all earlier cases have together."""
        return np.cumsum(self.counts) - self.counts

    def first(self) -> Slots:
        """Return each case's first day, 0 where it has none."""
        found = np.zeros(self.counts.size, dtype=np.int16)
        some = self.counts > 0
        found[some] = self.slots[self.before[some]]
        return found


class Columns(Value):
    """The dates of cases by event, as slots; nothing in them is later than the day asked about."""

    count: int
    single: Mapping[str, Slots]
    many: Mapping[str, Many]
    closed: Slots


class Judged(Value):
    """One standard over all cases: a row for each case, or as many as `rows` says for each.

    A case of which `rows` says 0 has not started.
    """

    start: Slots
    due: Slots
    end: Slots
    result: Codes
    rows: NDArray[np.int64] | None = None


class Engine:
    """The standards and the calendar as tables, ready to judge columns as of one day."""

    def __init__(
        self, standards: TimelinessStandards, calendar: WorkingCalendar, as_of: date
    ) -> None:
        """Make the tables; refuse units that are no clocks, and a day outside the calendar."""
        calendar.require(as_of)
        if len(calendar.counts) >= BEYOND:
            raise Refused("calendar_too_long", f"A file is judged within {BEYOND:,} days.")
        for standard in standards.standards:
            if standard.unit not in CLOCKS:
                raise Refused(
                    "not_a_clock",
                    f"{standard.code} counts {standard.unit}, which a file of dates cannot show.",
                )
        self.standards = standards.standards
        self.calendar = calendar
        self.as_of = np.int16(self.slot(as_of))
        self._due = {_clock(one): _due_table(one, calendar) for one in self.standards}
        firsts = {one.end_before_start for one in self.standards}
        self._verdicts = {first: _verdicts(Result(first)) for first in firsts}

    def slot(self, day: date) -> int:
        """Return the slot of a day; below 1 it is before the calendar."""
        return (day - self.calendar.first).days + 1

    def due_table(self, standard: TimelinessStandard) -> Slots:
        """Return the due slot by the slot of the start."""
        return self._due[_clock(standard)]

    def latest_start(self, standard: TimelinessStandard) -> int:
        """Return the last slot on which a clock can start and have a due day that is known."""
        return int(np.flatnonzero(self.due_table(standard) != BEYOND)[-1])

    def latest_slot(self) -> int:
        """Return the last slot that a result can show."""
        known = [int(table[table != BEYOND].max()) for table in self._due.values()]
        return max([len(self.calendar.counts), *known])

    def judge(self, columns: Columns) -> Iterator[Judged]:
        """Yield each standard in order over all cases; no start may have its due day beyond."""
        many = {event: found.in_order() for event, found in columns.many.items()}
        firsts = {event: found.first() for event, found in many.items()}
        single = {**columns.single, **firsts}
        for standard in self.standards:
            if standard.repeats:
                yield self._repeating(standard, many[standard.ends], single, columns.closed)
            else:
                start, end = single[standard.starts], single[standard.ends]
                yield self._judged(standard, start, end, columns.closed)

    def _repeating(
        self,
        standard: TimelinessStandard,
        ends: Many,
        single: Mapping[str, Slots],
        closed: Slots,
    ) -> Judged:
        """Judge from each end to the next; before the first stands the start, if it is another."""
        after = np.cumsum(ends.counts)
        if standard.starts == standard.ends:
            start, rows = ends.slots, ends.counts
            end = np.empty_like(start)
            end[:-1] = start[1:]
            end[after[rows > 0] - 1] = 0  # the last of each case has no next one
        else:
            rows = ends.counts + 1
            start = np.insert(ends.slots, after - ends.counts, single[standard.starts])
            end = np.insert(ends.slots, after, np.int16(0))
        return self._judged(standard, start, end, np.repeat(closed, rows), rows)

    def _judged(
        self,
        standard: TimelinessStandard,
        start: Slots,
        end: Slots,
        closed: Slots,
        rows: NDArray[np.int64] | None = None,
    ) -> Judged:
        due, result = np.empty_like(start), np.empty(start.size, dtype=np.uint8)
        table = self.due_table(standard)
        verdicts = self._verdicts[standard.end_before_start]
        for at in range(0, start.size, CHUNK):
            part = slice(at, at + CHUNK)
            np.take(table, start[part], out=due[part], mode="clip")
            facts = self._facts(start[part], end[part], closed[part], due[part])
            # a byte for a byte: much quicker than another look-up by number
            result[part] = np.frombuffer(facts.tobytes().translate(verdicts), dtype=np.uint8)
        return Judged(start, due, end, result, rows)

    def _facts(self, start: Slots, end: Slots, closed: Slots, due: Slots) -> Codes:
        """Return one number a row, a bit for each fact, in the order of `_verdicts`.

        Only one day decides whether the due day has passed: the end, else the closing, else the
        day asked about.
        """
        not_ended, is_open = end == 0, closed == 0
        day = end + (closed + self.as_of * is_open) * not_ended  # sums, as branches cost more
        key: Codes = (start == 0).view(np.uint8)
        for fact in (not_ended, end < start, is_open, day > due):
            key += key
            key |= fact.view(np.uint8)
        return key


def owners(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of the case to which each of its days belongs."""
    return np.repeat(np.arange(counts.size), counts)


def _clock(standard: TimelinessStandard) -> tuple[str, int]:
    return standard.unit, standard.limit


def _due_table(standard: TimelinessStandard, calendar: WorkingCalendar) -> Slots:
    """Return the due slot of each start; slot 0 has none."""
    if standard.unit == WORKING_DAYS:
        return _working_day_table(standard.limit, calendar)
    table = np.zeros(len(calendar.counts) + 1, dtype=np.int16)
    for place in range(len(calendar.counts)):
        due = due_after(standard, calendar.first + timedelta(days=place), calendar)
        table[place + 1] = min((day_of(due) - calendar.first).days + 1, int(BEYOND))
    return table


def _working_day_table(limit: int, calendar: WorkingCalendar) -> Slots:
    """Return it from two tables: how many working days up to a day, and which the n-th is."""
    origin = calendar.first.toordinal() - 1
    index = np.asarray(calendar.counts, dtype=np.int64)
    days = np.asarray([day.toordinal() - origin for day in calendar.working_days], dtype=np.int16)
    wanted = index + (limit - 1)
    known = wanted < days.size
    table = np.zeros(index.size + 1, dtype=np.int16)
    table[1:] = np.where(known, days[np.minimum(wanted, days.size - 1)], BEYOND)
    return table


def _verdicts(first: Result) -> bytes:
    """Return the code of the result for each combination of the five facts, as 256 bytes."""
    verdicts = bytearray(256)
    for place, facts in enumerate(product((False, True), repeat=5)):
        not_started, not_ended, ended_first, is_open, late = facts
        result = decide(
            started=not not_started,
            ended=not not_ended,
            ended_first=ended_first,
            ended_late=late,
            closed=not is_open,
            closed_late=late,
            day_is_late=late,
            ended_first_means=first,
        )
        verdicts[place] = RESULTS.index(result)
    return bytes(verdicts)
