"""One piece of work, and the guard that no change escapes the audit trail."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, event, insert
from sqlalchemy.orm import ORMExecuteState, Session

from competency.infra.db import Base, plain_rows
from competency.kernel.actor import Actor
from competency.kernel.clock import london_date
from competency.kernel.values import Value, field


class UnrecordedChange(RuntimeError):
    """An audited table was about to change although the work recorded no event."""


class Work(Value, kw_only=True):
    """Who does it, when, in which session, and what happened; made by the edge only."""

    actor: Actor
    now: datetime
    session: Session
    events: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.info["work"] = self

    @property
    def today(self) -> date:
        """Return the day in London."""
        return london_date(self.now)

    def record(self, happened: Any) -> None:
        """Note that something happened; its reactions run before the commit."""
        self.events.append(happened)

    def append(self, model: type[Base], **row: Any) -> None:
        """Write one row of a table that is only ever appended to, without an object for it.

        Noted like every other change; for what is written most, at a third of the cost.
        """
        statement = _insert_into(model)
        _note(self.session, [statement.table])
        plain_rows(self.session, statement, row)


# Gives pieces of work, one after another: for what must not hold one transaction all the while.
Works = Callable[[], AbstractContextManager[Work]]


@cache
def _insert_into(model: type[Base]) -> Insert:
    return insert(Base.metadata.tables[model.__tablename__])


def _note(session: Session, tables: Iterable[Any]) -> None:
    names = {table.name for table in tables if table.info.get("audited", True)}
    session.info.setdefault("changed", set()).update(names)


@event.listens_for(Session, "after_flush")
def _note_flushed(session: Session, _context: object) -> None:
    changed = [row for row in session.dirty if session.is_modified(row)]
    _note(session, (row.__table__ for row in (*session.new, *changed, *session.deleted)))


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        table = getattr(state.statement, "table", None)
        if table is not None:
            _note(state.session, [table])


@event.listens_for(Session, "before_commit")
def _refuse_unrecorded(session: Session) -> None:
    session.flush()
    changed = session.info.pop("changed", set())
    work: Work | None = session.info.get("work")
    if changed and (work is None or not work.events):
        raise UnrecordedChange(f"changed without an event: {', '.join(sorted(changed))}")
