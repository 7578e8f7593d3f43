"""How far a role reaches, which two stay apart, and how roles end."""

from datetime import date

import pytest

from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import Refused
from competency.people.domain.roles import (
    REACHES,
    Held,
    check_grant,
    check_still_open,
    reach_in_words,
)

JAN, MAR, MAY, JULY = (date(2026, month, 1) for month in (1, 3, 5, 7))
EVERYONE, REGION, TEAM = ScopeKind.EVERYONE, ScopeKind.REGION, ScopeKind.TEAM


def held(
    role: Role, scope: ScopeKind = EVERYONE, place: int | None = None, *days: date | None
) -> Held:
    starts, ends = (*days, None, None)[:2]
    return Held(role, scope, place, starts or JAN, ends)


def refusal(new: Held, *others: Held) -> str | None:
    try:
        check_grant(new, others)
    except Refused as refused:
        return refused.code
    return None


def test_every_role_reaches_somewhere() -> None:
    assert set(REACHES) == set(Role)


@pytest.mark.parametrize(
    ("role", "scope", "taken"),
    [
        (Role.CASE_MANAGER, EVERYONE, True),
        (Role.CASE_MANAGER, TEAM, False),
        (Role.SUPERVISOR, REGION, False),
        (Role.TRAINING_LEAD, EVERYONE, True),
        (Role.TRAINING_LEAD, REGION, True),
        (Role.TRAINING_LEAD, TEAM, True),
        (Role.QUALITY_SPECIALIST, REGION, True),
        (Role.QUALITY_SPECIALIST, EVERYONE, False),
        (Role.REGIONAL_LEADERSHIP, TEAM, False),
        (Role.ADMINISTRATOR, REGION, False),
        (Role.AUDITOR, EVERYONE, True),
        (Role.CENTRAL_OFFICE, REGION, False),
    ],
)
def test_a_role_reaches_no_further_than_its_work(role: Role, scope: ScopeKind, taken: bool) -> None:
    place = None if scope is EVERYONE else 7

    assert refusal(held(role, scope, place)) == (None if taken else "wrong_reach")


@pytest.mark.parametrize(
    ("new", "other"), [(Role.AUDITOR, Role.ADMINISTRATOR), (Role.ADMINISTRATOR, Role.AUDITOR)]
)
def test_nobody_is_administrator_and_auditor_at_once(new: Role, other: Role) -> None:
    assert refusal(held(new), held(other)) == "administrator_and_auditor"
    assert refusal(held(new, EVERYONE, None, MAY), held(other, EVERYONE, None, JAN, MAR)) is None


def test_a_role_is_held_once_in_the_same_days_and_reach() -> None:
    lead = held(Role.TRAINING_LEAD, REGION, 1)

    assert refusal(lead, lead) == "held_already"
    assert refusal(lead, held(Role.TRAINING_LEAD, REGION, 2)) is None
    assert refusal(lead, held(Role.CASE_MANAGER)) is None
    assert refusal(held(Role.CASE_MANAGER, EVERYONE, None, MAR, JAN)) == "end_before_start"


@pytest.mark.parametrize(
    ("starts", "ends", "new_end", "code"),
    [
        (JAN, None, MAY, None),
        (JAN, None, JAN, None),
        (MAR, None, JAN, "end_before_start"),
        (JAN, MAR, MAR, "over_already"),
        (JAN, JULY, MAY, None),
        (JAN, MAY, JULY, "ends_sooner_already"),
        (JAN, None, None, "begun_already"),
        (MAY, None, None, None),
        (JULY, None, None, None),
    ],
)
def test_what_is_over_stays_over_and_what_has_begun_stays(
    starts: date, ends: date | None, new_end: date | None, code: str | None
) -> None:
    found = None
    try:
        check_still_open(ends, new_end, starts, today=MAY)
    except Refused as refused:
        found = refused.code

    assert found == code


@pytest.mark.parametrize(
    ("role", "place", "words"),
    [
        (Role.SUPERVISOR, None, "Those they supervise"),
        (Role.AUDITOR, None, "Everyone"),
        (Role.QUALITY_SPECIALIST, "North", "North"),
    ],
)
def test_reach_is_said_in_words(role: Role, place: str | None, words: str) -> None:
    assert reach_in_words(role, place) == words
