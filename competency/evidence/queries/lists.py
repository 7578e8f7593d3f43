"""The rows of a list of entries, and how many there are in each state."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from competency.evidence.domain.entry import Kind
from competency.evidence.domain.state import State
from competency.evidence.models import (
    EvidenceEntry,
    EvidenceLink,
    EvidenceVersion,
)


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
