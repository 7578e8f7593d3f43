"""What needs somebody now: in order of its day, each with one place to do it."""

from datetime import date

import pytest

from competency.assessments.service.overview import STEPS as ASSESSMENT_STEPS
from competency.insights.domain import needs
from competency.insights.domain.needs import Need

TODAY = date(2026, 5, 8)


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 5, 8), "today"),
        (date(2026, 5, 9), "tomorrow"),
        (date(2026, 5, 7), "yesterday"),
        (date(2026, 5, 20), "in 12 days"),
        (date(2026, 5, 1), "7 days ago"),
    ],
)
def test_a_day_is_said_by_how_far_away_it_is(due_on: date, words: str) -> None:
    assert needs.away(due_on, TODAY) == words


def test_the_soonest_comes_first_and_what_has_no_day_last() -> None:
    later = Need("b", "", "/b", date(2026, 6, 1))
    sooner = Need("a", "", "/a", date(2026, 5, 1))
    undated = Need("c", "", "/c")

    assert needs.in_order([undated, later, sooner]) == [sooner, later, undated]


def test_every_step_that_can_wait_has_its_reason_and_its_place() -> None:
    assert set(needs.STEPS) == set(ASSESSMENT_STEPS)


def test_one_person_and_several_are_said_differently() -> None:
    assert needs.of_accounts(1).text == "Send 1 person a link to set a password"
    assert "They have no password yet" in needs.of_accounts(3).why
