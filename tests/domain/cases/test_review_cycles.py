"""When the next three-monthly reviews are due."""

from datetime import date

import pytest

from competency.cases.domain.reviewing import next_due, next_reviews
from tests.builders.protocol import shipped

PROTOCOL = shipped()
PLAN = PROTOCOL.cycle("care-plan")
JAN, MAR, APR = date(2026, 1, 12), date(2026, 3, 3), date(2026, 4, 12)

NEXT = [
    ([JAN], [], APR),
    ([JAN], [MAR], date(2026, 6, 3)),
    ([JAN], [MAR, date(2026, 2, 2)], date(2026, 6, 3)),
    ([MAR], [JAN], date(2026, 6, 3)),
    ([JAN, MAR], [], APR),
    ([date(2025, 11, 30)], [], date(2026, 2, 28)),
    ([date(2027, 11, 30)], [], date(2028, 2, 29)),
    ([date(2026, 8, 31)], [], date(2026, 11, 30)),
    ([date(2026, 10, 31)], [], date(2027, 1, 31)),
    ([], [JAN], None),
    ([], [], None),
]


@pytest.mark.parametrize(("started", "reviewed", "due"), NEXT)
def test_a_review_is_due_three_months_after_the_last(
    started: list[date], reviewed: list[date], due: date | None
) -> None:
    assert next_due(PLAN, started, reviewed) == due


DAYS = {
    "risk_assessment_completed": [date(2026, 1, 5)],
    "top_completed": [date(2026, 1, 6), date(2026, 4, 1)],
    "action_plan_entered": [JAN],
    "client_review": [APR, date(2026, 12, 1)],
    "prescriber_medical": [date(2026, 1, 20)],
}


def test_every_cycle_that_has_started_has_a_next_review() -> None:
    found = next_reviews(PROTOCOL, DAYS, ["substitution-therapy"], date(2026, 4, 12))

    assert [(one.cycle.code, one.due, one.is_late) for one in found] == [
        ("risk", date(2026, 4, 5), True),
        ("interventions", APR, False),
        ("prescriber", date(2026, 4, 20), False),
        ("top", date(2026, 7, 1), False),
        ("care-plan", date(2026, 7, 12), False),
    ]
    assert found[0].since == date(2026, 1, 5)


def test_the_prescriber_reviews_only_substitution_therapy() -> None:
    found = next_reviews(PROTOCOL, DAYS, ["alcohol"], APR)

    assert "prescriber" not in {one.cycle.code for one in found}


def test_what_is_still_to_come_has_not_happened() -> None:
    found = next_reviews(PROTOCOL, DAYS, [], date(2026, 3, 1))

    assert {one.cycle.code: one.since for one in found}["top"] == date(2026, 1, 6)


CONCERNS = [
    ([date(2026, 2, 10)], [], date(2026, 2, 10), True),
    ([date(2026, 2, 20), date(2026, 2, 10)], [], date(2026, 2, 10), True),
    ([date(2026, 2, 10)], [date(2026, 2, 10)], date(2026, 5, 10), False),
    ([date(2026, 2, 10)], [date(2026, 2, 11)], date(2026, 5, 11), False),
    ([date(2026, 1, 2)], [], date(2026, 4, 5), False),
    ([date(2026, 6, 1)], [], date(2026, 4, 5), False),
]


@pytest.mark.parametrize(("concerns", "reviewed", "due", "after_concern"), CONCERNS)
def test_a_concern_calls_for_a_review_of_the_risks_at_once(
    concerns: list[date], reviewed: list[date], due: date, after_concern: bool
) -> None:
    days = {**DAYS, "risk_assessment_reviewed": reviewed}

    found = next_reviews(PROTOCOL, days, [], date(2026, 3, 1), concerns)

    [risk] = [one for one in found if one.cycle.code == "risk"]
    assert (risk.due, risk.after_concern) == (due, after_concern)
    assert [one.cycle.code for one in found if one.after_concern] == ["risk"] * after_concern
