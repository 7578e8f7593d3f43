"""In how many agreed periods people met, told by examples."""

from datetime import date, timedelta

import pytest

from competency.coaching.domain.kept import Kept, Promise, kept, next_due

MONDAY = date(2026, 1, 5)
LONG_AGO = date(2020, 1, 1)


def after(day, number):
    """Working days without holidays: Monday to Friday."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def every(number, unit="weeks", **more):
    return Promise(every=number, unit=unit, starts_on=MONDAY, **more)


# Periods of four weeks from Monday 5 January: to 1 February, 1 March, 29 March, 26 April.
EXAMPLES = {
    "none is over on the last day of the first": (every(4), [], date(2026, 2, 1), (0, 0)),
    "the first is over the day after": (every(4), [], date(2026, 2, 2), (0, 1)),
    "met on its last day": (every(4), [date(2026, 2, 1)], date(2026, 2, 2), (1, 1)),
    "met a day too late counts for the next": (
        every(4),
        [date(2026, 2, 2)],
        date(2026, 3, 2),
        (1, 2),
    ),
    "twice in one period is one": (
        every(4),
        [date(2026, 1, 6), date(2026, 1, 20)],
        date(2026, 3, 2),
        (1, 2),
    ),
    "before the agreement counts for nothing": (
        every(4),
        [date(2026, 1, 4)],
        date(2026, 2, 2),
        (0, 1),
    ),
    "a period that its end cut short is left out": (
        every(4, ended_on=date(2026, 2, 20)),
        [date(2026, 1, 9)],
        date(2026, 6, 1),
        (1, 1),
    ),
    "ten working days": (
        every(10, "working-days"),
        [date(2026, 1, 16)],
        date(2026, 2, 2),
        (1, 2),
    ),
}


@pytest.mark.parametrize("what", EXAMPLES)
def test_in_how_many_periods_people_met(what):
    promise, held, today, (k, n) = EXAMPLES[what]

    assert kept(promise, held, LONG_AGO, today, after) == Kept(k, n)


def test_only_periods_that_ended_since_a_day_count():
    held = [date(2026, 1, 6), date(2026, 3, 3)]

    assert kept(every(4), held, date(2026, 3, 1), date(2026, 4, 27), after) == Kept(1, 3)


@pytest.mark.parametrize(
    ("promise", "last", "by"),
    [
        (every(4), None, date(2026, 2, 1)),
        (every(4), date(2026, 1, 20), date(2026, 2, 17)),
        (every(5, "working-days"), None, date(2026, 1, 9)),
        (every(5, "working-days"), date(2026, 1, 9), date(2026, 1, 16)),
    ],
)
def test_by_when_people_should_meet_again(promise, last, by):
    assert next_due(promise, last, after) == by


def test_it_says_what_it_rests_on():
    assert Kept(3, 4).words == "Met in 3 of 4 agreed periods"
    assert Kept().words == "No period of the agreement is over yet"
