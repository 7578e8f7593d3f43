"""The trail of real work on a real database: whole, append only, and nobody gets round it."""

import threading

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError

from competency import reactions
from competency.audit import service
from competency.audit.models import AuditEntry
from competency.audit.service import Head
from competency.infra.work import UnrecordedChange, Work
from competency.kernel.actor import SYSTEM
from competency.people.events import SignInsEnded
from competency.people.models import Region

KEY = b"a key of the tests, long enough to be one"


@pytest.fixture
def work_on(database, clock):
    """Carry something out as one piece of work, settled as the edge would."""

    def work_on(*events, change=lambda session: None):
        with database.writing() as session:
            work = Work(actor=SYSTEM, now=clock(), session=session)
            change(session)
            for happened in events:
                work.record(happened)
            reactions.settle(work, KEY)

    return work_on


HAPPENED = SignInsEnded(person_id=7, count=2)


def test_events_become_a_whole_chain(work_on, look):
    work_on(HAPPENED, HAPPENED)
    work_on(HAPPENED)

    assert service.count(look) == 3
    assert service.verify(look, KEY) == []
    assert service.head(look).id == 3


def test_the_wrong_key_does_not_verify(work_on, look):
    work_on(HAPPENED)

    assert service.verify(look, b"another key") == ["entry 1 was altered after it was written"]


def test_a_cut_tail_is_seen_by_a_head_kept_elsewhere(work_on, look):
    work_on(HAPPENED)
    kept = service.head(look)

    assert service.verify(look, KEY, known=kept) == []
    assert "the tail was cut" in service.verify(look, KEY, known=Head(9, "f" * 64))[0]
    assert "is not the one" in service.verify(look, KEY, known=Head(1, "f" * 64))[0]


@pytest.mark.parametrize(
    "statement",
    [
        update(AuditEntry).values(event="Nothing"),
        text("DELETE FROM audit_entry"),
    ],
    ids=["update", "delete"],
)
def test_the_database_itself_refuses_to_change_the_trail(work_on, database, look, statement):
    work_on(HAPPENED)

    with database.engine.connect() as connection, pytest.raises(DBAPIError, match="append only"):
        connection.execute(statement)

    assert service.verify(look, KEY) == []


def test_an_entry_cannot_be_replaced(work_on, database, look):
    work_on(HAPPENED)
    over = "INSERT OR REPLACE" if database.is_sqlite else "INSERT"
    statement = (
        f"{over} INTO audit_entry (id, at, event, facts, previous, hash) "
        "SELECT id, at, 'Nothing', facts, previous, hash FROM audit_entry"
    )

    with database.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(statement))

    assert service.verify(look, KEY) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.add(Region(name="North")),
        lambda session: session.execute(insert(Region).values(name="North")),
    ],
    ids=["object", "statement"],
)
def test_a_change_without_an_event_is_refused(work_on, look, change):
    with pytest.raises(UnrecordedChange, match="region"):
        work_on(change=change)

    assert look.query(Region).count() == 0


def test_a_change_with_its_event_is_kept(work_on, look):
    work_on(HAPPENED, change=lambda session: session.add(Region(name="North")))

    assert look.query(Region).count() == 1


def test_writers_at_once_never_fork_the_chain(work_on, look):
    failed = []

    def write():
        try:
            for _ in range(5):
                work_on(HAPPENED)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failed == []
    assert service.count(look) == 20
    assert service.verify(look, KEY) == []
