"""Where entries and files came from: identifiers, imports, hashes and sizes."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.evidence.models import (
    EvidenceAttachment,
    EvidenceBatch,
    EvidenceEntry,
)


def bytes_of(session: Session, person_id: int) -> int:
    """Return how many bytes of attachments a person's log has."""
    return (
        session.scalar(
            select(func.sum(EvidenceAttachment.size))
            .join(EvidenceEntry, EvidenceEntry.id == EvidenceAttachment.entry_id)
            .where(EvidenceEntry.person_id == person_id)
        )
        or 0
    )


def uuids(session: Session, person_id: int) -> dict[str, int]:
    """Return the entries of a person by the identifier that travels with them."""
    rows = session.execute(
        select(EvidenceEntry.uuid, EvidenceEntry.id).where(EvidenceEntry.person_id == person_id)
    )
    return {row.uuid: row.id for row in rows}


def titles_between(
    session: Session, person_id: int, first: date, last: date
) -> set[tuple[str, date, Decimal]]:
    """Return title, first day and hours of each entry that a log has of a stretch of days."""
    rows = session.execute(
        select(EvidenceEntry.title, EvidenceEntry.starts_on, EvidenceEntry.hours).where(
            EvidenceEntry.person_id == person_id, EvidenceEntry.starts_on.between(first, last)
        )
    )
    return {(row.title, row.starts_on, Decimal(row.hours)) for row in rows}


def batch_of(session: Session, person_id: int, source_sha256: str) -> EvidenceBatch | None:
    """Return the batch in force that came from these bytes, or None."""
    return session.scalar(
        select(EvidenceBatch)
        .where(
            EvidenceBatch.person_id == person_id,
            EvidenceBatch.source_sha256 == source_sha256,
            EvidenceBatch.undone_at.is_(None),
        )
        .order_by(EvidenceBatch.id.desc())
        .limit(1)
    )
