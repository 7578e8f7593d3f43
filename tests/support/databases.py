"""A database for each test: laid once by the migrations, then copied or washed.

Copying a small file takes a millisecond. Cloning a PostgreSQL database takes a tenth of a second
and more, emptying the tables that a test filled takes a few milliseconds.

A worker's database has the same address in every test, so that one engine serves them all:
SQLAlchemy then compiles a statement once and not again for each test, which took longer than
running it, and PostgreSQL keeps a connection that already knows the tables.
"""

import fcntl
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from competency.infra.db import Database, make_engine
from competency.migrations import runner
from tests.support import postgres
from tests.support.ledger import watch

TEMPLATE = "template_casebridge"
KEPT = {"alembic_version"}
STATEMENTS_KEPT = 3_000  # as many as all tests of a worker send
WASHED_BETWEEN_VACUUMS = 25  # what is deleted stays in the files, and every search goes past it
# The server looks for itself: to ask it of each table takes longer than many a test.
WASH = f"""
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND relname NOT IN ({", ".join(f"'{name}'" for name in sorted(KEPT))})
      AND pg_relation_size(oid) > 0
  LOOP EXECUTE 'DELETE FROM ' || quote_ident(name); END LOOP;
  PERFORM setval(seqrelid, 1, false) FROM pg_sequence
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$
"""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process in at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Databases:
    """The databases of a worker by their address."""

    def __init__(self) -> None:
        self._known: dict[str, Database] = {}
        self._lent: Counter[str] = Counter()

    @contextmanager
    def lent(self, url: str) -> Iterator[Database]:
        """Lend the database; a connection that is not given back fails the test.

        A test and its application have one each, which writes without waiting for the other as
        another process would, and between them one engine: connecting takes as long as a page.
        """
        if url not in self._known:
            self._known[url] = _carefree(Database(url, query_cache_size=STATEMENTS_KEPT))
            watch(self._known[url], url)
        database = copy(self._known[url])
        database._queue = Lock()
        self._lent[url] += 1
        try:
            yield database
        finally:
            self._lent[url] -= 1
            is_last = not self._lent[url]
            leaking = is_last and in_use(database.engine)
            if leaking or (is_last and database.is_sqlite):  # its file is about to be another
                database.engine.dispose()
        assert not leaking, "a session or connection was not closed"

    def close(self) -> None:
        """Let go of all of them."""
        for database in self._known.values():
            database.engine.dispose()


def _carefree(database: Database) -> Database:
    """Let SQLite not wait for the disk: the data dies with the test, as PostgreSQL's does."""

    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    if database.is_sqlite:
        event.listen(database.engine, "connect", hurry)
    return database


class SqliteFiles:
    """Copies of one migrated file, always in the same place."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite"
        self._home = folder / "home"
        engine = make_engine(f"sqlite:///{self._template}")
        runner.upgrade(engine)
        engine.dispose()  # the last connection writes the log back into the file

    def fresh(self, filled: Path | None = None) -> str:
        """Return the address of a migrated database without rows, or with those of a file."""
        shutil.rmtree(self._home, ignore_errors=True)
        self._home.mkdir()
        return self.laid(self._home, filled)

    def laid(self, folder: Path, filled: Path | None = None) -> str:
        """Return the address of such a database in a folder: that of another installation."""
        return f"sqlite:///{shutil.copy(filled or self._template, folder / 'competency.sqlite')}"


class PostgresServer:
    """One server for the whole run; each worker has a database that it washes between tests."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder
        with locked(folder / "lock"):
            if not (folder / "data").exists():
                postgres.start(folder)
                self.create(TEMPLATE)
                engine = make_engine(self.url(TEMPLATE))
                runner.upgrade(engine)
                engine.dispose()
        self._name = f"test_{worker}"
        self.create(self._name, template=TEMPLATE)
        self._engine = create_engine(self.url(self._name))
        self._washed = 0
        self._refuse_filled_template()

    def url(self, database: str) -> str:
        """Return the address of a database on this server."""
        return postgres.url(self._folder, database)

    def create(self, database: str, template: str = "template1") -> str:
        """Make a database; return its address."""
        self._order(f"CREATE DATABASE {database} TEMPLATE {template}")
        return self.url(database)

    def drop(self, database: str) -> None:
        """Take a database away, whoever still looks at it."""
        self._order(f"DROP DATABASE {database} WITH (FORCE)")

    def fresh(self) -> str:
        """Return the address of this worker's database, migrated and without rows."""
        with self._engine.begin() as connection:
            _wash(connection)
        self._washed += 1
        if self._washed % WASHED_BETWEEN_VACUUMS == 0:
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
        return self.url(self._name)

    def close(self) -> None:
        """Let go of this worker's database."""
        self._engine.dispose()

    def _order(self, command: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(command)
        engine.dispose()

    def _refuse_filled_template(self) -> None:
        with self._engine.connect() as connection:
            filled = _filled_tables(connection)
        if filled:
            raise RuntimeError(f"a migration fills {filled}: washing between tests would lose it")


def _filled_tables(connection: Connection) -> list[str]:
    names = set(inspect(connection).get_table_names()) - KEPT
    if not names:
        return []
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in sorted(names)
    )
    return list(connection.scalars(text(asked)))


def _wash(connection: Connection) -> None:
    """Empty the tables that ever held rows and let their numbers begin again."""
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no triggers
    connection.exec_driver_sql(WASH)


def in_use(engine: Engine) -> bool:
    """Return whether a connection of the engine was not given back."""
    checked_out: int = engine.pool.checkedout()  # type: ignore[attr-defined]
    return checked_out > 0
