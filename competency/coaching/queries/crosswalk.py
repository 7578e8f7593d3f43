"""What the organisation changed of the crosswalk."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.coaching.models.crosswalk import CrosswalkChange


class StandingChange(NamedTuple):
    """A change that holds today."""

    id: int
    kind: str
    code: str
    strand: str
    change: str
    strength: str | None
    reason: str


class ChangeRow(NamedTuple):
    """A change with who made it, and who took it back if somebody did."""

    id: int
    kind: str
    code: str
    strand: str
    change: str
    strength: str | None
    reason: str
    by_id: int
    at: datetime
    ended_by_id: int | None
    ended_at: datetime | None
    version: int


_CHANGE = CrosswalkChange
_STANDING = (
    select(*(getattr(_CHANGE, name) for name in StandingChange._fields))
    .where(_CHANGE.ended_at.is_(None))
    .order_by(_CHANGE.id)
)
_ROWS = select(*(getattr(_CHANGE, name) for name in ChangeRow._fields))


def standing_changes(session: Session) -> tuple[StandingChange, ...]:
    """Return the changes that hold, in the order in which they were made; they are few."""
    return tuple(StandingChange(*row) for row in session.execute(_STANDING))


def list_changes(session: Session) -> list[ChangeRow]:
    """Return every change that was ever made, the latest first."""
    return [ChangeRow(*row) for row in session.execute(_ROWS.order_by(_CHANGE.id.desc()))]


def changes_of_source(session: Session, kind: str, code: str) -> list[ChangeRow]:
    """Return the standing changes of one source, the latest first."""
    here = (_CHANGE.kind == kind, _CHANGE.code == code, _CHANGE.ended_at.is_(None))
    return [
        ChangeRow(*row) for row in session.execute(_ROWS.where(*here).order_by(_CHANGE.id.desc()))
    ]


def find_change(session: Session, change_id: int) -> ChangeRow | None:
    """Return one change, or None where there is none with the number."""
    row = session.execute(_ROWS.where(_CHANGE.id == change_id)).one_or_none()
    return ChangeRow(*row) if row else None
