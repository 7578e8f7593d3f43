"""Counts per month, and figures within a range."""

from datetime import date, timedelta

import pytest

from competency.kernel.errors import Refused
from competency.timeliness.domain.counting import count_by_month, judge_range, open_on
from competency.timeliness.domain.judging import CaseDates, judge
from tests.builders.timing import standard, standards, weekdays

FOUR = standard(4, "count-per-month")
CASELOAD = standard(10, "range", at_most=15)


def contacts(first: date, number: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=day) for day in range(number))


def counted(dates: CaseDates, as_of: date) -> list[tuple[date, int, int, str]]:
    months = count_by_month(FOUR, dates, as_of)
    return [(one.first, one.counted, one.wanted, one.result.value) for one in months]


def test_each_month_is_counted_for_itself() -> None:
    done = contacts(date(2026, 1, 5), 4) + contacts(date(2026, 2, 2), 3)
    dates = CaseDates({"opened": (date(2026, 1, 1),), "done": done})

    assert counted(dates, date(2026, 3, 10)) == [
        (date(2026, 1, 1), 4, 4, "met"),
        (date(2026, 2, 1), 3, 4, "missed"),
        (date(2026, 3, 1), 0, 4, "due"),
    ]


def test_a_part_of_a_month_asks_for_its_share_and_says_so() -> None:
    dates = CaseDates(
        {"opened": (date(2026, 1, 17),), "done": contacts(date(2026, 1, 17), 2)},
        closed=date(2026, 2, 3),
    )

    first, last = count_by_month(FOUR, dates, date(2026, 5, 1))

    assert (first.wanted, first.result) == (2, "met")  # 15 of 31 days
    assert first.words == "2 of 2: 15 of 31 days, so a share of 4 a month"
    assert (last.last, last.wanted, last.result) == (date(2026, 2, 3), 0, "not_applicable")


def test_a_case_that_has_not_started_has_no_months() -> None:
    assert counted(CaseDates({"done": contacts(date(2026, 1, 5), 2)}), date(2026, 3, 1)) == []


def test_what_happens_after_the_day_asked_about_is_not_counted() -> None:
    dates = CaseDates({"opened": (date(2026, 1, 1),), "done": contacts(date(2026, 1, 5), 4)})

    assert counted(dates, date(2026, 1, 7)) == [(date(2026, 1, 1), 3, 4, "due")]


@pytest.mark.parametrize(
    ("figure", "result", "words"),
    [
        (9, "missed", "9 lies below 10 to 15"),
        (10, "met", "10 lies within 10 to 15"),
        (15, "met", "15 lies within 10 to 15"),
        (16, "missed", "16 lies above 10 to 15"),
    ],
)
def test_a_range_includes_both_its_ends(figure: int, result: str, words: str) -> None:
    assert judge_range(CASELOAD, figure) == (result, words)


def test_the_figure_of_a_range_is_what_has_started_and_not_ended() -> None:
    started = {"opened": (date(2026, 1, 5),)}
    cases = [
        CaseDates(started),
        CaseDates(started | {"done": (date(2026, 2, 1),)}),
        CaseDates(started, closed=date(2026, 2, 1)),
        CaseDates({}),
    ]

    assert open_on(CASELOAD, iter(cases), date(2026, 1, 31)) == 3
    assert open_on(CASELOAD, iter(cases), date(2026, 2, 1)) == 1


def test_they_are_no_clocks_of_a_case_and_refuse_each_others_units() -> None:
    both = standards(FOUR, CASELOAD)

    assert judge(CaseDates({}), both, weekdays(), date(2026, 5, 1)) == ()
    with pytest.raises(Refused, match="not a count per month"):
        count_by_month(CASELOAD, CaseDates({}), date(2026, 5, 1))
    with pytest.raises(Refused, match="not a range"):
        judge_range(FOUR, 3)
