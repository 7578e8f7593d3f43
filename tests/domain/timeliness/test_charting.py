"""A control chart in words, and its numbers as a table."""

from competency.timeliness.domain import charting
from competency.timeliness.domain.p_chart import PChart, p_chart
from competency.timeliness.domain.rates import MonthRate
from competency.timeliness.library import load_chart_rules


def chart_of(*rates: int) -> PChart:
    months = [MonthRate(2025, number, k, 20) for number, k in enumerate(rates, 1)]
    return p_chart(months, load_chart_rules())


def test_a_chart_says_its_signals_in_words():
    chart = chart_of(18, 18, 18, 18, 18, 18, 18, 18, 18, 5)

    words = charting.summary(chart)
    assert words.startswith("The centre line is 84 % (167 of 200 in 10 months). Worth a look:")
    assert "one month beyond a limit (October 2025)" in words
    assert "seven months in a row on one side of the centre (January 2025 to" in words
    assert "beyond a limit" in charting.signals_of(chart, 9)
    assert charting.drawn(chart)["marked"][-1] == 9


def test_a_quiet_chart_says_that_it_is_quiet():
    chart = chart_of(15, 17, 16, 18, 15, 17, 16, 18)

    assert charting.summary(chart).endswith(charting.NO_SIGNAL)
    assert charting.signals_of(chart, 0) == ""


def test_the_table_has_each_month_with_its_limits():
    chart = chart_of(18, 18, 18, 18, 18, 18, 18, 18, 18, 5)

    rows = list(charting.rows(chart))
    assert len(rows) == 10
    assert rows[0] == [
        "January 2025",
        18,
        20,
        59,
        100,
        "seven months in a row on one side of the centre",
    ]
    assert "one month beyond a limit" in str(rows[9][-1])
