"""Reading the trail and the access log, newest first, page by page from a known entry on."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.audit.models import AccessEntry, AuditEntry
from competency.kernel.values import Value


class Wanted(Value, kw_only=True):
    """Which entries are wanted; None leaves none out, and no actor at all finds nothing.

    From `begins` on, and before `ends`.
    """

    event: str | None = None
    actors: Collection[int] | None = None
    begins: datetime | None = None
    ends: datetime | None = None


def list_entries(
    session: Session, wanted: Wanted, *, before: int | None, limit: int
) -> Sequence[AuditEntry]:
    """Return the wanted entries below the number `before`, the newest first."""
    found = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        found = found.where(AuditEntry.id < before)
    if wanted.event is not None:
        found = found.where(AuditEntry.event == wanted.event)
    if wanted.actors is not None:
        found = found.where(AuditEntry.actor_id.in_(wanted.actors))
    if wanted.begins is not None:
        found = found.where(AuditEntry.at >= wanted.begins)
    if wanted.ends is not None:
        found = found.where(AuditEntry.at < wanted.ends)
    return session.scalars(found).all()


def list_events(session: Session) -> Sequence[str]:
    """Return the names of the events that the trail holds, in alphabetical order."""
    return session.scalars(select(AuditEntry.event).distinct().order_by(AuditEntry.event)).all()


def list_accesses(session: Session, *, before: int | None, limit: int) -> Sequence[AccessEntry]:
    """Return the entries of the access log below the number `before`, the newest first."""
    found = select(AccessEntry).order_by(AccessEntry.id.desc()).limit(limit)
    if before is not None:
        found = found.where(AccessEntry.id < before)
    return session.scalars(found).all()
