from datetime import UTC, datetime

import pytest

from competency.assessments.domain import state
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.state import Facts, State
from competency.kernel.errors import Refused

THEN = datetime(2026, 5, 8, 9, 30, tzinfo=UTC)
OPEN = Facts()
SELF = Facts(self_submitted_at=THEN)
SUPERVISOR = Facts(supervisor_submitted_at=THEN)
REVEALED = Facts(self_submitted_at=THEN, supervisor_submitted_at=THEN)
AGREED = Facts(self_submitted_at=THEN, supervisor_submitted_at=THEN, agreed_at=THEN)
BY_ONE = Facts(self_submitted_at=THEN, supervisor_submitted_at=THEN, agreed_at=THEN, signatures=1)
SIGNED = Facts(
    self_submitted_at=THEN,
    supervisor_submitted_at=THEN,
    agreed_at=THEN,
    signatures=2,
    sealed_at=THEN,
)
WITHDRAWN = Facts(self_submitted_at=THEN, withdrawn_at=THEN)
ALL = (OPEN, SELF, SUPERVISOR, REVEALED, AGREED, BY_ONE, SIGNED, WITHDRAWN)


def test_what_happened_decides_the_state():
    assert [state.state_of(facts) for facts in ALL] == [
        State.OPEN,
        State.SELF_SUBMITTED,
        State.SUPERVISOR_SUBMITTED,
        State.REVEALED,
        State.AGREED,
        State.SIGNED_BY_ONE,
        State.SIGNED,
        State.WITHDRAWN,
    ]


def allowed(check, *arguments):
    """Return, for each of the eight states in order, yes or the code of the refusal."""
    answers = []
    for facts in ALL:
        try:
            check(facts, *arguments)
            answers.append("yes")
        except Refused as refusal:
            answers.append(refusal.code)
    return answers


@pytest.mark.parametrize(
    ("doing", "answers"),
    [
        # open, self sub., supervisor sub., revealed, agreed, by one, signed, withdrawn
        (
            (state.check_may_rate, Hand.SELF),
            "yes already_submitted yes revealed revealed revealed revealed withdrawn",
        ),
        (
            (state.check_may_rate, Hand.SUPERVISOR),
            "yes yes already_submitted revealed revealed revealed revealed withdrawn",
        ),
        (
            (state.check_may_submit, Hand.SELF),
            "yes already_submitted yes already_submitted already_submitted already_submitted "
            "already_submitted already_submitted",
        ),
        (
            (state.check_may_take_back, Hand.SELF),
            "not_submitted yes not_submitted revealed revealed revealed revealed revealed",
        ),
        (
            (state.check_may_talk,),
            "not_revealed not_revealed not_revealed yes agreed agreed ended ended",
        ),
        (
            (state.check_may_sign,),
            "not_agreed not_agreed not_agreed not_agreed yes yes ended ended",
        ),
        ((state.check_may_withdraw,), "yes yes yes yes yes yes signed withdrawn"),
    ],
)
def test_each_step_is_open_in_its_states_only(doing, answers):
    assert allowed(*doing) == answers.split()


@pytest.mark.parametrize(
    ("facts", "independent", "open_ratings"),
    [(OPEN, False, True), (SELF, False, True), (SUPERVISOR, False, True), (REVEALED, True, True)],
)
def test_neither_sees_the_other_before_both_submitted(facts, independent, open_ratings):
    assert state.sees_other(facts, open_ratings=False) is independent
    assert state.sees_other(facts, open_ratings=True) is open_ratings
