from datetime import UTC, datetime

import pytest

from competency.audit.domain.chain import BEGINNING, Entry, canonical, faults, link
from competency.kernel.values import replace

KEY = b"a key of the tests, long enough to be one"
THEN = datetime(2026, 5, 8, 9, 30, tzinfo=UTC)


@pytest.fixture
def chain():
    links, previous = [], BEGINNING
    for number in range(1, 6):
        links.append(link(KEY, previous, Entry(number, THEN, 7, "Rated", canonical({"n": number}))))
        previous = links[-1].hash
    return links


def test_a_chain_as_written_is_whole(chain):
    assert list(faults(KEY, chain)) == []
    assert list(faults(KEY, [])) == []


def with_entry(chain, place, **changes):
    links = list(chain)
    links[place] = replace(links[place], entry=replace(links[place].entry, **changes))
    return links


def relinked(chain):
    """Alter an entry and forge its hash and all after it, but without the key."""
    links, previous = [], BEGINNING
    for old in chain:
        entry = replace(old.entry, actor_id=8) if old.entry.id == 3 else old.entry
        links.append(link(b"guessed", previous, entry))
        previous = links[-1].hash
    return links


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda c: with_entry(c, 2, actor_id=8), "entry 3 was altered"),
        (lambda c: with_entry(c, 2, facts='{"n":9}'), "entry 3 was altered"),
        (lambda c: with_entry(c, 2, event="Signed"), "entry 3 was altered"),
        (lambda c: with_entry(c, 2, at=datetime(2026, 5, 9, tzinfo=UTC)), "entry 3 was altered"),
        (lambda c: c[:2] + c[3:], "entry 3 is missing"),
        (lambda c: c[1:], "entry 1 is missing"),
        (lambda c: [c[0], c[2], c[1], *c[3:]], "entry 2 is missing"),
        (relinked, "entry 1 was altered"),
    ],
    ids=["actor", "facts", "event", "moment", "gap", "first", "order", "forged"],
)
def test_every_break_is_found(chain, break_it, says):
    found = list(faults(KEY, break_it(chain)))

    assert any(fault.startswith(says) for fault in found), found
