"""What is due when: the two months of one draw."""

from datetime import date

import pytest

from competency.frameworks.domain.kinds.case_review_instrument import Milestone
from competency.kernel.errors import Refused
from competency.reviews.domain.calendar import (
    dates,
    month_words,
    months_before,
    period_under_review,
    quarter_of,
    read_month,
)


def step(code, month, from_day, until_day):
    return Milestone(
        code=code,
        title=code,
        level="first",
        month=month,
        from_day=from_day,
        until_day=until_day,
        who="somebody",
        source="the table of the source",
        assumption=None,
    )


STEPS = (
    step("draw", 0, 1, 5),
    step("load", 0, 6, 6),
    step("start", 0, 6, 12),
    step("substitution", 0, 6, 12),
    step("complete", 0, 6, 25),
    step("monitor", 0, 26, 26),
    step("assign-second", 1, 1, 7),
    step("complete-second", 1, 1, 25),
    step("monitor-second", 1, 26, 26),
)


# day of the draw's month or of the month after, as the source's table has them
EXAMPLES = {
    "drawn_by": "2026-01-05",
    "loaded_on": "2026-01-06",
    "start_by": "2026-01-12",
    "substitute_by": "2026-01-12",
    "complete_by": "2026-01-25",
    "monitor_on": "2026-01-26",
    "assign_from": "2026-02-01",
    "assign_by": "2026-02-07",
    "second_by": "2026-02-25",
    "second_monitor_on": "2026-02-26",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_days_of_januarys_draw(name):
    found = dates(date(2026, 1, 19), STEPS)

    assert getattr(found, name) == date.fromisoformat(EXAMPLES[name])
    assert found.month == date(2026, 1, 1)


def test_the_draw_of_december_goes_on_in_january():
    assert dates(date(2026, 12, 1), STEPS).second_by == date(2027, 1, 25)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-5", "2026-13", "2026-00", "26-05", "2026-05-01", "٢٠٢٦-٠٥", " 2026-05"],
)
def test_a_month_written_otherwise_is_refused(text):
    with pytest.raises(Refused, match="as 2026-05"):
        read_month(text)


def test_a_month_is_read_and_said():
    assert read_month("2026-05") == date(2026, 5, 1)
    assert month_words(date(2026, 5, 1)) == "May 2026"


def test_the_months_before():
    assert months_before(date(2026, 2, 1), 3) == [
        date(2026, 1, 1),
        date(2025, 12, 1),
        date(2025, 11, 1),
    ]
    assert months_before(date(2026, 2, 1), 0) == []


# drawn on, first day of the period, last day of it
PERIODS = [
    ("2026-05-04", "2025-05-05", "2026-05-04"),
    ("2024-02-29", "2023-03-01", "2024-02-29"),
    ("2025-03-31", "2024-04-01", "2025-03-31"),
]


@pytest.mark.parametrize(("on", "first", "last"), PERIODS)
def test_the_period_under_review_is_the_last_twelve_months(on, first, last):
    found = period_under_review(date.fromisoformat(on), 12)

    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [("2026-01-01", "2026-01-01"), ("2026-06-30", "2026-04-01"), ("2026-12-31", "2026-10-01")],
)
def test_the_quarter_of_a_day(day, quarter):
    assert quarter_of(date.fromisoformat(day)) == date.fromisoformat(quarter)
