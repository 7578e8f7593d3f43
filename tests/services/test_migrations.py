"""The migrations make exactly the declared tables, go back without a trace, and survive a kill."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError

from competency import tables
from competency.audit.models import AuditEntry
from competency.infra import triggers
from competency.infra.db import make_engine
from competency.migrations import runner
from competency.people.models import Region, Team
from tests.conftest import WORKER
from tests.support.databases import TEMPLATE, PostgresServer, SqliteFiles

ROOT = Path(__file__).parents[2]
NAMES_OF_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
KILLED_DURING = """
import os, sys
from sqlalchemy import event
from competency.infra.db import make_engine
from competency.migrations import runner

engine = make_engine(sys.argv[1])
left = int(sys.argv[2])

@event.listens_for(engine, "before_cursor_execute")
def _count(conn, cursor, statement, parameters, context, executemany):
    global left
    left -= statement.lstrip().startswith(("CREATE", "INSERT", "UPDATE"))
    if left < 0:
        os._exit(9)

runner.upgrade(engine)
"""


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A database without a single table."""
    made = make_engine(empty_database_url)
    yield made
    made.dispose()


@pytest.fixture
def migrated(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Engine]:
    """A database without rows, copied from the one that this run migrated from nothing."""
    if database_kind == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        made = make_engine(files.laid(tmp_path))
        yield made
        made.dispose()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"migrated_{WORKER}"
    made = make_engine(server.create(name, template=TEMPLATE))
    yield made
    made.dispose()
    server.drop(name)


def declared(engine: Engine) -> dict[str, object]:
    """Lay the declared tables without migrations, and describe them."""
    with engine.connect() as connection, connection.begin():
        tables.metadata.create_all(connection)
        triggers.lay(connection)
    return described(engine)


def described(engine: Engine) -> dict[str, object]:
    """Return all that the database says of its tables, checks and triggers included."""
    found: dict[str, object] = {}
    with engine.connect() as connection:
        look = inspect(connection)
        for name in sorted(set(look.get_table_names()) - {"alembic_version"}):
            found[f"{name}: columns"] = [
                (c["name"], str(c["type"]), c["nullable"], c["default"])
                for c in look.get_columns(name)
            ]
            found[f"{name}: key"] = look.get_pk_constraint(name)["constrained_columns"]
            found[f"{name}: checks"] = said(look.get_check_constraints(name))
            found[f"{name}: uniques"] = said(look.get_unique_constraints(name))
            found[f"{name}: references"] = said(look.get_foreign_keys(name))
            found[f"{name}: indexes"] = said(look.get_indexes(name))
        found["triggers"] = trigger_names(connection)
    return found


def said(constraints: Any) -> list[str]:
    return sorted(str(plain(one)) for one in constraints)


def plain(fact: Any) -> Any:
    """Return a described constraint so that two of them can be compared by their words."""
    if isinstance(fact, dict):
        return sorted((name, plain(value)) for name, value in fact.items())
    return fact if isinstance(fact, list | bool | None) else str(fact)


def trigger_names(connection: Connection) -> set[str]:
    return set(connection.scalars(text(NAMES_OF_TRIGGERS[connection.dialect.name])))


