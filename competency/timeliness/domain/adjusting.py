"""Pauses and excusals: what a clock says with them, always beside what it says without."""

from collections.abc import Sequence
from datetime import date

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import WORKING_DAYS
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.timeliness.domain.due import When, day_of
from competency.timeliness.domain.judging import Clock, judge_run
from competency.timeliness.domain.results import Result


class Pause(Value):
    """Days on which a clock does not run, both included; `last` None while it goes on."""

    first: date
    last: date | None
    reason: str
    by: str


class Excusal(Value):
    """Why a clock is left out of the adjusted rate, and who says so."""

    reason: str
    by: str


class Adjusted(Value):
    """A clock as it is, and as it is with its pauses; an excused one is out of adjusted rates."""

    raw: Clock
    adjusted: Clock
    pauses: tuple[Pause, ...]
    excusal: Excusal | None

    @property
    def is_changed(self) -> bool:
        """Return whether anything was paused or excused here."""
        return self.excusal is not None or self.adjusted != self.raw


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
    pauses: Sequence[Pause] = (),
    excusal: Excusal | None = None,
) -> Adjusted:
    """Return the clock beside itself without the days on which it was paused.

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
    return Adjusted(clock, adjusted, kept, excusal)


def adjusted_result(one: Adjusted) -> Result | None:
    """Return what the clock counts as in the adjusted rate, None where it is excused."""
    return None if one.excusal else one.adjusted.result


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
