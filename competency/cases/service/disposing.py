"""Disposal of cases whose time is over: previewed, agreed by two people, certified."""

import hashlib
from collections import Counter
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from competency.cases import permissions
from competency.cases.domain.writing import checked
from competency.cases.events import (
    CasesDisposed,
    DisposalDropped,
    DisposalProposed,
    HoldChanged,
)
from competency.cases.models import (
    CaseAgreement,
    CaseAppeal,
    CaseAssignment,
    CaseAttachment,
    CaseClock,
    CaseClosing,
    CaseContact,
    CaseDecision,
    CaseDisposal,
    CaseDisposalRun,
    CaseEscalation,
    CaseEvent,
    CaseExcuse,
    CaseFile,
    CaseGoal,
    CaseName,
    CaseNeed,
    CasePlan,
    CaseReading,
    CaseRisk,
    CaseSignOff,
    CaseStep,
)
from competency.cases.queries import tallies
from competency.cases.service.loading import load
from competency.infra.db import Base
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access

MOST = 500
CARRIED_OUT, DROPPED = "carried_out", "dropped"
# What hangs on what goes first.
CONTENT: tuple[type[Base], ...] = (
    CaseAttachment,
    CaseClock,
    CaseExcuse,
    CaseSignOff,
    CaseRisk,
    CaseReading,
    CaseContact,
    CaseAgreement,
    CaseStep,
    CaseGoal,
    CasePlan,
    CaseNeed,
    CaseEscalation,
    CaseClosing,
    CaseAppeal,
    CaseDecision,
    CaseAssignment,
    CaseName,
    CaseEvent,
)


class Due(Value):
    """A case whose time is over; who disposes sees its reference and dates, and no more."""

    id: int
    reference: str
    ended_on: date
    retain_until: date
    held: bool


def preview(work: Work, as_of: date | None = None) -> list[Due]:
    """Return the cases whose time is over, longest over first; held ones are marked and stay."""
    access.require_role(work, permissions.DISPOSE)
    return _over(work.session, min(as_of or work.today, work.today))


def propose(work: Work, reason: str) -> CaseDisposalRun:
    """Propose to dispose of what `preview` shows, and return the run; one waits at a time.

    Refuses where nothing is over.
    """
    access.require_role(work, permissions.DISPOSE)
    if work.actor.person_id is None:
        raise Forbidden("Two people decide on a disposal.")
    waiting = select(CaseDisposalRun.id).where(CaseDisposalRun.outcome == "")
    if work.session.scalar(waiting):
        raise Refused("there_already", "A disposal waits for a second person already.")
    listed = [due for due in _over(work.session, work.today) if not due.held]
    if not listed:
        raise Refused("nothing_over", "No case's time is over.")
    run = CaseDisposalRun(
        as_of=work.today,
        cases=len(listed),
        list_sha256=_hash(listed),
        reason=checked(reason, "reason", "Say on which ground.", longest=500),
        proposed_by_id=work.actor.person_id,
        proposed_at=work.now,
    )
    work.session.add(run)
    work.session.flush()
    work.record(DisposalProposed(run_id=run.id, cases=run.cases))
    return run


def carry_out(work: Work, run_id: int) -> list[CaseDisposal]:
    """Dispose of the cases of a run that somebody else proposed, and return the certificates.

    Removes all content, names and attachments' rows (the sweep of files removes their bytes).
    Refuses whoever proposed it, and a list that is no longer the one proposed.
    """
    run = _waiting(work, run_id)
    if work.actor.person_id in (None, run.proposed_by_id):
        raise Forbidden("Somebody other than who proposed a disposal carries it out.")
    listed = [due for due in _over(work.session, run.as_of) if not due.held]
    if _hash(listed) != run.list_sha256:
        raise Refused(
            "list_changed", "The list changed since it was proposed. Drop it and propose anew."
        )
    made = [_dispose(work, run, due) for due in listed]
    run.outcome, run.decided_by_id, run.decided_at = CARRIED_OUT, work.actor.person_id, work.now
    work.session.flush()
    work.record(
        CasesDisposed(
            run_id=run.id,
            cases=len(made),
            rows=sum(one.rows_removed for one in made),
            files=sum(one.files_removed for one in made),
        )
    )
    return made


