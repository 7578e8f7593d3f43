"""When another case may stand in for a drawn one."""

from datetime import date

import pytest

from competency.frameworks.domain.kinds.case_review_instrument import SubstitutionReason
from competency.frameworks.domain.protocol.parts import Point
from competency.kernel.errors import Refused
from competency.reviews.domain.draw import Drawn
from competency.reviews.domain.substituting import (
    Asked,
    Now,
    check_case,
    check_day,
    check_reason,
    first_reviewable,
)

MAY = date(2026, 5, 1)
SEALED = SubstitutionReason(
    code="sealed", title="Sealed", text="It is sealed.", needs=None, source="s", assumption=None
)
RUNNING = SubstitutionReason(
    code="incomplete-investigation",
    title="Still running",
    text="It runs.",
    needs="the day until which it was extended",
    source="s",
    assumption=None,
)
SHARED = Point(
    code="shared",
    title="Only shared with rapid response",
    text="It is reviewed all the same.",
    source="s",
    assumption=None,
)


@pytest.mark.parametrize(
    ("level", "state", "code"),
    [
        ("first", "drawn", None),
        ("first", "started", None),
        ("first", "submitted", "not_open"),
        ("first", "substituted", "not_open"),
        ("first", "unassigned", "not_open"),
        ("second", "drawn", "not_first_level"),
        ("central", "drawn", "not_first_level"),
    ],
)
def test_which_case_can_be_replaced(level, state, code):
    assert refusal(lambda: check_case(level, state)) == code


@pytest.mark.parametrize(
    ("day", "code"), [(1, None), (12, None), (13, "too_late"), (25, "too_late")]
)
def test_until_when_it_can_be_asked_for(day, code):
    asked = refusal(lambda: check_day(MAY.replace(day=day), MAY.replace(day=12), MAY))
    assert asked == code


def test_a_day_too_late_is_refused_in_words():
    with pytest.raises(Refused, match="for May 2026 could be asked for until 12 May"):
        check_day(date(2026, 5, 13), date(2026, 5, 12), MAY)


@pytest.mark.parametrize(
    ("reason", "words", "code"),
    [
        ("sealed", "", None),
        ("incomplete-investigation", "until 30 June", None),
        ("incomplete-investigation", " ", "words_needed"),
        ("shared", "", "no_reason"),
        ("too-much-work", "", "unlisted_reason"),
        ("", "", "unlisted_reason"),
    ],
)
def test_only_a_listed_reason_counts(reason, words, code):
    found = refusal(lambda: check_reason(Asked(reason, words), [SEALED, RUNNING], [SHARED]))
    assert found == code


def test_what_is_no_reason_is_refused_with_what_the_rules_say():
    with pytest.raises(Refused, match="Only shared with rapid response is no reason. It is rev"):
        check_reason(Asked("shared"), [SEALED], [SHARED])


def test_an_unlisted_reason_is_refused_with_the_list():
    with pytest.raises(Refused, match="one of these reasons: Sealed; Still running"):
        check_reason(Asked("holiday"), [SEALED, RUNNING], [SHARED])


def refusal(act):
    try:
        act()
    except Refused as refused:
        return refused.code
    return None


def drawn(ref):
    return Drawn(
        case_ref=ref,
        worker="W",
        supervisor="S",
        reviewer="S",
        region="North",
        programme="Drugs",
        position=5,
    )


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        ({"A": Now("W", "North", True), "B": Now("W", "North", True)}, "A"),
        ({"A": Now("W", "North", False), "B": Now("W", "North", True)}, "B"),
        ({"A": Now("W", "South", True), "B": Now("W", "North", True)}, "B"),
        ({"A": Now("", "North", True), "B": Now("W", "North", True)}, "B"),
        ({"A": Now("S", "North", True), "B": Now("W", "North", True)}, "B"),
        ({"B": Now("W2", "North", True)}, "B"),
        ({}, None),
    ],
)
def test_the_next_case_that_can_be_reviewed_today(now, taken):
    found = first_reviewable([drawn("A"), drawn("B")], now, "S")

    assert (found and found.case_ref) == taken
