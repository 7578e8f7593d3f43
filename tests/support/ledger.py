"""What was written into a test's database since it was laid, summed up in one digest.

Two databases that were laid alike and into which the same statements were written in the same
order, with the same values, hold the same: that is what `replay` builds on.
"""

import re
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import URL, make_url

from competency.infra.db import Database

ONLY_READS = ("select", "pragma", "show")
WRAPPED = re.compile(r"\b(Binary|Jsonb?)\(")


class Step(NamedTuple):
    """A statement as it went to the driver, with one set of values or with `many`."""

    statement: str
    values: Any
    many: bool

    def send(self, cursor: Any) -> None:
        """Send it again."""
        (cursor.executemany if self.many else cursor.execute)(self.statement, self.values)


class Ledger:
    """The steps since the database was laid; `state` is None where nobody knows what it holds."""

    def __init__(self) -> None:
        self.state: bytes | None = None
        self.steps: list[Step] = []
        self.undone = 0
        self._unsettled: set[int] = set()

    @property
    def is_settled(self) -> bool:
        """Whether all that was written is committed or undone."""
        return not self._unsettled

    def begin(self, state: str | None) -> None:
        """Begin again with a database that holds what this name stands for."""
        self.state = state.encode() if state is not None else None
        self.steps, self.undone = [], 0
        self._unsettled.clear()

    def wrote(self, connection: object, step: Step) -> None:
        """Note a statement that may have changed something."""
        if self.state is not None:
            self.steps.append(step)
            self._unsettled.add(id(connection))
            self._turn(step.statement, _told(step.values))

    def failed(self, step: Step) -> None:
        """Note a statement that the database refused; it may have used up a number."""
        self.undone += 1
        self._turn("failed", step.statement, _told(step.values))

    def settled(self, connection: object, how: str) -> None:
        """Note that what a connection wrote was committed, or undone."""
        if id(connection) in self._unsettled:
            self._unsettled.discard(id(connection))
            self.undone += how == "undone"
            self._turn(how)

    def _turn(self, *words: object) -> None:
        if self.state is not None:
            self.state = blake2b(repr((self.state, words)).encode(), digest_size=16).digest()


_ledgers: dict[URL, Ledger] = {}


def ledger_of(url: str | URL) -> Ledger:
    """Return the ledger of the database at an address."""
    return _ledgers.setdefault(make_url(url), Ledger())


def watch(database: Database, url: str) -> None:
    """Note all that goes to the driver through this database.

    In the dialect's own places for it, not as events: those would slow every statement.
    """
    dialect: Any = database.engine.dialect
    seen = _Watcher(ledger_of(url))
    dialect.do_execute = seen.execute
    dialect.do_executemany = seen.execute_many
    dialect.do_execute_no_params = seen.execute_bare
    dialect.do_commit = seen.commit
    dialect.do_rollback = seen.rollback


class _Watcher:
    """Does what the dialects of both databases do, and tells the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def execute(self, cursor: Any, statement: str, values: Any, _context: object = None) -> None:
        self._send(cursor, Step(statement, values, many=False))

    def execute_many(self, cursor: Any, statement: str, values: Any, _ctx: object = None) -> None:
        self._send(cursor, Step(statement, values, many=True))

    def execute_bare(self, cursor: Any, statement: str, _context: object = None) -> None:
        self._send(cursor, Step(statement, (), many=False))

    def commit(self, connection: Any) -> None:
        connection.commit()
        self._ledger.settled(connection.dbapi_connection, "kept")

    def rollback(self, connection: Any) -> None:
        connection.rollback()
        self._ledger.settled(connection.dbapi_connection, "undone")

    def _send(self, cursor: Any, step: Step) -> None:
        try:
            step.send(cursor)
        except Exception:
            self._ledger.failed(step)
            raise
        if not _only_reads(step.statement):
            self._ledger.wrote(cursor.connection, step)


def _only_reads(statement: str) -> bool:
    begun = statement[:6].lower().startswith(ONLY_READS)
    return begun and "setval(" not in statement and "nextval(" not in statement


def _told(values: Any) -> str:
    """Return values in words that say all of them: of what psycopg wraps, `repr` shows a part."""
    told = repr(values)
    return repr(_unwrapped(values)) if WRAPPED.search(told) else told


def _unwrapped(values: Any) -> Any:
    if isinstance(values, dict):
        return {name: _unwrapped(value) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [_unwrapped(value) for value in values]
    return getattr(values, "obj", values)
