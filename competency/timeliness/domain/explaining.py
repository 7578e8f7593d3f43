"""Every result can explain itself: start, end, the days that did not count, and the rule."""

from datetime import date, datetime

from competency.calendars.domain.working_calendar import Skipped, WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import (
    EVERY_N_MONTHS,
    WORKING_DAYS,
    TimelinessStandard,
)
from competency.kernel.values import Value
from competency.timeliness.domain.due import When, day_of
from competency.timeliness.domain.judging import Clock
from competency.timeliness.domain.results import Result


class Explanation(Value):
    """How a clock came to its result.

    `skipped` are the days between start and due that do not count; `counted` is how many working
    days the end (or the day asked about) took, None where the unit counts all days or there is
    nothing to count. `rule` names the standard and its version, `place` the calendar.
    """

    clock: Clock
    limit: str
    skipped: tuple[Skipped, ...]
    counted: int | None
    rule: str
    place: str
    words: str


def explain(
    clock: Clock, calendar: WorkingCalendar, as_of: When, *, closed: When | None = None
) -> Explanation:
    """Return the explanation of a clock that was judged with this calendar on this day."""
    in_working_days = clock.standard.unit == WORKING_DAYS
    skipped: tuple[Skipped, ...] = ()
    if in_working_days and clock.start is not None and clock.due is not None:
        skipped = calendar.skipped_between(day_of(clock.start), day_of(clock.due))
    closed = closed if closed is not None and day_of(closed) <= day_of(as_of) else None
    until = day_of(clock.end or closed or as_of)
    counted = None
    if in_working_days and clock.start is not None and until >= day_of(clock.start):
        counted = calendar.working_days_between(day_of(clock.start), until)
    return Explanation(
        clock=clock,
        limit=limit_in_words(clock.standard),
        skipped=skipped,
        counted=counted,
        rule=f"{clock.rule}, {clock.standard.code}",
        place=calendar.nation,
        words=_words(clock, as_of, closed),
    )


def limit_in_words(standard: TimelinessStandard) -> str:
    """Return the limit as people say it: `3 working days`, `1 month`."""
    if standard.unit == EVERY_N_MONTHS:
        every = "month" if standard.limit == 1 else f"{standard.limit} months"
        return f"every {every}"
    unit = standard.unit.replace("-", " ")
    return f"{standard.limit} {unit.removesuffix('s') if standard.limit == 1 else unit}"


def _words(clock: Clock, as_of: When, closed: When | None) -> str:
    standard = clock.standard
    if clock.start is None or clock.due is None:
        return f"Has not started: no date for {standard.starts}."
    start, due = _said(clock.start), _said(clock.due)
    if clock.end is not None and day_of(clock.end) < day_of(clock.start):
        first = f"The end, {_said(clock.end)}, is before the start, {start}"
        if clock.result is Result.INVALID:
            return f"{first}: a fault in the data, out of every rate."
        return f"{first}: it was already there, which counts as met."
    head = f"Started {start}, due {due} ({limit_in_words(standard)})"
    if clock.end is not None:
        side = "after the due date" if clock.result is Result.MISSED else "in time"
        return f"{head}, done {_said(clock.end)}: {side}."
    if closed is not None:
        if clock.result is Result.MISSED:
            return f"{head}; the case closed {_said(closed)}, after the due date, without it."
        return f"{head}; the case closed {_said(closed)}, before it was late, without it."
    side = "after the due date" if clock.result is Result.OVERDUE else "still in time"
    return f"{head}; not done by {_said(as_of)}: {side}."


def _said(when: When) -> str:
    if isinstance(when, datetime):
        return f"{date.isoformat(day_of(when))} {when:%H:%M}"
    return when.isoformat()
