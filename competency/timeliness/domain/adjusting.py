"""Pauses: what a clock says without the days on which it did not run."""

from collections.abc import Sequence
from datetime import date

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import WORKING_DAYS
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.timeliness.domain.due import When, day_of
from competency.timeliness.domain.judging import Clock, judge_run


class Pause(Value):
    """Days on which a clock does not run, both included; `last` None while it goes on."""

    first: date
    last: date | None
    reason: str
    by: str


def check_pause(pause: Pause, others: Sequence[Pause]) -> None:
    """Refuse a pause that ends before it begins, or that shares a day with another one."""
    if pause.last is not None and pause.last < pause.first:
        raise Refused("pause_backwards", "A pause ends on or after its first day.", field="last")
    for other in others:
        if _reach(other) >= pause.first and _reach(pause) >= other.first:
            raise Refused(
                "pause_twice",
                f"The clock is already paused from {other.first}; change that pause instead.",
                field="first",
            )


def adjust(
    clock: Clock,
    calendar: WorkingCalendar,
    as_of: When,
    *,
    closed: When | None,
    pauses: Sequence[Pause],
) -> Clock:
    """Return the clock as it is without the days on which it was paused.

    A day that is paused does not count, as if it were a closure day; a pause before the start or
    after the due date changes nothing, and a clock that is paused now does not age.
    """
    kept = tuple(sorted(pauses, key=lambda one: one.first))
    adjusted = clock
    days, before = 0, -1
    while clock.start is not None and adjusted.due is not None and days != before:
        before = days
        days = _paused(kept, clock, day_of(adjusted.due), calendar, day_of(as_of))
        adjusted = judge_run(
            clock.standard,
            (clock.start, clock.end),
            clock.sequence,
            calendar,
            as_of,
            closed=closed,
            rule=clock.rule,
            paused=days,
        )
    return adjusted


def _reach(pause: Pause) -> date:
    return pause.last or date.max


def _paused(
    pauses: tuple[Pause, ...], clock: Clock, due: date, calendar: WorkingCalendar, today: date
) -> int:
    """Return how many days that would count are paused, from after the start up to the due day."""
    if clock.start is None:
        return 0
    after = day_of(clock.start)
    found = 0
    for pause in pauses:
        before_first = max(after, date.fromordinal(pause.first.toordinal() - 1))
        last = min(due, pause.last or today)
        if last <= before_first:
            continue
        if clock.standard.unit == WORKING_DAYS:
            found += calendar.working_days_between(before_first, last)
        else:
            found += (last - before_first).days
    return found
