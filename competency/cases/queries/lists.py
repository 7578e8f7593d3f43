"""Lists of cases, as plain rows: what is due today, this week, late, and then all."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from competency.cases.domain.kinds import Happened
from competency.cases.domain.running import RUNNING
from competency.cases.models import (
    CaseClock,
    CaseClosing,
    CaseEvent,
    CaseFile,
    CaseName,
    CaseRisk,
    CaseSettings,
    CaseSignOff,
)
from competency.cases.queries.lines import not_struck
from competency.infra.db import plain_rows
from competency.kernel.values import Value

PAGE = 100
WEEK = timedelta(days=6)


class DueRow(Value):
    """One running clock of an open case; `due_on` before today is late."""

    case_id: int
    reference: str
    standard: str
    sequence: int
    start_on: date
    due_on: date
    safeguarding: bool
    key_worker_id: int | None


class CaseRow(Value):
    """One case of a list; `next_due` is the earliest of its running clocks."""

    id: int
    reference: str
    name: str
    practice_area_id: int
    team_id: int
    key_worker_id: int | None
    route: str
    safeguarding: bool
    received_on: date | None
    ended_on: date | None
    next_due: date | None
    late: int


def due_of_worker(session: Session, person_id: int, until: date) -> list[DueRow]:
    """Return the running clocks due by a day of one key worker's cases, the late ones first."""
    asked = {"until": until, "most": PAGE, "worker_id": person_id}
    return [
        DueRow(r.id, r.reference, r.standard, r.sequence, r.start_on, r.due_on,
               r.safeguarding_since is not None, r.key_worker_id)
        for r in plain_rows(session, _due_of_worker(), asked)
    ]  # fmt: skip


def listed(
    session: Session,
    within: ColumnElement[bool],
    today: date,
    *,
    with_names: bool = False,
    ended: bool = False,
    limit: int | None = PAGE,
    offset: int = 0,
) -> list[CaseRow]:
    """Return the cases in scope, those with the earliest due clock first."""
    query = _listed(within, with_names=with_names, ended=ended, paged=limit is not None)
    asked = {"today": today, "most": limit, "offset": offset}
    return [_case_row(row, with_names) for row in plain_rows(session, query, asked)]


def listed_of_worker(
    session: Session, person_id: int, today: date, *, with_names: bool, offset: int
) -> list[CaseRow]:
    """Return a page of the open cases of one key worker, as `listed` does."""
    asked = {"today": today, "most": PAGE, "offset": offset, "worker_id": person_id}
    query = _listed_of_worker(with_names)
    return [_case_row(row, with_names) for row in plain_rows(session, query, asked)]


def _listed(
    within: ColumnElement[bool], *, with_names: bool, ended: bool, paged: bool
) -> Select[Any]:
    running = and_(CaseClock.case_id == CaseFile.id, CaseClock.state == RUNNING)
    next_due = select(func.min(CaseClock.due_on)).where(running).scalar_subquery()
    shown = CaseFile.ended_on.is_not(None) if ended else CaseFile.ended_on.is_(None)
    # First which cases and in which order; all else is asked for those alone.
    order = (
        select(CaseFile.id, CaseFile.reference, next_due.label("next_due"))
        .where(within, shown, CaseFile.disposed_at.is_(None))
        .subquery()
    )
    places = (order.c.next_due.is_(None), order.c.next_due, order.c.reference)
    page = select(order).order_by(*places)
    if paged:
        most, offset = (bindparam(name, type_=Integer) for name in ("most", "offset"))
        page = page.limit(most).offset(offset)
    chosen = page.subquery()
    is_late = CaseClock.due_on < bindparam("today", type_=Date)
    late = select(func.count()).where(running, is_late).scalar_subquery()
    received = (
        select(CaseEvent.happened_on)
        .where(
            CaseEvent.case_id == CaseFile.id,
            CaseEvent.kind == Happened.REFERRAL_RECEIVED.value,
        )
        .order_by(CaseEvent.id.desc())  # a correction stands behind what it corrects
        .limit(1)
        .scalar_subquery()
    )
    query = select(
        CaseFile.id,
        CaseFile.reference,
        CaseFile.practice_area_id,
        CaseFile.team_id,
        CaseFile.key_worker_id,
        CaseFile.route,
        CaseFile.safeguarding_since,
        CaseFile.ended_on,
        chosen.c.next_due,
        late.label("late"),
        received.label("received_on"),
        (CaseName.name if with_names else null()).label("name"),
    ).join(chosen, chosen.c.id == CaseFile.id)
    if with_names:
        query = query.outerjoin(CaseName, CaseName.case_id == CaseFile.id)
    return query.order_by(chosen.c.next_due.is_(None), chosen.c.next_due, CaseFile.reference)


# Half of the cost of a worker's page was building these two anew for each request.
_OF_WORKER = CaseFile.key_worker_id == bindparam("worker_id", type_=Integer)


