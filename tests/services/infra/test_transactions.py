import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from competency.infra.db import make_engine
from competency.infra.work import UnrecordedChange
from competency.people.models import Region, Team, Throttle


def test_a_short_transaction_of_its_own_survives(database, look, clock):
    with database.aside() as session:
        session.add(Throttle(key="k", failures=1, since=clock()))

    assert look.scalar(select(Throttle.failures)) == 1


def test_audited_tables_are_not_changed_aside(database, look):
    with pytest.raises(UnrecordedChange), database.aside() as session:
        session.add(Region(name="North"))

    assert look.query(Region).count() == 0


def test_what_is_not_committed_is_undone(database, look):
    with database.writing() as session:
        session.add(Region(name="North"))
        session.flush()

    assert look.query(Region).count() == 0


def test_foreign_keys_are_real(database):
    with database.writing() as session:
        session.add(Team(name="Adrift", region_id=99))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_moment_comes_back_aware(database, look, clock):
    with database.aside() as session:
        session.add(Throttle(key="k", failures=1, since=clock()))

    assert look.scalar(select(Throttle.since)) == clock()


def test_a_moment_without_a_zone_is_refused(database, clock):
    with database.writing() as session:
        session.add(Throttle(key="k", failures=1, since=clock().replace(tzinfo=None)))
        with pytest.raises(Exception, match="time zone"):
            session.flush()


def test_sqlite_is_set_up_to_be_safe(database):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL keeps these promises by itself")
    engine = make_engine(str(database.engine.url))  # that of tests does not wait for the disk
    with engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "secure_delete")
        }
    engine.dispose()
    assert found == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
