"""A response holds until the signal rests on a newer fact; what is parked, until its day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from competency.coaching.domain.signals.responding import (
    ANSWERED,
    Response,
    State,
    check_response,
    check_words,
    standing,
)
from competency.kernel.errors import Refused
from competency.kernel.values import replace
from tests.builders.signals import TODAY, answers, signals

(SIGNAL,) = signals(answers=answers("ww"))
DAY = timedelta(days=1)
THEN = datetime(2026, 5, 6, 9, tzinfo=UTC)


def said(state, *, until=None, newest_on=SIGNAL.newest_on, key=SIGNAL.key):
    return Response(key, state, "Words.", until, newest_on, 1, "Kit", THEN)


TABLE = [
    ("nobody said anything", [], State.NEW),
    ("talked about", [said("discussed")], State.DISCUSSED),
    ("set aside", [said("dismissed")], State.DISMISSED),
    ("parked until tomorrow", [said("parked", until=TODAY + DAY)], State.PARKED),
    ("parked until today", [said("parked", until=TODAY)], State.NEW),
    ("the newest word counts", [said("dismissed"), said("discussed")], State.DISCUSSED),
    ("an answer changes no state", [said("discussed"), said(ANSWERED)], State.DISCUSSED),
    ("newer facts end it", [said("discussed", newest_on=SIGNAL.newest_on - DAY)], State.NEW),
    (
        "newer facts do not end parking",
        [said("parked", until=TODAY + DAY, newest_on=SIGNAL.newest_on - DAY)],
        State.PARKED,
    ),
    ("another signal's word", [said("discussed", key=SIGNAL.key._replace(subject="x"))], State.NEW),
    (
        "another area's word",
        [said("discussed", key=SIGNAL.key._replace(practice_area_id=9))],
        State.NEW,
    ),
]


@pytest.mark.parametrize(("each", "state"), [r[1:] for r in TABLE], ids=[r[0] for r in TABLE])
def test_how_a_signal_stands(each, state):
    assert standing(SIGNAL, each, TODAY).state is state


def test_an_answer_stays_and_says_that_the_figures_are_newer():
    old = standing(replace(SIGNAL, newest_on=TODAY), [said(ANSWERED)], TODAY)
    new = standing(SIGNAL, [said(ANSWERED)], TODAY)

    assert old.answer is not None
    assert new.answer is not None
    assert (old.answer.words, old.answer_is_old) == ("Words.", True)
    assert (new.answer.words, new.answer_is_old) == ("Words.", False)
    assert standing(SIGNAL, [], TODAY).answer is None


@pytest.mark.parametrize(
    ("state", "words", "until", "code", "field"),
    [
        ("new", "", None, "unknown_state", "state"),
        ("gone", "", None, "unknown_state", "state"),
        ("answered", "Yes.", None, "unknown_state", "state"),
        ("dismissed", "  ", None, "reason_needed", "words"),
        ("parked", "", None, "day_needed", "until"),
        ("parked", "", TODAY, "day_gone", "until"),
        ("parked", "", date(2026, 12, 24), "day_too_far", "until"),
        ("discussed", "", TODAY + DAY, "day_not_asked", "until"),
        ("discussed", "x" * 2001, None, "long_words", "words"),
    ],
)
def test_what_lacks_something_is_refused_at_its_field(state, words, until, code, field):
    with pytest.raises(Refused) as refusal:
        check_response(state, words, until, TODAY)

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_what_is_complete_goes_through():
    assert check_response("parked", " After leave. ", TODAY + DAY, TODAY) == (
        State.PARKED,
        "After leave.",
    )
    assert check_response("discussed", "", None, TODAY) == (State.DISCUSSED, "")
    with pytest.raises(Refused, match="Write what"):
        check_words("  ", needed=True)
