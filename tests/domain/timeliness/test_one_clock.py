"""What one clock says: examples first, a row each, in the words of the standards."""

from datetime import UTC, date, datetime

import pytest

from competency.calendars.domain.working_calendar import OutsideCalendar
from competency.kernel.errors import Refused
from competency.timeliness.domain.results import Result
from tests.builders.timing import one_clock, standard, weekdays

# May 2026: the 4th is a holiday here, the 22nd a closure day; the 2nd, 9th, 16th are Saturdays.
MAY = weekdays(holidays=[date(2026, 5, 4)], closures=[date(2026, 5, 22)])
TODAY = date(2026, 5, 29)


def may(day: int | None) -> date | None:
    return None if day is None else date(2026, 5, day)


# opened, done, closed, asked on, due, result: three working days
EXAMPLES = [
    ("done on the due date", 11, 14, None, 29, 14, "met"),
    ("done a day late", 11, 15, None, 29, 14, "missed"),
    ("done on the same day", 11, 11, None, 29, 14, "met"),
    ("due over a weekend", 14, 19, None, 29, 19, "met"),
    ("a Saturday after a due Friday is late", 12, 16, None, 29, 15, "missed"),
    ("opened on a Saturday", 16, 20, None, 29, 20, "met"),
    ("over a bank holiday", 1, 7, None, 29, 7, "met"),
    ("over a bank holiday, late", 1, 8, None, 29, 7, "missed"),
    ("over a closure day", 20, 26, None, 29, 26, "met"),
    ("opened on a closure day", 22, 27, None, 29, 27, "met"),
    ("open on the due date", 11, None, None, 14, 14, "due"),
    ("open the day after", 11, None, None, 15, 14, "overdue"),
    ("closed on the due date without it", 11, None, 14, 29, 14, "not_applicable"),
    ("closed before", 11, None, 12, 29, 14, "not_applicable"),
    ("closed after the due date without it", 11, None, 15, 29, 14, "missed"),
    ("done in time and closed", 11, 13, 13, 29, 14, "met"),
    ("done late, although the case closed in time", 11, 18, 13, 29, 14, "missed"),
    ("not started", None, None, None, 29, None, "not_started"),
    ("not started and closed", None, None, 12, 29, None, "not_started"),
    ("not started although done", None, 12, None, 29, None, "not_started"),
    ("done before it was opened", 11, 8, None, 29, 14, "invalid"),
    ("done before it was opened, and closed", 11, 8, 12, 29, 14, "invalid"),
    ("opened after the day asked about", 15, None, None, 14, None, "not_started"),
    ("done after the day asked about", 11, 15, None, 14, 14, "due"),
    ("done first, but after the day asked about", 15, 12, None, 14, None, "not_started"),
    ("closed after the day asked about", 11, None, 20, 15, 14, "overdue"),
]


@pytest.mark.parametrize(
    ("opened", "done", "closed", "asked", "due", "result"),
    [row[1:] for row in EXAMPLES],
    ids=[row[0] for row in EXAMPLES],
)
def test_a_clock_of_three_working_days(
    opened: int | None,
    done: int | None,
    closed: int | None,
    asked: int,
    due: int | None,
    result: str,
) -> None:
    clock = one_clock(
        standard(3),
        MAY,
        date(2026, 5, asked),
        opened=may(opened),
        done=may(done),
        closed=may(closed),
    )

    assert (clock.due, clock.result) == (may(due), result)
    assert clock.start == (may(opened) if opened and opened <= asked else None)
    assert clock.end == (may(done) if done and done <= asked else None)


def test_an_end_before_its_start_is_met_where_the_standard_says_so() -> None:
    early = standard(3, end_before_start="met")

    clock = one_clock(early, MAY, TODAY, opened=date(2026, 5, 11), done=date(2026, 4, 1))

    assert clock.result is Result.MET


# unit, limit, opened, due
UNITS = [
    ("calendar-days", 3, date(2026, 5, 14), date(2026, 5, 17)),
    ("weeks", 6, date(2026, 5, 14), date(2026, 6, 25)),
    ("months", 1, date(2026, 1, 31), date(2026, 2, 28)),
    ("months", 1, date(2024, 1, 31), date(2024, 2, 29)),
    ("months", 3, date(2025, 11, 30), date(2026, 2, 28)),
    ("months", 12, date(2024, 2, 29), date(2025, 2, 28)),
    ("every-n-months", 3, date(2026, 2, 10), date(2026, 5, 10)),
    ("hours", 48, date(2026, 5, 14), date(2026, 5, 16)),
    ("hours", 30, date(2026, 5, 14), date(2026, 5, 16)),
]


@pytest.mark.parametrize(("unit", "limit", "opened", "due"), UNITS)
def test_every_unit_has_its_due_date(unit: str, limit: int, opened: date, due: date) -> None:
    clock = one_clock(standard(limit, unit), MAY, TODAY, opened=opened)

    assert clock.due == due


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


# done at, asked at, result: 48 hours from 14 May at 09:30
HOURS = [
    (moment(16, 9, 30), moment(20, 12), "met"),
    (moment(16, 9, 31), moment(20, 12), "missed"),
    (None, moment(16, 9, 30), "due"),
    (None, moment(16, 9, 31), "overdue"),
    (date(2026, 5, 16), moment(20, 12), "met"),  # only its day is known, and that is in time
    (date(2026, 5, 17), moment(20, 12), "missed"),
]


@pytest.mark.parametrize(("done", "asked", "result"), HOURS)
def test_hours_are_counted_to_the_minute(
    done: datetime | date | None, asked: datetime, result: str
) -> None:
    clock = one_clock(standard(48, "hours"), MAY, asked, opened=moment(14, 9, 30), done=done)

    assert clock.due == moment(16, 9, 30)
    assert clock.result == result


def test_a_moment_counts_for_its_day_in_london() -> None:
    late_evening = datetime(2026, 5, 13, 23, 30, tzinfo=UTC)  # 00:30 on the 14th in London

    clock = one_clock(standard(3), MAY, TODAY, opened=late_evening)

    assert clock.due == date(2026, 5, 19)


@pytest.mark.parametrize(
    ("opened", "done"),
    [
        (date(2018, 12, 31), None),
        (date(2026, 5, 11), date(2018, 12, 31)),
    ],
)
def test_a_date_outside_the_calendar_is_never_a_silent_working_day(
    opened: date, done: date | None
) -> None:
    with pytest.raises(OutsideCalendar):
        one_clock(standard(3), MAY, TODAY, opened=opened, done=done)


def test_a_due_date_outside_the_calendar_is_an_error() -> None:
    short = weekdays(last=date(2026, 5, 29))

    with pytest.raises(OutsideCalendar):
        one_clock(standard(40), short, TODAY, opened=date(2026, 5, 11))


@pytest.mark.parametrize("unit", ["count-per-month", "range"])
def test_a_unit_that_is_no_clock_has_no_due_date(unit: str) -> None:
    from competency.timeliness.domain.due import due_after

    with pytest.raises(Refused, match="no due date"):
        due_after(standard(3, unit), date(2026, 5, 11), MAY)
