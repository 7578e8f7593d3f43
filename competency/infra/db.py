"""Engines, sessions and transactions, with SQLite's corners made safe.

Reads begin plainly; writes begin with BEGIN IMMEDIATE, because a deferred transaction that turns
into a write fails at once instead of waiting. Writers of one process queue on a mutex, because
SQLite's own polling for its lock is unfair.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.dialects import sqlite

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cache_size=-1024",  # KiB for each thread; the system keeps the file's pages anyway
    "recursive_triggers=ON",  # else INSERT OR REPLACE slips past a DELETE trigger
)
# A compiled statement holds some 60 KiB, and all pages together ask some 270: what comes back after
# long is compiled again, in a millisecond. SQLAlchemy keeps half as many more before it forgets.
# On SQLite each connection keeps as many prepared beside it.
STATEMENTS_KEPT = 48
POSTGRES_LIMITS = (
    "-c lock_timeout=5s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as UTC; SQLite, which knows no zones, gets it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand every moment out as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of every table; `info={"audited": False}` on a table exempts it from the trail."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment}


def only_where(words: str) -> dict[str, Any]:
    """Return what makes an index hold the rows for which the words are true, and no others.

    Said to SQLite alone; `both_databases` says it on. To name PostgreSQL here would load all that
    SQLAlchemy knows of it, two megabytes, where nobody has one.
    """
    return {"sqlite_where": text(words)}


def both_databases(declared: MetaData, *_when: object, **_how: object) -> None:
    """Say to PostgreSQL too of which rows an index is; before tables are made or compared."""
    for index in (index for table in declared.tables.values() for index in table.indexes):
        index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


event.listen(Base.metadata, "before_create", both_databases)


def make_engine(url: str, **options: Any) -> Engine:
    """Return an engine whose transactions, foreign keys and moments are real on both databases."""
    parsed = make_url(url)
    options = {"query_cache_size": STATEMENTS_KEPT} | options
    if parsed.database:  # one in memory has no pool to take from
        options["pool_use_lifo"] = True  # used last, taken first: what the others keep stays little
    if parsed.get_backend_name() == "sqlite":
        kept = {"cached_statements": STATEMENTS_KEPT}
        engine = create_engine(url, connect_args=kept, **options)
        event.listen(engine, "do_connect", _make_folder)
        event.listen(engine, "connect", _prepare_sqlite)
        engine.dialect.do_begin = _begin_sqlite  # type: ignore[assignment]
        return engine
    return create_engine(
        url, connect_args={"options": POSTGRES_LIMITS}, pool_pre_ping=True, **options
    )


def _make_folder(_dialect: Dialect, _record: object, address: list[Any], _more: object) -> None:
    """Make the file's folder when it is first needed: many commands need no database at all."""
    if address and not str(address[0]).startswith((":memory:", "file:")):
        Path(address[0]).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy, not sqlite3, says BEGIN
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """Begin, unless that was done with the lock; sqlite3 itself would begin too late.

    In the dialect's own place for it, not as an event: an engine that anybody listens to looks
    for listeners four times in each statement, which is a tenth of what a small page costs.
    """
    if not connection.in_transaction:
        connection.execute("BEGIN")


def begin_with_lock(connection: Connection) -> None:
    """Begin a transaction that holds the write lock from its first moment on."""
    driver: Any = connection.connection.dbapi_connection
    if driver.in_transaction:
        driver.execute("COMMIT")  # begun this moment, and nothing asked yet
    driver.execute("BEGIN IMMEDIATE")


def writing_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the maker of sessions whose transactions hold the write lock from their beginning."""
    made = sessionmaker(engine, expire_on_commit=False)
    if engine.dialect.name == "sqlite":
        event.listen(made, "after_begin", lambda _session, _tran, conn: begin_with_lock(conn))
    return made


def plain_rows(
    session: Session, statement: Executable, parameters: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement in the session's transaction and return plain rows.

    For wide pages: a row costs half of what it costs through the session, which looks in each
    for objects. What waits in the session is written first, as it would be there.
    """
    session.flush()
    return _connection(session).execute(statement, parameters)


def insert_into(session: Session, table: Any) -> "sqlite.Insert":
    """Return an insert that can say `on_conflict_do_...`, in the words of the session's database.

    Both databases say it alike; the words of the one that is not there are not loaded.
    """
    name = session.get_bind().dialect.name
    insert: sqlite.Insert = import_module(f"sqlalchemy.dialects.{name}").insert(table)
    return insert


def _connection(session: Session) -> Connection:
    """Return the connection of the session's transaction, looked up once in each."""
    known: Connection | None = session.info.get("connection")
    if known is None or not known.in_transaction():
        known = session.info["connection"] = session.connection()
    return known


class Database:
    """The one database of an installation and the three ways into it.

    Options are those of an engine, such as how many statements it keeps compiled.
    """

    def __init__(self, url: str, **options: Any) -> None:
        self.engine = make_engine(url, **options)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._read = sessionmaker(self.engine, expire_on_commit=False)
        self._write = writing_sessions(self.engine)
        self._queue = threading.Lock() if self.is_sqlite else nullcontext()

    def connect(self) -> Connection:
        """Return a connection for all that one request does, one thing after another.

        To take one from the pool for each would cost a small page as much as two statements, and
        on PostgreSQL a round trip to see whether it still lives. The caller closes it.
        """
        return self.engine.connect()

    def reading(self, connection: Connection | None = None) -> Session:
        """Return a session for one reader, on that connection or one of its own; to be closed."""
        return self._read(bind=connection or self.engine)

    @contextmanager
    def writing(self, connection: Connection | None = None) -> Iterator[Session]:
        """Give a session whose transaction holds the write lock; undone unless committed."""
        with self._queue, self._write(bind=connection or self.engine) as session:
            yield session

    @contextmanager
    def aside(self, connection: Connection | None = None) -> Iterator[Session]:
        """Give a short transaction of its own, committed at the end.

        For what must survive a refused request: throttle counters, sign-ins, the access log.
        Never inside `writing()`: on SQLite it would wait for its own caller.
        """
        with self.writing(connection) as session, session.begin():
            yield session
