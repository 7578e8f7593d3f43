"""k of n, months, and the p-chart with its signals."""

import pytest

from competency.timeliness.domain.p_chart import PChart, p_chart
from competency.timeliness.domain.rates import (
    MonthRate,
    tally,
)
from competency.timeliness.domain.results import Result
from competency.timeliness.library import load_chart_rules
from tests.builders.timing import weekdays

RULES = load_chart_rules()
PLAIN = weekdays()


def months(*ks: int, n: int = 20) -> list[MonthRate]:
    return [MonthRate(2024 + at // 12, at % 12 + 1, k, n) for at, k in enumerate(ks)]


def signals(chart: PChart) -> dict[str, tuple[int, ...]]:
    return {one.signal.code: one.places for one in chart.seen}


def test_a_rate_is_met_of_met_missed_and_overdue_and_nothing_else() -> None:
    found = tally([*Result, Result.MET])

    assert (found.k, found.n, found.rate) == (2, 4, 0.5)
    assert found.of(Result.INVALID) == 1
    assert tally([Result.DUE]).rate is None


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (months(*[18] * 7), "of 7 completed months; it needs 8"),
        (months(*[2] * 8, n=4), "of 4.0 clocks a month on average; it needs 5"),
        ([], "of 0 completed months"),
    ],
)
def test_there_is_no_chart_of_too_little_and_it_says_so(
    found: list[MonthRate], reason: str
) -> None:
    chart = p_chart(found, RULES)

    assert chart.centre is None
    assert chart.points == ()
    assert reason in (chart.reason or "")


def test_the_centre_is_pooled_and_the_limits_follow_each_months_n() -> None:
    found = [*months(*[10] * 7), MonthRate(2024, 8, 60, 80)]

    chart = p_chart(found, RULES)

    assert chart.centre == pytest.approx(130 / 220)
    small, large = chart.points[0], chart.points[-1]
    assert small.upper - small.lower == pytest.approx(2 * (large.upper - large.lower))
    assert small.upper == pytest.approx(130 / 220 + 3 * (130 / 220 * 90 / 220 / 20) ** 0.5)


def test_limits_are_clipped() -> None:
    chart = p_chart(months(*[19] * 8), RULES)

    assert {point.upper for point in chart.points} == {1.0}


STEADY = (16, 14, 16, 14, 16, 14, 16, 14)
PATTERNS = [
    ("steady", STEADY, {}),
    ("one month beyond a limit", (*STEADY, 4, 16, 14), {"beyond-limit": (8,)}),
    (
        "seven in a row above the centre",
        (*[14, 16] * 4, 12, 12, *[16, 17] * 3, 17),
        {"run": (10, 11, 12, 13, 14, 15, 16)},
    ),
    ("six in a row above are no signal", (*[14, 16] * 4, 12, *[16, 17] * 3, 12), {}),
    ("six in a row rising", (16, 14, 12, 13, 14, 15, 16, 17, 14), {"trend": (2, 3, 4, 5, 6, 7)}),
    ("five in a row rising are no signal", (16, 14, 13, 14, 15, 16, 17, 14), {}),
    (
        "two of three beyond two sigma",
        (*[16] * 6, 11, 16, 11, *[16, 15] * 3),
        {"near-limit": (6, 8)},
    ),
    ("all the same", (20,) * 9, {}),
]


@pytest.mark.parametrize(
    ("ks", "found"), [row[1:] for row in PATTERNS], ids=[row[0] for row in PATTERNS]
)
def test_signals(ks: tuple[int, ...], found: dict[str, tuple[int, ...]]) -> None:
    assert signals(p_chart(months(*ks), RULES)) == found


def test_a_month_on_the_centre_ends_a_run() -> None:
    chart = p_chart(months(*[16] * 6, 15, *[16] * 6, *[12] * 4), RULES)

    assert chart.centre == pytest.approx(15 / 20)
    assert "run" not in signals(chart)
