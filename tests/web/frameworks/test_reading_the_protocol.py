"""Everybody who is signed in can read the protocol, and sees what of it is an assumption."""

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest

from competency.people.models import Person
from tests.builders.protocol import shipped
from tests.support.client import CheckedClient

ADDRESS = "/framework/case-management-protocol"
PROTOCOL = shipped()


def plain(text: str) -> str:
    return " ".join(unescape(text).split())


@pytest.fixture
def page(client: CheckedClient, save: Callable[..., Any]) -> str:
    person = Person(name="Ada Byron", email="ada@example.org", started_on=date(2024, 1, 8))
    found = client.sign_in(int(save(person).id)).get(ADDRESS)
    assert found.heading == PROTOCOL.standard.title
    return plain(found.main)


def test_the_whole_protocol_can_be_read(page: str) -> None:
    for stage in PROTOCOL.stages:
        assert plain(stage.title) in page
        assert plain(stage.meaning) in page
    for parts in (PROTOCOL.events, PROTOCOL.gates, PROTOCOL.reasons, PROTOCOL.escalations):
        assert [part.code for part in parts if plain(part.title) not in page] == []
    for instrument in PROTOCOL.instruments:
        assert [i.code for i in instrument.items if plain(i.text) not in page] == []
        assert [b.code for b in instrument.bands if f"{b.lowest} to {b.highest}" not in page] == []


def test_every_assumption_is_marked_and_explained(page: str) -> None:
    unexplained = [
        code for code, part in PROTOCOL.assumptions() if plain(part.assumption or "") not in page
    ]

    assert unexplained == []
    assert "Our assumption" in page
    marked, parts = len(PROTOCOL.assumptions()), len(PROTOCOL.codes())
    assert f"{marked} of {parts} parts bear the mark" in page


@pytest.mark.parametrize("words", ["3 working days", "6 weeks", "2 weeks", "48 hours", "3 months"])
def test_every_limit_is_said_in_words(page: str, words: str) -> None:
    assert words in page
