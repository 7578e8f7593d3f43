"""The two units that are no clocks: a count in each month, and a figure within a range."""

from collections.abc import Iterator
from datetime import date

from competency.frameworks.domain.kinds.timeliness_standards import (
    COUNT_PER_MONTH,
    RANGE,
    TimelinessStandard,
)
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.timeliness.domain.due import add_months, day_of, last_of_month
from competency.timeliness.domain.judging import CaseDates
from competency.timeliness.domain.results import Result


class MonthCount(Value):
    """How often something happened in a month, how often it should have, and what follows.

    `first` and `last` are the days of the month on which the case was open; a part of a month
    asks for its share, rounded to the nearest whole number, and `words` says so.
    """

    first: date
    last: date
    counted: int
    wanted: int
    result: Result
    words: str


def count_by_month(
    standard: TimelinessStandard, case: CaseDates, as_of: date
) -> tuple[MonthCount, ...]:
    """Return each month from the start of the case to its closing or the day, judged.

    A month without a share is `not_applicable`; one still running is `due` until it has enough.
    Refuses a standard of another unit.
    """
    if standard.unit != COUNT_PER_MONTH:
        raise Refused("not_a_count", f"{standard.code} is not a count per month.")
    seen = case.until(as_of)
    start = seen.first(standard.starts)
    if start is None:
        return ()
    end = day_of(seen.closed) if seen.closed else None
    days = [day_of(when) for when in seen.all(standard.ends)]
    return tuple(
        _judge_month(standard, first, last, days, closed=end, as_of=as_of)
        for first, last in _months(day_of(start), end or as_of, closed=end is not None)
    )


def judge_range(standard: TimelinessStandard, figure: int) -> tuple[Result, str]:
    """Return whether a figure lies within the range, and that in words; refuse another unit."""
    if standard.unit != RANGE or standard.at_most is None:
        raise Refused("not_a_range", f"{standard.code} is not a range.")
    ends = f"{standard.limit} to {standard.at_most}"
    if standard.limit <= figure <= standard.at_most:
        return Result.MET, f"{figure} lies within {ends}"
    side = "below" if figure < standard.limit else "above"
    return Result.MISSED, f"{figure} lies {side} {ends}"


def open_on(standard: TimelinessStandard, cases: Iterator[CaseDates], day: date) -> int:
    """Return how many cases had started and not ended on a day, the figure that a range asks."""
    return sum(
        seen.first(standard.starts) is not None
        and seen.first(standard.ends) is None
        and seen.closed is None
        for seen in (case.until(day) for case in cases)
    )


def _months(first: date, until: date, *, closed: bool) -> Iterator[tuple[date, date]]:
    """Yield the first and last day that count of each month; the running one is taken whole."""
    month = first.replace(day=1)
    while month <= until:
        last = month.replace(day=last_of_month(month.year, month.month))
        yield max(first, month), min(last, until) if closed else last
        month = add_months(month, 1)


def _judge_month(
    standard: TimelinessStandard,
    first: date,
    last: date,
    days: list[date],
    *,
    closed: date | None,
    as_of: date,
) -> MonthCount:
    whole, open_days = last_of_month(first.year, first.month), (last - first).days + 1
    wanted = (2 * standard.limit * open_days + whole) // (2 * whole)
    counted = sum(first <= day <= last for day in days)
    words = f"{counted} of {wanted}"
    if open_days < whole:
        words += f": {open_days} of {whole} days, so a share of {standard.limit} a month"
    if wanted == 0:
        result = Result.NOT_APPLICABLE
    elif counted >= wanted:
        result = Result.MET
    else:
        running = closed is None and as_of <= last
        result = Result.DUE if running else Result.MISSED
    return MonthCount(first, last, counted, wanted, result, words)