def fill(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin():
        connection.execute(insert(Region).values(id=1, name="North", version=1))
        connection.execute(insert(Team).values(id=1, name="Tyne", region_id=1, version=1))


def test_upgrading_an_empty_database_makes_the_declared_tables(migrated: Engine) -> None:
    assert runner.current(migrated) == runner.head()
    assert runner.check(migrated, tables.metadata) == []


def test_what_was_migrated_equals_what_is_declared_to_the_last_check_and_trigger(
    engine: Engine, migrated: Engine
) -> None:
    fresh = declared(engine)

    assert fresh["triggers"], "the audit trail has triggers"
    assert described(migrated) == fresh


def test_drift_is_told_in_words(migrated: Engine) -> None:
    with migrated.connect() as connection, connection.begin():
        connection.execute(text("ALTER TABLE region ADD COLUMN colour VARCHAR(10)"))

    [difference] = runner.check(migrated, tables.metadata)

    assert "colour" in difference


def test_going_back_to_the_start_leaves_nothing_behind_and_up_again_ends_where_it_began(
    migrated: Engine,
) -> None:
    first = described(migrated)
    fill(migrated)

    runner.downgrade(migrated, "base")

    with migrated.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        assert trigger_names(connection) == set()
    assert runner.current(migrated) is None

    runner.upgrade(migrated)

    assert described(migrated) == first


def test_upgrading_again_changes_no_row(migrated: Engine) -> None:
    fill(migrated)

    runner.upgrade(migrated)

    with migrated.connect() as connection:
        assert connection.execute(select(Team.name, Team.region_id)).all() == [("Tyne", 1)]


def test_every_step_down_and_up_keeps_rows_and_references(migrated: Engine) -> None:
    fill(migrated)

    for _step in range(int(runner.head()) - 1):
        runner.downgrade(migrated, "-1")
    runner.upgrade(migrated)

    with migrated.connect() as connection:
        assert connection.execute(select(Team.name, Team.region_id)).all() == [("Tyne", 1)]
    assert runner.check(migrated, tables.metadata) == []


def test_a_migrated_trail_refuses_to_be_changed(
    migrated: Engine, clock: Callable[[], datetime]
) -> None:
    with migrated.connect() as connection, connection.begin():
        entry = {"id": 1, "at": clock(), "event": "Made", "facts": "{}"}
        connection.execute(insert(AuditEntry).values(entry | {"previous": "0", "hash": "1"}))

    with migrated.connect() as connection:
        with pytest.raises(DatabaseError, match="append only"):
            connection.execute(text("DELETE FROM audit_entry"))
        connection.rollback()


def test_foreign_keys_hold_again_after_a_migration(migrated: Engine) -> None:
    runner.downgrade(migrated, "-1")
    runner.upgrade(migrated)

    with migrated.connect() as connection:
        with pytest.raises(DatabaseError):
            connection.execute(insert(Team).values(id=2, name="Wear", region_id=99, version=1))
        connection.rollback()


@pytest.mark.postgres
def test_only_one_migration_runs_at_a_time(engine: Engine) -> None:
    with engine.connect() as other, runner._exclusive(engine):
        taken = other.scalar(text(f"SELECT pg_try_advisory_lock({runner.LOCK})"))

    assert taken is False


def test_the_file_named_head_names_the_newest_step() -> None:
    steps = sorted(path.name for path in (ROOT / "competency/migrations/versions").glob("*.py"))

    assert runner.head() == steps[-1].split("_")[0]
    assert [name.split("_")[0] for name in steps] == [
        f"{number:04}" for number in range(1, len(steps) + 1)
    ]


class TestOnSqlite:
    """What only a SQLite file needs."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """Where the database is."""
        return tmp_path / "competency.sqlite"

    def test_a_new_database_leaves_no_copy(self, path: Path) -> None:
        engine = make_engine(f"sqlite:///{path}")

        runner.upgrade(engine)
        runner.upgrade(engine)
        engine.dispose()

        assert list(path.parent.glob("*.before-*")) == []

    def test_an_older_database_is_copied_before_it_changes(
        self, path: Path, sqlite_files: SqliteFiles
    ) -> None:
        engine = make_engine(sqlite_files.laid(path.parent))
        fill(engine)
        with engine.connect() as connection, connection.begin():
            connection.execute(text("CREATE TABLE of_an_older_release (id INTEGER)"))

        runner._keep_copy(engine.connect(), "0099")
        engine.dispose()

        copy = make_engine(f"sqlite:///{path}.before-0099")
        with copy.connect() as connection:
            assert connection.scalars(select(Team.name)).all() == ["Tyne"]
        copy.dispose()

    @pytest.mark.parametrize("statements", [1, 6, 20])
    def test_an_upgrade_killed_half_way_can_be_run_again(self, path: Path, statements: int) -> None:
        address = f"sqlite:///{path}"
        killed = subprocess.run(
            [sys.executable, "-c", KILLED_DURING, address, str(statements)], cwd=ROOT, check=False
        )
        assert killed.returncode == 9, "it was to be killed in the middle"

        engine = make_engine(address)
        runner.upgrade(engine)

        assert runner.check(engine, tables.metadata) == []
        engine.dispose()
