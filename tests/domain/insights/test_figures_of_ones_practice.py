"""Figures of one person's casework beside a strand, in the words of their examples."""

from datetime import date

import pytest

from competency.coaching.domain.measures import Measure, MeasureKind, MonthCount
from competency.insights.domain.practice import (
    Answer,
    ClockCount,
    Share,
    clock_figures,
    item_figures,
    months_of,
    together,
)
from competency.insights.domain.standing import Period

HERE, ELSEWHERE = 1, 2
YEAR = Period(date(2025, 5, 1), date(2026, 5, 1))
LONG_AGO, MARCH, APRIL = date(2024, 9, 1), date(2026, 3, 1), date(2026, 4, 1)


def clocks(
    month: date, k: int, n: int, *, area: int = HERE, is_last: bool = True, code: str = "KPI_07"
) -> ClockCount:
    return ClockCount(code, month, area, is_last, k, n, k, n)


@pytest.mark.parametrize(
    ("what", "counts", "last", "year", "here"),
    [
        ("nothing was due", [], (0, 0), (0, 0), (0, 0)),
        ("all in this year and area", [clocks(MARCH, 3, 4)], (3, 4), (3, 4), (3, 4)),
        (
            "older than a year counts among the last due alone",
            [clocks(MARCH, 3, 4), clocks(LONG_AGO, 1, 6)],
            (4, 10),
            (3, 4),
            (3, 4),
        ),
        (
            "of the year but before the last twenty",
            [clocks(APRIL, 18, 20), clocks(MARCH, 2, 9, is_last=False)],
            (18, 20),
            (20, 29),
            (20, 29),
        ),
        (
            "another practice area is in the whole and not in this one",
            [clocks(MARCH, 3, 4), clocks(MARCH, 1, 2, area=ELSEWHERE)],
            (4, 6),
            (4, 6),
            (3, 4),
        ),
        ("a month to come", [clocks(date(2026, 6, 1), 1, 1)], (1, 1), (0, 0), (0, 0)),
    ],
)
def test_a_standard_is_counted_three_ways(
    what: str,
    counts: list[ClockCount],
    last: tuple[int, int],
    year: tuple[int, int],
    here: tuple[int, int],
) -> None:
    (found,) = clock_figures(counts, ["KPI_07"], HERE, YEAR)

    assert (found.last, found.year, found.here) == (Share(*last), Share(*year), Share(*here)), what
    assert found.is_known is bool(counts)


def test_each_standard_has_its_own_figures_in_the_order_asked() -> None:
    counts = [clocks(MARCH, 1, 2, code="KPI_04"), clocks(MARCH, 3, 4)]

    found = clock_figures(counts, ["KPI_07", "KPI_03", "KPI_04"], HERE, YEAR)

    assert [(one.standard, one.last) for one in found] == [
        ("KPI_07", Share(3, 4)),
        ("KPI_03", Share(0, 0)),
        ("KPI_04", Share(1, 2)),
    ]


def test_answers_of_the_year_count_and_stand_newest_first() -> None:
    old = Answer("F1", 1, date(2025, 4, 30), "strength", True)
    first = Answer("F1", 2, date(2026, 2, 3), "needs-improvement", False)
    second = Answer("F1", 3, date(2026, 4, 3), "strength", True)

    found, unknown = item_figures([old, first, second], ["F1", "J1"], YEAR)

    assert (found.year, found.answers) == (Share(1, 2), (second, first))
    assert (unknown.year, unknown.is_known) == (Share(0, 0), False)


def test_months_of_clocks_and_answers_are_put_together() -> None:
    plan, item = Measure(MeasureKind.TIMELINESS, "KPI_07"), Measure(MeasureKind.REVIEW_ITEM, "F1")
    counts = [
        clocks(APRIL, 1, 1),
        clocks(MARCH, 3, 4),
        clocks(MARCH, 1, 2, area=ELSEWHERE, is_last=False),
    ]
    answers = [
        Answer("F1", 2, date(2026, 3, 3), "needs-improvement", False),
        Answer("F1", 3, date(2026, 3, 30), "strength", True),
    ]

    assert months_of(counts, answers) == {
        plan: [MonthCount(MARCH, 4, 6), MonthCount(APRIL, 1, 1)],
        item: [MonthCount(MARCH, 1, 2)],
    }


def test_several_items_of_one_strand_are_one_share() -> None:
    assert together([Share(2, 2), Share(3, 5), Share()]) == Share(5, 7)
