"""The clocks of one case: which there are, when each is due, and what it says on a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import (
    CLOCKS,
    WORKING_DAYS,
    TimelinessStandard,
    TimelinessStandards,
)
from competency.kernel.values import Value, field
from competency.timeliness.domain.due import When, day_of, due_after, is_after
from competency.timeliness.domain.results import Result, decide

Run = tuple[When | None, When | None]


class CaseDates(Value):
    """What happened in a case and when, by the code of the event; `closed` None while open."""

    happened: Mapping[str, Sequence[When]] = field(default_factory=dict)
    closed: When | None = None

    def until(self, as_of: When) -> "CaseDates":
        """Return only what had happened by then, each event's dates in order."""
        happened = {
            event: tuple(sorted((when for when in dates if not is_after(when, as_of)), key=_order))
            for event, dates in self.happened.items()
        }
        closed = self.closed
        return CaseDates(happened, None if closed and is_after(closed, as_of) else closed)

    def first(self, event: str) -> When | None:
        """Return the first date of an event, or None where it has not happened."""
        return next(iter(self.happened.get(event, ())), None)

    def all(self, event: str) -> Sequence[When]:
        """Return every date of an event."""
        return self.happened.get(event, ())


class Clock(Value):
    """One standard in one case: `sequence` counts the turns of a standard that repeats.

    `rule` names the version of the standards that it was judged by. `due` is known as soon as
    the clock has started; `start` and `end` are what happened, whatever the result.
    """

    standard: TimelinessStandard
    rule: str
    sequence: int
    start: When | None
    due: When | None
    end: When | None
    result: Result


def judge(
    case: CaseDates, standards: TimelinessStandards, calendar: WorkingCalendar, as_of: When
) -> tuple[Clock, ...]:
    """Return every clock of a case as it stands on the day, in the order of the standards.

    What is dated after that day has not happened yet and is dropped before anything else. Units
    that are no clocks (a count per month, a range) are left to `counting`. Raises
    `OutsideCalendar` where a clock in working days touches a day that the calendar does not know.
    """
    seen, head = case.until(as_of), standards.standard
    rule = f"{head.id} {head.version}"
    return tuple(
        judge_run(standard, run, number, calendar, as_of, closed=seen.closed, rule=rule)
        for standard in standards.standards
        if standard.unit in CLOCKS
        for number, run in enumerate(runs(standard, seen), 1)
    )


def runs(standard: TimelinessStandard, seen: CaseDates) -> Iterator[Run]:
    """Yield the start and end of each turn of a standard.

    A standard that repeats goes from its start to the first end, and from each end to the next,
    the last one included; where start and end are the same event, from each to the next.
    """
    if not standard.repeats:
        yield seen.first(standard.starts), seen.first(standard.ends)
        return
    ends = seen.all(standard.ends)
    if standard.starts != standard.ends:
        starts: Sequence[When | None] = (seen.first(standard.starts), *ends)
        yield from zip(starts, (*ends, None), strict=True)
    elif ends:
        yield from zip(ends, (*ends[1:], None), strict=True)
    else:
        yield None, None


def judge_run(
    standard: TimelinessStandard,
    run: Run,
    sequence: int,
    calendar: WorkingCalendar,
    as_of: When,
    *,
    closed: When | None,
    rule: str,
    paused: int = 0,
) -> Clock:
    """Return one turn of a standard, judged; `paused` days are added to its limit."""
    start, end = run
    if standard.unit == WORKING_DAYS:
        for when in (start, end, closed, as_of):
            if when is not None:
                calendar.require(day_of(when))
    due = due_after(standard, start, calendar, paused=paused) if start is not None else None

    def late(when: When | None) -> bool:
        return due is not None and when is not None and is_after(when, due)

    result = decide(
        started=start is not None,
        ended=end is not None,
        ended_first=start is not None and end is not None and is_after(start, end),
        ended_late=late(end),
        closed=closed is not None,
        closed_late=late(closed),
        day_is_late=late(as_of),
        ended_first_means=Result(standard.end_before_start),
    )
    return Clock(standard, rule, sequence, start, due, end, result)


def _order(when: When) -> tuple[int, float]:
    """Order dates and moments together, a day before its own moments."""
    moment = when.timestamp() if isinstance(when, datetime) else 0.0
    return day_of(when).toordinal(), moment
