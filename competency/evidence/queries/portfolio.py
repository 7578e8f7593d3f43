"""What of a log is taken away: its figures at once, and its entries part by part."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import Session, aliased

from competency.evidence.domain.portfolio import Choice
from competency.evidence.models import EvidenceAttachment, EvidenceEntry
from competency.evidence.queries.scope import COUNTED, not_replaced


def chosen(person_id: int, choice: Choice) -> ColumnElement[bool]:
    """Return SQL that is true for the entries of a person's log that the choice is about."""
    here = EvidenceEntry.person_id == person_id
    if choice.first is not None:
        here = and_(here, EvidenceEntry.last_on >= choice.first)
    if choice.last is not None:
        here = and_(here, EvidenceEntry.starts_on <= choice.last)
    if not choice.with_drafts:
        here = and_(here, EvidenceEntry.state.in_(COUNTED))
    return here


def ids(session: Session, here: ColumnElement[bool]) -> Sequence[int]:
    """Return the entries in the order of their days."""
    return session.scalars(
        select(EvidenceEntry.id).where(here).order_by(EvidenceEntry.starts_on, EvidenceEntry.id)
    ).all()


def rows(session: Session, entry_ids: Sequence[int]) -> Sequence[Any]:
    """Return these entries in the order of their days, with what they correct (its uuid) and
    whether a correction has taken their place."""
    former = aliased(EvidenceEntry)
    return session.execute(
        select(
            EvidenceEntry.__table__,
            former.uuid.label("corrects_uuid"),
            (~not_replaced()).label("is_replaced"),
        )
        .outerjoin(former, former.id == EvidenceEntry.corrects_id)
        .where(EvidenceEntry.id.in_(entry_ids))
        .order_by(EvidenceEntry.starts_on, EvidenceEntry.id)
    ).all()


def figures(session: Session, here: ColumnElement[bool]) -> Sequence[Any]:
    """Return count, first day and last day of the entries by state and kind, and the hours of
    those whose place no correction has taken."""
    standing = func.sum(EvidenceEntry.hours).filter(not_replaced())
    return session.execute(
        select(
            EvidenceEntry.state,
            EvidenceEntry.kind,
            func.count().label("entries"),
            func.count().filter(not_replaced()).label("standing"),
            func.min(EvidenceEntry.starts_on).label("first"),
            func.max(EvidenceEntry.last_on).label("last"),
            func.coalesce(standing, 0).label("hours"),
        )
        .where(here)
        .group_by(EvidenceEntry.state, EvidenceEntry.kind)
    ).all()


def files(session: Session, here: ColumnElement[bool]) -> Row[int, int]:
    """Return how many files the entries have, and of how many bytes; each file counts once."""
    once = (
        select(EvidenceAttachment.sha256, EvidenceAttachment.size)
        .join(EvidenceEntry, EvidenceEntry.id == EvidenceAttachment.entry_id)
        .where(here)
        .distinct()
        .subquery()
    )
    return session.execute(
        select(
            func.count().label("files"), func.coalesce(func.sum(once.c.size), 0).label("bytes")
        ).select_from(once)
    ).one()


def whole_period(session: Session, person_id: int) -> Row[date, date]:
    """Return the first and the last day of a person's whole log, None where it is empty."""
    return session.execute(
        select(
            func.min(EvidenceEntry.starts_on).label("first"),
            func.max(EvidenceEntry.last_on).label("last"),
        ).where(EvidenceEntry.person_id == person_id)
    ).one()
