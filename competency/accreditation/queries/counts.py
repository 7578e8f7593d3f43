"""Reading frozen counts; each takes the numbers of what its caller has authorised."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from competency.accreditation.domain.sealing import Sealed
from competency.accreditation.models import Snapshot, SnapshotCase, SnapshotRow
from competency.infra.db import plain_rows

SNAPSHOT: Any = Snapshot.__table__.c
ROW: Any = SnapshotRow.__table__.c
OF_CASE: Any = SnapshotCase.__table__.c


class FrozenRow(NamedTuple):
    """A row of a frozen count; without a case or a person it is no longer said whose it is."""

    number: int
    is_met: bool
    figures: str
    person_id: int | None
    case_id: int | None


def newest(session: Session, study_id: int) -> Sequence[Row[Any]]:
    """Return the newest frozen count of each practice of a self-study."""
    return plain_rows(session, _NEWEST, {"study_id": study_id}).all()


def listed(session: Session, study_id: int, practice: str) -> Sequence[Row[Any]]:
    """Return the frozen counts of a practice, the newest first."""
    return session.execute(
        select(Snapshot.__table__)
        .where(SNAPSHOT.study_id == study_id, SNAPSHOT.practice == practice)
        .order_by(SNAPSHOT.id.desc())
    ).all()


def rows(
    session: Session, snapshot_id: int, *, limit: int | None = None, offset: int = 0
) -> list[FrozenRow]:
    """Return the rows of a frozen count by number, all or a part of them."""
    statement = _rows(snapshot_id).order_by(ROW.number).limit(limit).offset(offset)
    return [FrozenRow(*one) for one in plain_rows(session, statement)]


def count_rows(session: Session, snapshot_id: int) -> int:
    """Return how many rows a frozen count has."""
    counted = select(func.count()).where(ROW.snapshot_id == snapshot_id)
    return session.scalar(counted) or 0


def sealed_rows(session: Session, snapshot_id: int) -> list[Sealed]:
    """Return what of the rows is sealed."""
    statement = select(ROW.number, ROW.is_met, ROW.figures).where(ROW.snapshot_id == snapshot_id)
    return [Sealed(*one) for one in plain_rows(session, statement)]


def _rows(snapshot_id: int) -> Select[Any]:
    return (
        select(ROW.number, ROW.is_met, ROW.figures, ROW.person_id, OF_CASE.case_id)
        .select_from(SnapshotRow.__table__)
        .outerjoin(SnapshotCase.__table__, OF_CASE.row_id == ROW.id)
        .where(ROW.snapshot_id == snapshot_id)
    )


def _newest() -> Select[Any]:
    last = (
        select(func.max(SNAPSHOT.id))
        .where(SNAPSHOT.study_id == bindparam("study_id"))
        .group_by(SNAPSHOT.practice)
    )
    return select(Snapshot.__table__).where(SNAPSHOT.id.in_(last)).order_by(SNAPSHOT.practice)


_NEWEST = _newest()  # every page of a self-study asks it, so it is built once
