"""The versions of an entry that others were shown, and what became of each."""

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from competency.evidence.models import (
    EvidenceDecision,
    EvidenceEntry,
    EvidenceVersion,
)
from competency.kernel.values import Value


class Shown(Value):
    """A version that was shown, and what became of it; no outcome while it waits."""

    seq: int
    content: str
    content_hash: str
    at: datetime
    outcome: str | None
    comment: str
    by_id: int | None
    decided_at: datetime | None


def versions(session: Session, entry_id: int) -> list[Shown]:
    """Return every version of an entry that was shared, oldest first."""
    rows = session.execute(
        select(
            EvidenceVersion.seq,
            EvidenceVersion.content,
            EvidenceVersion.content_hash,
            EvidenceVersion.at,
            EvidenceDecision.outcome,
            EvidenceDecision.comment,
            EvidenceDecision.by_id,
            EvidenceDecision.at.label("decided_at"),
        )
        .outerjoin(
            EvidenceDecision,
            and_(
                EvidenceDecision.entry_id == EvidenceVersion.entry_id,
                EvidenceDecision.seq == EvidenceVersion.seq,
            ),
        )
        .where(EvidenceVersion.entry_id == entry_id)
        .order_by(EvidenceVersion.seq)
    )
    return [
        Shown(
            row.seq,
            row.content,
            row.content_hash,
            row.at,
            row.outcome,
            row.comment or "",
            row.by_id,
            row.decided_at,
        )
        for row in rows
    ]


def version(session: Session, entry_id: int, seq: int) -> str:
    """Return the content, as JSON, of one version of an entry that was shared."""
    return session.scalars(
        select(EvidenceVersion.content).where(
            EvidenceVersion.entry_id == entry_id, EvidenceVersion.seq == seq
        )
    ).one()


def successor_id(session: Session, entry_id: int) -> int | None:
    """Return the entry that corrects this one, or None."""
    return session.scalar(select(EvidenceEntry.id).where(EvidenceEntry.corrects_id == entry_id))
