"""The service navigation by role."""

import pytest

from competency.insights.domain.navigation import ENTRIES, MOST, entries_for
from competency.kernel.actor import Actor, Grant, Role


def an_actor(*roles: Role) -> Actor:
    return Actor(person_id=1, name="Ada", grants=frozenset(Grant(role) for role in roles))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_the_framework_and_begins_at_home(role: Role) -> None:
    texts = [entry.text for entry in entries_for(an_actor(role))]

    assert texts[0] == "Home"
    assert "Framework" in texts


def test_only_auditors_and_administrators_come_for_their_pages() -> None:
    for text, role in (("Audit trail", Role.AUDITOR), ("People", Role.ADMINISTRATOR)):
        found = {r for r in Role if text in [e.text for e in entries_for(an_actor(r))]}
        assert found == {role}


def test_nobody_has_more_entries_than_fit() -> None:
    assert len(entries_for(an_actor(*Role))) <= MOST


def test_no_entry_stands_for_the_pages_of_another() -> None:
    rooms = [entry.room for entry, _ in ENTRIES]

    assert [(a, b) for a in rooms for b in rooms if a != b and b.startswith(a)] == []
    assert [e.text for e, _ in ENTRIES if not e.endpoint.startswith(e.room)] == []