@cache
def _due_of_worker() -> Any:
    return (
        select(
            CaseFile.id,
            CaseFile.reference,
            CaseClock.standard,
            CaseClock.sequence,
            CaseClock.start_on,
            CaseClock.due_on,
            CaseFile.safeguarding_since,
            CaseFile.key_worker_id,
        )
        .join(CaseClock, CaseClock.case_id == CaseFile.id)
        .where(_OF_WORKER, CaseFile.disposed_at.is_(None))
        .where(CaseClock.state == RUNNING, CaseClock.due_on <= bindparam("until", type_=Date))
        .order_by(CaseClock.due_on, CaseFile.reference, CaseClock.standard, CaseClock.sequence)
        .limit(bindparam("most", type_=Integer))
    )


@cache
def _listed_of_worker(with_names: bool) -> Select[Any]:
    return _listed(_OF_WORKER, with_names=with_names, ended=False, paged=True)


def keeps_names(session: Session) -> bool:
    """Return whether the organisation keeps names beside references."""
    return bool(plain_rows(session, _KEEPS_NAMES).scalar())


_KEEPS_NAMES = select(CaseSettings.keeps_names).where(CaseSettings.id == 1)


def count(session: Session, within: ColumnElement[bool], *, ended: bool = False) -> int:
    """Return how many cases are in scope."""
    shown = CaseFile.ended_on.is_not(None) if ended else CaseFile.ended_on.is_(None)
    return (
        session.scalar(
            select(func.count(CaseFile.id)).where(within, shown, CaseFile.disposed_at.is_(None))
        )
        or 0
    )


class SignOffRow(Value):
    """A risk assessment that waits to be signed off."""

    risk_id: int
    case_id: int
    reference: str
    written_on: date
    score: int
    band: str
    author_id: int | None
    key_worker_id: int | None
    safeguarding: bool


def sign_offs(
    session: Session, within: ColumnElement[bool], *, limit: int = PAGE
) -> list[SignOffRow]:
    """Return the newest risk assessments without a decision of cases in scope, oldest first."""
    later = aliased(CaseRisk)
    rows = plain_rows(
        session,
        select(
            CaseRisk.id.label("risk_id"),
            CaseFile.id.label("case_id"),
            CaseFile.reference,
            CaseEvent.happened_on,
            CaseRisk.score,
            CaseRisk.band,
            CaseRisk.author_id,
            CaseFile.key_worker_id,
            CaseFile.safeguarding_since,
        )
        .select_from(CaseRisk)
        .join(CaseFile, CaseFile.id == CaseRisk.case_id)
        .join(CaseEvent, CaseEvent.id == CaseRisk.event_id)
        .outerjoin(CaseSignOff, CaseSignOff.risk_id == CaseRisk.id)
        .where(within, CaseFile.ended_on.is_(None), CaseFile.disposed_at.is_(None))
        .where(CaseSignOff.id.is_(None))
        .where(not_struck(CaseRisk.event_id))
        .where(
            ~exists().where(
                later.case_id == CaseRisk.case_id,
                later.id > CaseRisk.id,
                not_struck(later.event_id),
            )
        )
        .order_by(CaseEvent.happened_on, CaseRisk.id)
        .limit(limit),
    )
    return [
        SignOffRow(r.risk_id, r.case_id, r.reference, r.happened_on, r.score, r.band,
                   r.author_id, r.key_worker_id, r.safeguarding_since is not None)
        for r in rows
    ]  # fmt: skip


def for_meeting(session: Session, within: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Return the closure forms that wait for the weekly meeting, oldest first."""
    return plain_rows(
        session,
        select(
            CaseClosing.id.label("closing_id"),
            CaseClosing.version,
            CaseClosing.reason,
            CaseClosing.summary,
            CaseFile.id.label("case_id"),
            CaseFile.reference,
            CaseFile.key_worker_id,
            CaseFile.safeguarding_since,
            CaseEvent.happened_on.label("asked_on"),
        )
        .select_from(CaseClosing)
        .join(CaseFile, CaseFile.id == CaseClosing.case_id)
        .join(CaseEvent, CaseEvent.id == CaseClosing.event_id)
        .where(within, CaseClosing.outcome == "", CaseFile.disposed_at.is_(None))
        .order_by(CaseEvent.happened_on, CaseClosing.id),
    ).all()


def found(
    session: Session, within: ColumnElement[bool], words: str, *, names: bool
) -> list[tuple[int, str]]:
    """Return id and reference of cases in scope whose reference begins so, or name holds it."""
    reference = CaseFile.reference.startswith(words.upper(), autoescape=True)
    wanted = reference
    query = select(CaseFile.id, CaseFile.reference)
    if names:
        query = query.outerjoin(CaseName, CaseName.case_id == CaseFile.id)
        wanted = or_(reference, CaseName.name.icontains(words, autoescape=True))
    rows = session.execute(
        query.where(within, wanted, CaseFile.disposed_at.is_(None))
        .order_by(CaseFile.reference)
        .limit(PAGE)
    )
    return [(row.id, row.reference) for row in rows]


def _case_row(row: Any, with_names: bool) -> CaseRow:
    return CaseRow(
        id=row.id,
        reference=row.reference,
        name=(row.name or "") if with_names else "",
        practice_area_id=row.practice_area_id,
        team_id=row.team_id,
        key_worker_id=row.key_worker_id,
        route=row.route,
        safeguarding=row.safeguarding_since is not None,
        received_on=row.received_on,
        ended_on=row.ended_on,
        next_due=row.next_due,
        late=row.late,
    )
