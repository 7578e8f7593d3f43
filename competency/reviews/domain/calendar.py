"""What is due when for the reviews of one month's draw, by the milestones of the instrument.

As shipped: drawn by the 5th, loaded on the 6th, first level started and substitutions asked for
by the 12th, complete by the 25th, monitored from the 26th; second level assigned in the first
week of the month after and complete by its 25th (seed 004, "Timeline for Completion").
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from competency.frameworks.domain.kinds.case_review_instrument import Milestone
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.timeliness.domain.due import add_months, last_of_month

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


class Dates(Value, kw_only=True):
    """The days of one draw, all of them last days but where they say otherwise."""

    month: date
    drawn_by: date
    loaded_on: date
    start_by: date
    substitute_by: date
    complete_by: date
    monitor_on: date
    assign_from: date
    assign_by: date
    second_by: date
    second_monitor_on: date


def dates(month: date, milestones: Sequence[Milestone]) -> Dates:
    """Return the days of the draw of a month (any day of it)."""
    of = {one.code: one for one in milestones}

    def until(code: str) -> date:
        return _day(month, of[code].month, of[code].until_day)

    return Dates(
        month=month.replace(day=1),
        drawn_by=until("draw"),
        loaded_on=until("load"),
        start_by=until("start"),
        substitute_by=until("substitution"),
        complete_by=until("complete"),
        monitor_on=until("monitor"),
        assign_from=_day(month, of["assign-second"].month, of["assign-second"].from_day),
        assign_by=until("assign-second"),
        second_by=until("complete-second"),
        second_monitor_on=until("monitor-second"),
    )


def span(month: date, milestone: Milestone) -> tuple[date, date]:
    """Return first and last day of a milestone for the draw of a month (any day of it)."""
    return (
        _day(month, milestone.month, milestone.from_day),
        _day(month, milestone.month, milestone.until_day),
    )


def read_month(text: str) -> date:
    """Return the first day of a month written as 2026-05; refuse anything else."""
    found = _MONTH.fullmatch(text)
    if found is None:
        raise Refused("bad_month", "Write the month as 2026-05, from 2000 on.", field="month")
    return date(int(found[1]), int(found[2]), 1)


def month_words(month: date) -> str:
    """Return a month as people say it: May 2026."""
    return f"{month:%B} {month.year}"


def months_before(month: date, count: int) -> list[date]:
    """Return the first days of so many months before a month, the nearest first."""
    return [_day(month, -n, 1) for n in range(1, count + 1)]


def period_under_review(on: date, months: int) -> tuple[date, date]:
    """Return first and last day of the period under review of a case that is drawn on the day.

    The last day is that day; so many months lie between, both days included.
    """
    return _day(on, -months, on.day) + timedelta(days=1), on


def quarter_of(day: date) -> date:
    """Return the first day of the quarter in which a day lies."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _day(month: date, later: int, day: int) -> date:
    """Return a day of the month so many months later, its last where it is shorter."""
    first = add_months(month.replace(day=1), later)
    return first.replace(day=min(day, last_of_month(first.year, first.month)))
