"""What a log adds up to: by strand, and by day."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from competency.evidence.domain.age import Evidenced
from competency.evidence.domain.entry import Kind
from competency.evidence.domain.state import State
from competency.evidence.domain.year import Done
from competency.evidence.models import (
    EvidenceEntry,
    EvidenceLink,
    EvidenceTag,
)
from competency.evidence.queries.scope import COUNTED, in_area, not_replaced


def evidenced(
    session: Session,
    person_id: int,
    framework_id: str,
    *,
    practice_area_id: int | None = None,
    visible: ColumnElement[bool] | None = None,
    until: date | None = None,
) -> list[Evidenced]:
    """Return how many shared and verified entries each strand has, by level, in one query.

    With `until`, what was begun after that day is as if it were not there yet.
    """
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
    if visible is not None:
        statement = statement.where(visible)
    if until is not None:
        statement = statement.where(EvidenceEntry.starts_on <= until)
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