def drop(work: Work, run_id: int) -> CaseDisposalRun:
    """Drop a proposed run, so that nothing is removed, and return it."""
    run = _waiting(work, run_id)
    run.outcome, run.decided_by_id, run.decided_at = DROPPED, work.actor.person_id, work.now
    work.session.flush()
    work.record(DisposalDropped(run_id=run.id))
    return run


def hold(work: Work, case_id: int, reason: str) -> CaseFile:
    """Keep a case from disposal, with the reason, or with an empty one no longer; return it."""
    case = load(work, case_id, permissions.HOLD, lock=True)
    case.held_reason = reason.strip()[:500]
    work.session.flush()
    work.record(HoldChanged(case_id=case_id, is_held=bool(case.held_reason)))
    return case


def runs(work: Work) -> list[CaseDisposalRun]:
    """Return every run, the newest first."""
    access.require_role(work, permissions.DISPOSE)
    return list(work.session.scalars(select(CaseDisposalRun).order_by(CaseDisposalRun.id.desc())))


def certificates(work: Work, run_id: int) -> list[CaseDisposal]:
    """Return the certificates of a run, by reference."""
    access.require_role(work, permissions.DISPOSE)
    return list(
        work.session.scalars(
            select(CaseDisposal)
            .where(CaseDisposal.run_id == run_id)
            .order_by(CaseDisposal.reference)
        )
    )


def _over(session: Session, as_of: date) -> list[Due]:
    rows = session.execute(
        select(
            CaseFile.id,
            CaseFile.reference,
            CaseFile.ended_on,
            CaseFile.retain_until,
            CaseFile.held_reason,
        )
        .where(CaseFile.retain_until < as_of, CaseFile.disposed_at.is_(None))
        .order_by(CaseFile.retain_until, CaseFile.id)
        .limit(MOST)
    )
    return [
        Due(row.id, row.reference, row.ended_on, row.retain_until, bool(row.held_reason))
        for row in rows
    ]


def _hash(listed: list[Due]) -> str:
    text = "\n".join(f"{due.id} {due.retain_until}" for due in listed)
    return hashlib.sha256(text.encode()).hexdigest()


def _waiting(work: Work, run_id: int) -> CaseDisposalRun:
    access.require_role(work, permissions.DISPOSE)
    run = work.session.get(CaseDisposalRun, run_id)
    if run is None:
        raise NotFound("There is no such disposal.")
    work.session.refresh(run, with_for_update=True)
    if run.outcome:
        raise Refused("decided", "This disposal was decided already.")
    return run


def _dispose(work: Work, run: CaseDisposalRun, due: Due) -> CaseDisposal:
    session = work.session
    case = session.get_one(CaseFile, due.id)
    # What each holds no longer than the case itself is emptied; only then may its rows go.
    case.disposed_at = work.now
    case.referrer, case.postcode_area, case.held_reason = "", "", ""
    case.key_worker_id, case.safeguarding_since = None, None
    session.flush()
    files = _count(session, CaseAttachment, due.id)
    removed = remove_content(session, due.id)
    certificate = CaseDisposal(
        run_id=run.id,
        case_id=due.id,
        reference=due.reference,
        ended_on=due.ended_on,
        retain_until=due.retain_until,
        rows_removed=removed,
        files_removed=files,
        at=work.now,
    )
    session.add(certificate)
    session.flush()
    return certificate


def remove_content(session: Session, case_id: int) -> int:
    """Remove all that hangs on a case that is marked as disposed of; return how many rows."""
    tallies.change(session, tallies.counted(session, case_id), Counter())
    return sum(_remove(session, model, case_id) for model in CONTENT)


def _count(session: Session, model: type[Base], case_id: int) -> int:
    table = model.metadata.tables[model.__tablename__]
    counted = select(func.count()).select_from(table).where(table.c.case_id == case_id)
    return session.scalar(counted) or 0


def _remove(session: Session, model: type[Base], case_id: int) -> int:
    table = model.metadata.tables[model.__tablename__]
    count = _count(session, model, case_id)
    if model is CaseEvent or model is CaseStep:  # first the rows that name others of their table
        name = "corrects_id" if model is CaseEvent else "under_id"
        session.execute(delete(table).where(table.c.case_id == case_id, table.c[name].is_not(None)))
    session.execute(delete(table).where(table.c.case_id == case_id))
    return count
