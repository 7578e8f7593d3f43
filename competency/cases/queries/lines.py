"""A case's line of time, from its rows."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from competency.cases.domain.timeline import Event, standing
from competency.cases.models import CaseEvent

CHUNK = 500
_CORRECTION = aliased(CaseEvent)


def written(session: Session, case_id: int) -> list[Event]:
    """Return every event of a case as it was written down, corrections too, in that order."""
    rows = session.execute(
        select(CaseEvent.__table__).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)
    )
    return [event_of(row) for row in rows]


def line(session: Session, case_id: int) -> tuple[Event, ...]:
    """Return a case's line as it counts, by day."""
    return standing(written(session, case_id))


def lines_of(session: Session, case_ids: Iterable[int]) -> dict[int, tuple[Event, ...]]:
    """Return the lines of several cases as they count."""
    wanted, found = sorted(set(case_ids)), dict[int, list[Event]]()
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(CaseEvent.__table__)
            .where(CaseEvent.case_id.in_(wanted[start : start + CHUNK]))
            .order_by(CaseEvent.id)
        )
        for row in rows:
            found.setdefault(row.case_id, []).append(event_of(row))
    return {case_id: standing(found.get(case_id, ())) for case_id in wanted}


def not_struck(event_id: Any) -> ColumnElement[bool]:
    """Return SQL that is true where nobody struck out the event of this number."""
    return ~exists().where(_CORRECTION.corrects_id == event_id, _CORRECTION.struck)


def event_of(row: Any) -> Event:
    """Return a row as the rules take it."""
    return Event(
        id=row.id,
        kind=row.kind,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        recorded_by_id=row.recorded_by_id,
        detail=row.detail,
        note=row.note,
        corrects_id=row.corrects_id,
        struck=row.struck,
    )
