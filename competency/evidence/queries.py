"""What is known of logs; wide reads are Core rows, not objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from competency.evidence.domain.age import Evidenced
from competency.evidence.domain.entry import Content, Kind, Link, Tag
from competency.evidence.domain.state import COUNTS, State
from competency.evidence.domain.year import Done
from competency.evidence.models import (
    EvidenceAttachment,
    EvidenceBatch,
    EvidenceDecision,
    EvidenceEntry,
    EvidenceLink,
    EvidenceReason,
    EvidenceTag,
    EvidenceVersion,
)

COUNTED = [state.value for state in COUNTS]
CHUNK = 500


def not_replaced() -> ColumnElement[bool]:
    """Return SQL that is true for entries whose place no shared correction has taken."""
    later = aliased(EvidenceEntry)
    return ~exists().where(later.corrects_id == EvidenceEntry.id, later.state.in_(COUNTED))


def in_area(practice_area_id: int | None) -> ColumnElement[bool]:
    """Return SQL that is true for entries of the practice area, or of none in particular."""
    if practice_area_id is None:
        return EvidenceEntry.id.is_not(None)
    return or_(
        EvidenceEntry.practice_area_id == practice_area_id,
        EvidenceEntry.practice_area_id.is_(None),
    )


def links(session: Session, entry_id: int) -> tuple[Link, ...]:
    """Return the strands of an entry, in order."""
    return links_of(session, [entry_id]).get(entry_id, ())


def links_of(session: Session, entry_ids: Sequence[int]) -> dict[int, tuple[Link, ...]]:
    """Return the strands of each entry that has some."""
    found: dict[int, tuple[Link, ...]] = {}
    for some in _chunks(entry_ids):
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
    for some in _chunks(entry_ids):
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
    for some in _chunks(entry_ids):
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


@dataclass(frozen=True, slots=True)
class Shown:
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


def log_rows(
    condition: ColumnElement[bool],
    *,
    first: date | None = None,
    last: date | None = None,
    state: State | None = None,
    kind: Kind | None = None,
    strand: str = "",
) -> Select[*tuple[Any, ...]]:
    """Return the statement for the rows of a list of entries, newest first."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            EvidenceEntry.id,
            EvidenceEntry.person_id,
            EvidenceEntry.state,
            EvidenceEntry.title,
            EvidenceEntry.kind,
            EvidenceEntry.starts_on,
            EvidenceEntry.ends_on,
            EvidenceEntry.hours,
            EvidenceEntry.seq,
            EvidenceEntry.shared_at,
            EvidenceEntry.corrects_id,
            EvidenceVersion.content.label("shown"),
        )
        .outerjoin(
            EvidenceVersion,
            and_(
                EvidenceVersion.entry_id == EvidenceEntry.id,
                EvidenceVersion.seq == EvidenceEntry.seq,
                EvidenceEntry.state == State.RETURNED.value,
            ),
        )
        .where(condition)
        .order_by(EvidenceEntry.starts_on.desc(), EvidenceEntry.id.desc())
    )
    if first is not None:
        statement = statement.where(EvidenceEntry.last_on >= first)
    if last is not None:
        statement = statement.where(EvidenceEntry.starts_on <= last)
    if state is not None:
        statement = statement.where(EvidenceEntry.state == state.value)
    if kind is not None:
        statement = statement.where(EvidenceEntry.kind == kind.value)
    if strand:
        statement = statement.where(
            exists().where(EvidenceLink.entry_id == EvidenceEntry.id, EvidenceLink.strand == strand)
        )
    return statement


def counts_by_state(session: Session, condition: ColumnElement[bool]) -> dict[State, int]:
    """Return how many entries there are in each state, none left out."""
    rows = session.execute(
        select(EvidenceEntry.state, func.count()).where(condition).group_by(EvidenceEntry.state)
    )
    found = {State(state): count for state, count in rows.all()}
    return {state: found.get(state, 0) for state in State}


def evidenced(
    session: Session,
    person_id: int,
    framework_id: str,
    *,
    strand: str | None = None,
    practice_area_id: int | None = None,
    visible: ColumnElement[bool] | None = None,
) -> list[Evidenced]:
    """Return how many shared and verified entries each strand has, by level, in one query."""
    statement = (
        select(
            EvidenceLink.strand,
            EvidenceLink.level,
            EvidenceEntry.state,
            func.count().label("count"),
            func.max(EvidenceEntry.last_on).label("latest"),
        )
        .join(EvidenceEntry, EvidenceEntry.id == EvidenceLink.entry_id)
        .where(
            EvidenceEntry.person_id == person_id,
            EvidenceEntry.state.in_(COUNTED),
            EvidenceLink.framework_id == framework_id,
            in_area(practice_area_id),
            not_replaced(),
        )
        .group_by(EvidenceLink.strand, EvidenceLink.level, EvidenceEntry.state)
    )
    if strand is not None:
        statement = statement.where(EvidenceLink.strand == strand)
    if visible is not None:
        statement = statement.where(visible)
    return [
        Evidenced(row.strand, row.level, State(row.state), row[3], row.latest)
        for row in session.execute(statement)
    ]


def done_between(
    session: Session,
    person_id: int,
    first: date,
    last: date,
    *,
    scheme: str,
    with_drafts: bool,
    practice_area_id: int | None = None,
) -> list[Done]:
    """Return what a log holds of a stretch of days, each entry once, with its tags in a scheme."""
    here = and_(
        EvidenceEntry.person_id == person_id,
        EvidenceEntry.last_on >= first,
        EvidenceEntry.starts_on <= last,
        in_area(practice_area_id),
        not_replaced(),
    )
    if not with_drafts:
        here = and_(here, EvidenceEntry.state.in_(COUNTED))
    rows = session.execute(
        select(
            EvidenceEntry.id,
            EvidenceEntry.kind,
            EvidenceEntry.starts_on,
            EvidenceEntry.last_on,
            EvidenceEntry.hours,
        )
        .where(here)
        .order_by(EvidenceEntry.starts_on, EvidenceEntry.id)
    ).all()
    tagged: dict[int, tuple[str, ...]] = {}
    for row in session.execute(
        select(EvidenceTag.entry_id, EvidenceTag.code)
        .join(EvidenceEntry, EvidenceEntry.id == EvidenceTag.entry_id)
        .where(here, EvidenceTag.scheme == scheme)
        .order_by(EvidenceTag.entry_id, EvidenceTag.code)
    ):
        tagged[row.entry_id] = (*tagged.get(row.entry_id, ()), row.code)
    return [
        Done(
            Kind(row.kind),
            row.starts_on,
            row.last_on,
            Decimal(row.hours),
            tagged.get(row.id, ()),
        )
        for row in rows
    ]


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


def known_hashes(session: Session) -> set[str]:
    """Return the hashes of all attachments that there are."""
    return set(session.scalars(select(EvidenceAttachment.sha256).distinct()))


def uuids(session: Session, person_id: int) -> dict[str, int]:
    """Return the entries of a person by the identifier that travels with them."""
    rows = session.execute(
        select(EvidenceEntry.uuid, EvidenceEntry.id).where(EvidenceEntry.person_id == person_id)
    )
    return {row.uuid: row.id for row in rows}


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


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    """Return the ids in parts that no database finds too many for one statement."""
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
