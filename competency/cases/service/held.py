"""The open cases that somebody holds, for rooms that choose among them; no permissions here.

The caller has already authorised what it does with them; nothing here is a client's content.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, Row, exists, or_, select
from sqlalchemy.orm import Session, aliased

from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseAssignment, CaseClock, CaseDisposal, CaseFile
from competency.infra.db import plain_rows
from competency.timeliness.domain.results import Result

CHUNK = 500


class Held(NamedTuple):
    """A case with its key worker, team and practice area."""

    id: int
    reference: str
    key_worker_id: int | None
    team_id: int
    practice_area_id: int
    ended_on: date | None


_COLUMNS: tuple[Any, ...] = (
    CaseFile.id,
    CaseFile.reference,
    CaseFile.key_worker_id,
    CaseFile.team_id,
    CaseFile.practice_area_id,
    CaseFile.ended_on,
)


def open_held(session: Session) -> CursorResult[*tuple[Any, ...]]:
    """Return reference, key worker, team and practice area of each open case that has a worker.

    One statement, to be read row by row, in the order of the references.
    """
    return plain_rows(
        session,
        select(
            CaseFile.reference,
            CaseFile.key_worker_id,
            CaseFile.team_id,
            CaseFile.practice_area_id,
        )
        .where(
            CaseFile.ended_on.is_(None),
            CaseFile.key_worker_id.is_not(None),
            CaseFile.disposed_at.is_(None),
        )
        .order_by(CaseFile.reference),
    )


def by_reference(session: Session, references: Iterable[str]) -> dict[str, Held]:
    """Return the cases with these references, by reference; those disposed of are left out."""
    return {one.reference: one for one in _some(session, CaseFile.reference, references)}


def references(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the references of cases by number, also of those disposed of."""
    wanted = sorted(set(ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        rows = session.execute(select(CaseFile.id, CaseFile.reference).where(CaseFile.id.in_(some)))
        found |= {row.id: row.reference for row in rows}
    return found


def reference_of(case_id: ColumnElement[int]) -> ColumnElement[str]:
    """Return SQL for the reference of a case by its number, for lists of another room."""
    return select(CaseFile.reference).where(CaseFile.id == case_id).scalar_subquery()


def worked_on_since(
    session: Session, person_ids: Iterable[int], since: date
) -> Sequence[Row[str, int]]:
    """Return reference and person where one of these was key worker of an open case after a day."""
    after = aliased(CaseAssignment)
    wanted = sorted(set(person_ids))
    if not wanted:
        return []
    return session.execute(
        select(CaseFile.reference, CaseAssignment.person_id)
        .join(CaseFile, CaseFile.id == CaseAssignment.case_id)
        .outerjoin(
            after,
            (after.case_id == CaseAssignment.case_id) & (after.seq == CaseAssignment.seq + 1),
        )
        .where(
            CaseAssignment.person_id.in_(wanted),
            or_(after.from_on.is_(None), after.from_on > since),
            CaseFile.ended_on.is_(None),
        )
        .distinct()
        .order_by(CaseFile.reference, CaseAssignment.person_id)
    ).all()  # type: ignore[return-value]  # the condition has left the empty persons out


def workers_since(session: Session, case_id: int, since: date) -> frozenset[int]:
    """Return who is key worker of a case, or was so after a day."""
    return workers_of_each_since(session, [case_id], since)[case_id]


def workers_of_each_since(
    session: Session, case_ids: Iterable[int], since: date
) -> dict[int, frozenset[int]]:
    """Return by case who is its key worker, or was so after a day; two statements for all."""
    wanted = sorted(set(case_ids))
    after = aliased(CaseAssignment)
    then = session.execute(
        select(CaseAssignment.case_id, CaseAssignment.person_id)
        .outerjoin(
            after,
            (after.case_id == CaseAssignment.case_id) & (after.seq == CaseAssignment.seq + 1),
        )
        .where(
            CaseAssignment.case_id.in_(wanted),
            CaseAssignment.person_id.is_not(None),
            or_(after.from_on.is_(None), after.from_on > since),
        )
    )
    now = session.execute(
        select(CaseFile.id, CaseFile.key_worker_id).where(
            CaseFile.id.in_(wanted), CaseFile.key_worker_id.is_not(None)
        )
    )
    found: dict[int, set[int]] = {case_id: set() for case_id in wanted}
    for case_id, person_id in (*then, *now):
        found[case_id].add(person_id or 0)
    return {case_id: frozenset(people) for case_id, people in found.items()}


def _some(session: Session, column: Any, wanted: Iterable[Any]) -> Iterable[Held]:
    values = sorted(set(wanted))
    for start in range(0, len(values), CHUNK):
        rows = session.execute(
            select(*_COLUMNS)
            .where(column.in_(values[start : start + CHUNK]), CaseFile.disposed_at.is_(None))
            .order_by(CaseFile.id)
        )
        for row in rows:
            yield Held(*row)


def disposed_in(session: Session, run_id: int) -> list[int]:
    """Return the numbers of the cases that a run disposed of, in order."""
    return list(
        session.scalars(
            select(CaseDisposal.case_id)
            .where(CaseDisposal.run_id == run_id)
            .order_by(CaseDisposal.case_id)
        )
    )


def matching(
    session: Session,
    today: date,
    *,
    team_ids: Iterable[int] | None = None,
    practice_area_id: int | None = None,
    is_open: bool | None = None,
    ended_since: date | None = None,
    missed: str = "",
    missed_since: date | None = None,
    safeguarding: bool = False,
) -> list[str]:
    """Return the references of the cases with a key worker that fit, in their order.

    None, empty and false narrow nothing. A clock is missed when it ended late or is overdue today.
    """
    found: list[ColumnElement[bool]] = [
        CaseFile.key_worker_id.is_not(None),
        CaseFile.disposed_at.is_(None),
    ]
    if team_ids is not None:
        found.append(CaseFile.team_id.in_(sorted(set(team_ids))))
    if practice_area_id is not None:
        found.append(CaseFile.practice_area_id == practice_area_id)
    if is_open is not None:
        found.append(CaseFile.ended_on.is_(None) if is_open else CaseFile.ended_on.is_not(None))
    if ended_since is not None:
        found.append(or_(CaseFile.ended_on.is_(None), CaseFile.ended_on >= ended_since))
    if safeguarding:
        found.append(CaseFile.safeguarding_since.is_not(None))
    if missed:
        found.append(_missed(missed, missed_since, today))
    statement = select(CaseFile.reference).where(*found).order_by(CaseFile.reference)
    return list(session.scalars(statement))


def _missed(standard: str, since: date | None, today: date) -> ColumnElement[bool]:
    overdue = (CaseClock.state == RUNNING) & (CaseClock.due_on < today)
    clocks = exists().where(
        CaseClock.case_id == CaseFile.id,
        CaseClock.standard == standard,
        or_(CaseClock.state == Result.MISSED.value, overdue),
    )
    return clocks if since is None else clocks.where(CaseClock.due_on >= since)
