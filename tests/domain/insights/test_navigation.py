"""The service navigation by role."""

import pytest

from competency.insights.domain.navigation import ENTRIES, MOST, entries_for, entry_here
from competency.kernel.actor import Actor, Grant, Role

LEADING = {
    Role.SUPERVISOR,
    Role.MANAGER,
    Role.QUALITY_SPECIALIST,
    Role.REGIONAL_LEADERSHIP,
    Role.CENTRAL_OFFICE,
}


def an_actor(*roles: Role) -> Actor:
    return Actor(person_id=1, name="Ada", grants=frozenset(Grant(role) for role in roles))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_begins_at_home_and_has_the_framework_where_there_is_room(role: Role) -> None:
    texts = [entry.text for entry in entries_for(an_actor(role))]

    assert texts[0] == "Home"
    # Whoever leads has six rooms before it; their home page leads to the framework.
    assert ("Framework" in texts) is (role not in LEADING)


def test_those_who_see_figures_of_others_come_for_dashboards() -> None:
    found = {r for r in Role if "Dashboards" in [e.text for e in entries_for(an_actor(r))]}

    assert found == LEADING - {Role.SUPERVISOR}  # whose team's opens from home and from My team


def test_those_who_review_come_for_reviews() -> None:
    found = {r for r in Role if "Reviews" in [e.text for e in entries_for(an_actor(r))]}

    office = {Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP, Role.CENTRAL_OFFICE}
    assert found == {Role.SUPERVISOR, Role.PEER_REVIEWER, *office}


def test_only_auditors_and_administrators_come_for_their_pages() -> None:
    for text, role in (("Audit trail", Role.AUDITOR), ("People", Role.ADMINISTRATOR)):
        found = {r for r in Role if text in [e.text for e in entries_for(an_actor(r))]}
        assert found == {role}


def test_nobody_has_more_entries_than_fit() -> None:
    assert len(entries_for(an_actor(*Role))) <= MOST


def test_an_entry_stands_for_its_own_page_and_those_of_its_room() -> None:
    entries = [entry for entry, _ in ENTRIES]

    assert [e.text for e in entries if entry_here(entries, e.endpoint) is not e] == []
    assert [e.text for e in entries if not e.endpoint.startswith(e.room)] == []
    assert len({entry.room for entry in entries}) == len(entries)


def test_a_page_of_no_room_has_no_entry_and_each_other_has_one() -> None:
    entries = [entry for entry, _ in ENTRIES]

    def here(endpoint: str) -> str | None:
        found = entry_here(entries, endpoint)
        return found.text if found else None

    assert here("people.password") is None
    assert here("cases.team") == "Cases"
    assert here("cases.safeguarding") == "Concerns"
    assert here("cases.dispose_submit") == "Disposal"
