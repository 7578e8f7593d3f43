"""When a second rating may be asked for and given, who gives it, and when it opens."""

from datetime import UTC, date, datetime, timedelta

import pytest

from competency.assessments.domain.moderation import (
    Candidate,
    Standing,
    check_due,
    check_may_ask,
    check_may_end,
    check_may_give,
    check_second_rater,
    is_open,
    standing_of,
)
from competency.assessments.domain.state import Facts, State
from competency.kernel.errors import Refused

THEN = datetime(2026, 5, 8, 9, 30, tzinfo=UTC)
TODAY = THEN.date()
FIT = {"is_the_person": False, "has_rated": False, "stood_above": False, "may_rate": True}


def outcome(rule, *args, **named):
    try:
        rule(*args, **named)
    except Refused as refused:
        return refused.code
    return "yes"


@pytest.mark.parametrize(
    ("submitted", "ended", "expected"),
    [
        (None, None, Standing.ASKED),
        (THEN, None, Standing.SUBMITTED),
        (None, THEN, Standing.ENDED),
    ],
)
def test_how_far_a_second_rating_is(submitted, ended, expected):
    assert standing_of(submitted, ended) is expected


@pytest.mark.parametrize("state", State)
def test_it_may_be_asked_for_in_any_state_but_of_what_was_withdrawn(state):
    expected = "withdrawn" if state is State.WITHDRAWN else "yes"

    assert outcome(check_may_ask, state, has_one=False) == expected
    assert outcome(check_may_ask, State.OPEN, has_one=True) == "has_second"


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, "yes"),
        ({"is_the_person": True}, "own_appraisal"),
        ({"has_rated": True}, "has_rated"),
        ({"stood_above": True}, "in_the_line"),
        ({"may_rate": False}, "no_supervisor"),
        ({"has_rated": True, "stood_above": True}, "has_rated"),
    ],
)
def test_a_second_rater_can_rate_and_can_be_blind(how, expected):
    assert outcome(check_second_rater, Candidate(**(FIT | how))) == expected


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, "yes"),
        (TODAY, "bad_due"),
        (TODAY - timedelta(days=1), "bad_due"),
        (TODAY + timedelta(days=1), "yes"),
        (TODAY + timedelta(days=90), "yes"),
        (TODAY + timedelta(days=91), "bad_due"),
        (date(2126, 1, 1), "bad_due"),
    ],
)
def test_it_is_due_within_ninety_days_or_has_no_day(due_on, expected):
    assert outcome(check_due, due_on, TODAY) == expected


@pytest.mark.parametrize(
    ("state", "standing", "expected"),
    [
        (State.OPEN, Standing.ASKED, "yes"),
        (State.REVEALED, Standing.ASKED, "yes"),
        (State.SIGNED, Standing.ASKED, "yes"),
        (State.WITHDRAWN, Standing.ASKED, "withdrawn"),
        (State.OPEN, Standing.SUBMITTED, "already_submitted"),
        (State.OPEN, Standing.ENDED, "ended"),
    ],
)
def test_it_is_given_until_it_is_over(state, standing, expected):
    assert outcome(check_may_give, state, standing) == expected


@pytest.mark.parametrize(
    ("standing", "reason", "expected"),
    [
        (Standing.ASKED, "on leave", "yes"),
        (Standing.ASKED, "  ", "reason_needed"),
        (Standing.ASKED, "x" * 1_001, "long_reason"),
        (Standing.SUBMITTED, "on leave", "already_submitted"),
        (Standing.ENDED, "on leave", "ended"),
    ],
)
def test_it_is_ended_with_a_reason_before_it_is_submitted(standing, reason, expected):
    assert outcome(check_may_end, standing, reason) == expected


@pytest.mark.parametrize(
    ("own", "supervisor", "withdrawn", "standing", "expected"),
    [
        (THEN, THEN, None, Standing.SUBMITTED, True),
        (THEN, THEN, None, Standing.ASKED, False),
        (THEN, THEN, None, Standing.ENDED, False),
        (THEN, None, None, Standing.SUBMITTED, False),
        (None, THEN, None, Standing.SUBMITTED, False),
        (THEN, THEN, THEN, Standing.SUBMITTED, False),
    ],
)
def test_it_opens_when_all_three_have_submitted(own, supervisor, withdrawn, standing, expected):
    facts = Facts(self_submitted_at=own, supervisor_submitted_at=supervisor, withdrawn_at=withdrawn)

    assert is_open(facts, standing) is expected
