"""Who may review a case at which level."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.reviews.domain.levels import Level
from competency.reviews.domain.reviewers import (
    Candidate,
    check_assigning_day,
    check_open,
    check_reviewer,
)

F, S, C = Level.FIRST, Level.SECOND, Level.CENTRAL
# level, what they are to the case, refusal
EXAMPLES = [
    (F, {}, None),
    (F, {"is_worker": True}, "own_case"),
    (F, {"is_key_worker": True}, "own_case"),
    (F, {"supervises_worker": True}, None),
    (F, {"is_fitting": False}, "not_fitting"),
    (F, {"first_level_reviews": 3}, None),
    (F, {"first_level_reviews": 4}, "fifth_case"),
    (S, {}, None),
    (S, {"is_worker": True}, "own_case"),
    (S, {"is_first_reviewer": True}, "both_levels"),
    (S, {"supervises_worker": True}, "own_team"),
    (S, {"is_fitting": False}, "not_fitting"),
    (S, {"first_level_reviews": 4}, None),
    (C, {"is_key_worker": True}, "own_case"),
    (C, {"is_fitting": False}, "not_fitting"),
    (C, {"supervises_worker": True}, None),
]


@pytest.mark.parametrize(("level", "facts", "code"), EXAMPLES)
def test_who_may_review(level, facts, code):
    who = Candidate(7, "Ann Lee", **facts)
    if code is None:
        check_reviewer(level, who, 4)
        return
    with pytest.raises(Refused, match="Ann Lee") as refused:
        check_reviewer(level, who, 4)
    assert refused.value.code == code


@pytest.mark.parametrize("state", ["drawn", "started", "unassigned"])
def test_an_open_review_can_be_given_on(state):
    check_open(state)


@pytest.mark.parametrize("state", ["submitted", "substituted"])
def test_another_cannot(state):
    with pytest.raises(Refused, match="complete or was substituted"):
        check_open(state)


def test_the_second_level_is_assigned_from_the_second_month_on():
    first = date(2026, 6, 1)
    check_assigning_day(first, first, date(2026, 5, 1))
    with pytest.raises(Refused, match="of May 2026 is assigned from 1 June on"):
        check_assigning_day(date(2026, 5, 31), first, date(2026, 5, 1))
