"""Which days count, and what a calendar says of the others."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from competency.calendars.domain.working_calendar import (
    BANK_HOLIDAY,
    CLOSURE,
    WEEKEND,
    OutsideCalendar,
    Skipped,
    WorkingCalendar,
)
from competency.calendars.service.days import bank_holidays, calendar_of
from competency.kernel.errors import Refused

ENGLAND = calendar_of("england-and-wales")
CLOSED_EVE = ENGLAND.with_closures({date(2026, 12, 24): "Moving house"})

# start, number, what comes out, and why
AFTER = [
    (date(2026, 5, 11), 3, date(2026, 5, 14), "Monday to Thursday, nothing in between"),
    (date(2026, 5, 14), 3, date(2026, 5, 19), "over a weekend"),
    (date(2026, 5, 16), 3, date(2026, 5, 20), "from a Saturday: Monday is the first"),
    (date(2026, 5, 17), 3, date(2026, 5, 20), "from a Sunday, the same"),
    (date(2026, 5, 15), 1, date(2026, 5, 18), "from a Friday: one day is Monday"),
    (date(2026, 4, 2), 1, date(2026, 4, 7), "over Good Friday and Easter Monday"),
    (date(2026, 4, 3), 1, date(2026, 4, 7), "from Good Friday itself"),
    (date(2026, 12, 24), 2, date(2026, 12, 30), "Christmas, a Saturday, the substitute on Monday"),
    (date(2020, 5, 7), 1, date(2020, 5, 11), "8 May 2020: the moved early May holiday"),
    (date(2020, 5, 1), 1, date(2020, 5, 4), "and 4 May 2020 was a working day"),
    (date(2022, 6, 1), 1, date(2022, 6, 6), "the two days of the jubilee"),
    (date(2022, 9, 16), 1, date(2022, 9, 20), "the state funeral"),
    (date(2023, 5, 5), 1, date(2023, 5, 9), "the coronation"),
    (date(2024, 2, 28), 2, date(2024, 3, 1), "29 February"),
]


@pytest.mark.parametrize(("start", "number", "day", "why"), AFTER, ids=[row[3] for row in AFTER])
def test_the_nth_working_day_after(start: date, number: int, day: date, why: str) -> None:
    assert ENGLAND.working_day_after(start, number) == day, why


def test_a_closure_day_does_not_count() -> None:
    assert ENGLAND.working_day_after(date(2026, 12, 23), 1) == date(2026, 12, 24)
    assert CLOSED_EVE.working_day_after(date(2026, 12, 23), 1) == date(2026, 12, 29)


def test_the_nations_differ() -> None:
    scotland, ireland = calendar_of("scotland"), calendar_of("northern-ireland")

    assert scotland.working_day_after(date(2026, 6, 12), 1) == date(2026, 6, 16)
    assert ENGLAND.working_day_after(date(2026, 6, 12), 1) == date(2026, 6, 15)
    assert ireland.working_day_after(date(2026, 3, 16), 1) == date(2026, 3, 18)
    assert not scotland.is_working_day(date(2026, 11, 30))


def test_days_between_leave_out_the_first_and_count_the_last() -> None:
    assert ENGLAND.working_days_between(date(2026, 5, 15), date(2026, 5, 15)) == 0
    assert ENGLAND.working_days_between(date(2026, 5, 15), date(2026, 5, 18)) == 1
    assert ENGLAND.working_days_between(date(2026, 5, 16), date(2026, 5, 17)) == 0


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(Refused, match="is before"):
        ENGLAND.working_days_between(date(2026, 5, 16), date(2026, 5, 15))


def test_every_skipped_day_says_why() -> None:
    assert CLOSED_EVE.skipped_between(date(2026, 12, 23), date(2026, 12, 28)) == (
        Skipped(date(2026, 12, 24), CLOSURE, "Moving house"),
        Skipped(date(2026, 12, 25), BANK_HOLIDAY, "Christmas Day"),
        Skipped(date(2026, 12, 26), WEEKEND, "Saturday"),
        Skipped(date(2026, 12, 27), WEEKEND, "Sunday"),
        Skipped(date(2026, 12, 28), BANK_HOLIDAY, "Boxing Day (substitute day)"),
    )


def test_a_closure_without_a_reason_still_says_why() -> None:
    closed = ENGLAND.with_closures({date(2026, 5, 18): ""})

    assert closed.skipped_between(date(2026, 5, 17), date(2026, 5, 18))[0].why == (
        "the organisation is closed"
    )


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2029, 1, 1)])
def test_a_day_outside_is_an_error_that_says_so(day: date) -> None:
    with pytest.raises(OutsideCalendar, match="outside the bank-holiday calendar of england"):
        ENGLAND.is_working_day(day)
    with pytest.raises(OutsideCalendar):
        ENGLAND.working_day_after(day, 1)
    with pytest.raises(OutsideCalendar):
        ENGLAND.with_closures({day: "Stocktaking"})


def test_a_due_date_outside_is_an_error_too() -> None:
    assert ENGLAND.working_day_after(date(2028, 12, 22), 3) == date(2028, 12, 29)
    with pytest.raises(OutsideCalendar, match="known from 2019-01-01 to 2028-12-31"):
        ENGLAND.working_day_after(date(2028, 12, 22), 4)


def test_no_working_day_at_all_is_refused() -> None:
    with pytest.raises(Refused, match="at least the first"):
        ENGLAND.working_day_after(date(2026, 5, 18), 0)


def test_a_calendar_always_names_its_nation() -> None:
    with pytest.raises(Refused, match="Name it"):
        WorkingCalendar(nation="", first=date(2026, 1, 1), last=date(2026, 2, 1), holidays={})
    with pytest.raises(Refused, match="not a nation here"):
        bank_holidays("wales")


def test_a_calendar_that_cannot_be_is_refused() -> None:
    with pytest.raises(Refused, match="is before"):
        WorkingCalendar(nation="x", first=date(2026, 2, 1), last=date(2026, 1, 1), holidays={})
    with pytest.raises(Refused, match="needs a working day"):
        WorkingCalendar(
            nation="x",
            first=date(2026, 1, 1),
            last=date(2026, 2, 1),
            holidays={},
            weekend=frozenset(range(7)),
        )


def test_a_calendar_never_changes() -> None:
    given = {date(2026, 5, 4): "Early May bank holiday"}
    calendar = WorkingCalendar(
        nation="x", first=date(2026, 1, 1), last=date(2026, 12, 31), holidays=given
    )
    given.clear()

    assert not calendar.is_working_day(date(2026, 5, 4))
    with pytest.raises(FrozenInstanceError):
        calendar.first = date(2025, 1, 1)  # type: ignore[misc]
    with pytest.raises(TypeError):
        calendar.holidays[date(2026, 5, 5)] = "Mine"  # type: ignore[index]


def test_another_week_can_have_another_weekend() -> None:
    fridays = WorkingCalendar(
        nation="x",
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        holidays={},
        weekend=frozenset({4}),
    )

    assert fridays.is_working_day(date(2026, 5, 16))
    assert not fridays.is_working_day(date(2026, 5, 15))
