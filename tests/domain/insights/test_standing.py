"""Figures of groups of clocks, and what is kept back of small groups."""

from datetime import date

import pytest

from competency.cases.domain.running import EXCUSED, RUNNING
from competency.insights.domain.standing import (
    AHEAD,
    OVER,
    PRESENT,
    Counted,
    Late,
    kept_back,
    month_rates,
    period,
    phase_of,
    rates_of,
    together,
)
from competency.kernel.errors import Refused
from competency.timeliness.domain.rates import MonthRate
from competency.timeliness.domain.results import Result

TODAY = date(2026, 5, 8)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


def test_a_running_clock_is_overdue_once_its_month_is_over_and_due_before_it_begins():
    counted = [
        Counted("one", OVER, RUNNING, RUNNING, 3),
        Counted("one", AHEAD, RUNNING, RUNNING, 4),
        Counted("one", OVER, "met", "met", 5),
    ]

    found = rates_of(counted, ())["one"]

    assert (found.raw.k, found.raw.n) == (5, 8)
    assert found.raw.of(Result.OVERDUE) == 3
    assert found.raw.of(Result.DUE) == 4
    assert found.adjusted == found.raw


def test_in_the_present_month_the_live_count_says_what_is_overdue():
    counted = [Counted("one", PRESENT, RUNNING, RUNNING, 7)]
    late = [Late("one", PRESENT, clocks=4, adjusted=3, paused=1)]

    found = rates_of(counted, late)["one"]

    assert (found.raw.of(Result.OVERDUE), found.raw.of(Result.DUE)) == (4, 3)
    assert (found.adjusted.of(Result.OVERDUE), found.adjusted.of(Result.DUE)) == (3, 4)


def test_a_paused_clock_of_last_month_is_late_in_the_raw_figure_alone():
    counted = [Counted("one", OVER, RUNNING, RUNNING, 2)]
    late = [Late("one", OVER, clocks=1, adjusted=0, paused=1)]

    found = rates_of(counted, late)["one"]

    assert found.raw.of(Result.OVERDUE) == 2
    assert (found.adjusted.of(Result.OVERDUE), found.adjusted.of(Result.DUE)) == (1, 1)


def test_an_excused_clock_stays_in_the_raw_figure():
    counted = [Counted("one", OVER, "missed", EXCUSED, 1), Counted("one", OVER, "met", "met", 3)]

    found = rates_of(counted, ())["one"]

    assert (found.raw.k, found.raw.n) == (3, 4)
    assert (found.adjusted.k, found.adjusted.n, found.excused) == (3, 3, 1)


def test_what_has_not_started_is_counted_beside_the_rate():
    found = rates_of([Counted("one", OVER, "met", "met", 1)], (), {"one": 6})["one"]

    assert found.raw.of(Result.NOT_STARTED) == 6
    assert (found.raw.k, found.raw.n) == (1, 1)
    assert together([found, found]).raw.of(Result.NOT_STARTED) == 12


def test_only_months_that_are_over_are_drawn():
    each = {m: rates_of([Counted(m, OVER, "met", "met", 6)], ())[m] for m in (APRIL, MAY)}

    assert month_rates(each, TODAY) == [MonthRate(2026, 4, 6, 6)]
    assert [phase_of(m, TODAY) for m in (APRIL, MAY, date(2026, 6, 1))] == [OVER, PRESENT, AHEAD]


def test_without_a_question_it_is_twelve_months_that_are_over_and_the_present_one():
    found = period(None, None, TODAY)

    assert (found.first, found.last) == (date(2025, 5, 1), MAY)
    assert len(found.months) == 13


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(MAY, APRIL, "wrong_order"), (date(2020, 1, 1), MAY, "too_long")],
)
def test_months_that_cannot_be_shown_are_refused(first, last, code):
    with pytest.raises(Refused) as refusal:
        period(first, last, TODAY)
    assert refusal.value.code == code


def test_a_small_group_that_nobody_can_hide_counts_nowhere():
    people = {(1, MAY): 3, (2, MAY): 9, (3, MAY): 2, (1, APRIL): 6}
    alone = kept_back(people, {1: 7, 2: 8, 3: 8})

    assert alone.alone == {(1, MAY), (2, MAY), (3, MAY)}
    assert alone.wholly == {(1, MAY)}  # the only team of its region that month


@pytest.mark.parametrize("sizes", [(3, 9, 2, 6), (1, 1, 1, 20), (4, 5, 30, 5), (2, 2, 8, 8)])
def test_no_total_less_what_is_shown_leaves_a_small_group(sizes):
    people = {(team, MAY): size for team, size in enumerate(sizes)}
    found = kept_back(people, dict.fromkeys(range(len(sizes)), 1))

    left = sum(people[one] for one in found.alone - found.wholly)
    assert left == 0 or left >= 5
