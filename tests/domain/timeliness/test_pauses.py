"""A pause takes days out of a clock."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.timeliness.domain.adjusting import (
    Pause,
    adjust,
    check_pause,
)
from competency.timeliness.domain.results import Result
from tests.builders.timing import one_clock, standard, weekdays

PLAIN = weekdays()
OPENED = date(2026, 5, 11)  # a Monday; three working days end on Thursday the 14th


def pause(first: int, last: int | None) -> Pause:
    return Pause(
        date(2026, 5, first), None if last is None else date(2026, 5, last), "In hospital", "Rae"
    )


# pauses, due with them, result on the 20th with them
PAUSED = [
    ("two days in the middle", [pause(12, 13)], 18, "overdue"),
    ("over the weekend, which does not count anyway", [pause(14, 17)], 18, "overdue"),
    ("before the start", [pause(4, 8)], 14, "overdue"),
    ("after the due date", [pause(15, 19)], 14, "overdue"),
    ("reaching into the next week", [pause(13, 18)], 20, "due"),
    ("two pauses, the second in the days that the first added", [pause(12, 12), pause(15, 18)], 19,
     "overdue"),
    ("one that still goes on", [pause(13, None)], 22, "due"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pauses", "due", "result"), [row[1:] for row in PAUSED], ids=[row[0] for row in PAUSED]
)
def test_paused_days_do_not_count(pauses: list[Pause], due: int, result: str) -> None:
    today = date(2026, 5, 20)
    clock = one_clock(standard(3), PLAIN, today, opened=OPENED)

    found = adjust(clock, PLAIN, today, closed=None, pauses=pauses)

    assert (clock.due, clock.result) == (date(2026, 5, 14), Result.OVERDUE)
    assert (found.due, found.result) == (date(2026, 5, due), result)


@pytest.mark.parametrize("day", [14, 20, 27])
def test_a_paused_clock_does_not_age(day: int) -> None:
    today = date(2026, 5, day)
    clock = one_clock(standard(3), PLAIN, today, opened=OPENED)

    found = adjust(clock, PLAIN, today, closed=None, pauses=[pause(13, None)])

    assert found.result is Result.DUE
    left = PLAIN.working_days_between(today, found.due)  # type: ignore[arg-type]
    assert left == 2


def test_calendar_days_are_paused_day_by_day() -> None:
    today = date(2026, 5, 20)
    clock = one_clock(standard(3, "calendar-days"), PLAIN, today, opened=OPENED)

    found = adjust(clock, PLAIN, today, closed=None, pauses=[pause(12, 17)])

    assert found.due == date(2026, 5, 20)


def test_a_clock_that_has_not_started_has_nothing_to_pause() -> None:
    today = date(2026, 5, 20)
    clock = one_clock(standard(3), PLAIN, today)

    assert adjust(clock, PLAIN, today, closed=None, pauses=[pause(12, 13)]) == clock


def test_pauses_do_not_run_backwards_or_share_a_day() -> None:
    with pytest.raises(Refused, match="on or after its first day"):
        check_pause(pause(14, 13), [])
    with pytest.raises(Refused, match="already paused"):
        check_pause(pause(13, 14), [pause(10, 13)])
    with pytest.raises(Refused, match="already paused"):
        check_pause(pause(13, 14), [pause(1, None)])
    check_pause(pause(14, 15), [pause(10, 13)])
