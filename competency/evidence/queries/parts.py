"""What an entry is made of: its strands, tags, attachments and reasons."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from competency.evidence.domain.entry import Content, Kind, Link, Tag
from competency.evidence.models import (
    EvidenceAttachment,
    EvidenceLink,
    EvidenceReason,
    EvidenceTag,
)
from competency.evidence.queries.scope import chunks


def links(session: Session, entry_id: int) -> tuple[Link, ...]:
    """Return the strands of an entry, in order."""
    return links_of(session, [entry_id]).get(entry_id, ())


def links_of(session: Session, entry_ids: Sequence[int]) -> dict[int, tuple[Link, ...]]:
    """Return the strands of each entry that has some."""
    found: dict[int, tuple[Link, ...]] = {}
    for some in chunks(entry_ids):
        rows = session.execute(
            select(EvidenceLink.__table__)
            .where(EvidenceLink.entry_id.in_(some))
            .order_by(EvidenceLink.entry_id, EvidenceLink.framework_id, EvidenceLink.strand)
        )
        for row in rows:
            link = Link(row.framework_id, row.framework_version, row.strand, row.level)
            found[row.entry_id] = (*found.get(row.entry_id, ()), link)
    return found


def tags_of(session: Session, entry_ids: Sequence[int]) -> dict[int, tuple[Tag, ...]]:
    """Return the tags of each entry that has some."""
    found: dict[int, tuple[Tag, ...]] = {}
    for some in chunks(entry_ids):
        rows = session.execute(
            select(EvidenceTag.__table__)
            .where(EvidenceTag.entry_id.in_(some))
            .order_by(EvidenceTag.entry_id, EvidenceTag.scheme, EvidenceTag.code)
        )
        for row in rows:
            tag = Tag(row.scheme, row.scheme_version, row.code)
            found[row.entry_id] = (*found.get(row.entry_id, ()), tag)
    return found


def attachments_of(session: Session, entry_ids: Sequence[int]) -> dict[int, tuple[Row[Any], ...]]:
    """Return the attachments (rows) of each entry that has some, in the order they came."""
    found: dict[int, tuple[Row[Any], ...]] = {}
    for some in chunks(entry_ids):
        rows = session.execute(
            select(EvidenceAttachment.__table__)
            .where(EvidenceAttachment.entry_id.in_(some))
            .order_by(EvidenceAttachment.entry_id, EvidenceAttachment.id)
        )
        for row in rows:
            found[row.entry_id] = (*found.get(row.entry_id, ()), row)
    return found


def attachments(session: Session, entry_id: int) -> tuple[Row[Any], ...]:
    """Return the attachments (rows) of one entry, in the order they came."""
    return attachments_of(session, [entry_id]).get(entry_id, ())


def content(session: Session, entry: Any) -> Content:
    """Return what an entry (row or object) says, with its strands and tags."""
    return content_with(
        entry,
        links(session, entry.id),
        tags_of(session, [entry.id]).get(entry.id, ()),
    )


def content_with(entry: Any, linked: tuple[Link, ...], tagged: tuple[Tag, ...]) -> Content:
    """Return what an entry (row or object) says with these strands and tags."""
    return Content(
        title=entry.title,
        kind=Kind(entry.kind),
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        hours=Decimal(entry.hours),
        did=entry.did,
        learned=entry.learned,
        applied=entry.applied,
        practice_area_id=entry.practice_area_id,
        links=linked,
        tags=tagged,
    )


def reasons(session: Session, entry_id: int) -> dict[str, str]:
    """Return why the places of an entry are fine, by mark."""
    rows = session.execute(
        select(EvidenceReason.mark, EvidenceReason.reason).where(
            EvidenceReason.entry_id == entry_id
        )
    )
    return {row.mark: row.reason for row in rows}
