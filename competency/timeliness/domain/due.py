"""When a clock runs out, in each of the units that a standard can have."""

from datetime import UTC, date, datetime, timedelta

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import (
    CALENDAR_DAYS,
    EVERY_N_MONTHS,
    HOURS,
    MONTHS,
    WEEKS,
    WORKING_DAYS,
    TimelinessStandard,
)
from competency.kernel.clock import london_date
from competency.kernel.errors import Refused

When = date | datetime
HOURS_A_DAY = 24


def day_of(when: When) -> date:
    """Return the day of a date, or the London day of a moment."""
    return london_date(when) if isinstance(when, datetime) else when


def is_after(one: When, other: When) -> bool:
    """Return whether one comes later: to the moment if both are moments, else by their days."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one > other
    return day_of(one) > day_of(other)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, last_of_month(year, month + 1)))


def last_of_month(year: int, month: int) -> int:
    """Return the number of the month's last day."""
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def due_after(
    standard: TimelinessStandard, start: When, calendar: WorkingCalendar, *, paused: int = 0
) -> When:
    """Return the last day, or for hours the last moment, on which the end is in time.

    `paused` days are added: working days where the standard counts those, else calendar days.
    Hours from a start of which only the day is known end with a day: 48 hours are two days.
    Raises `OutsideCalendar` where working days are not known; refuses a unit that is no clock.
    """
    day, limit = day_of(start), standard.limit
    if standard.unit == WORKING_DAYS:
        return calendar.working_day_after(day, limit + paused)
    pause = timedelta(days=paused)
    if standard.unit == CALENDAR_DAYS:
        return day + timedelta(days=limit) + pause
    if standard.unit == WEEKS:
        return day + timedelta(weeks=limit) + pause
    if standard.unit in (MONTHS, EVERY_N_MONTHS):
        return add_months(day, limit) + pause
    if standard.unit == HOURS:
        if isinstance(start, datetime):
            return start.astimezone(UTC) + timedelta(hours=limit) + pause
        return day + timedelta(days=-(-limit // HOURS_A_DAY)) + pause
    raise Refused("not_a_clock", f"{standard.code} counts {standard.unit}; it has no due date.")
