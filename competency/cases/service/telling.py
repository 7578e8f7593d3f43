"""Telling people what happened to a case, and when its clocks run out; no client is named."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from competency.cases import permissions
from competency.cases.domain.running import RUNNING
from competency.cases.events import (
    CaseloadHandedOver,
    ConcernEscalated,
    KeyWorkerChosen,
    RiskAssessed,
    RiskDecided,
)
from competency.cases.models import CaseAssignment, CaseClock, CaseEscalation, CaseFile, CaseRisk
from competency.cases.service.assessing import SIGNED_OFF
from competency.cases.service.listing import clock_words
from competency.cases.service.loading import scope
from competency.infra.slots import DateDue
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.notifications.service.telling import Said, notify_each
from competency.people.service import lookup, teams


def tell_key_worker(work: Work, happened: KeyWorkerChosen) -> None:
    """Tell somebody that a case is theirs; of a caseload handed over they hear once."""
    if any(isinstance(event, CaseloadHandedOver) for event in work.events):
        return
    words = f"{work.actor.name} made you key worker of a case"
    _tell(work, [happened.person_id], "case-assigned", words, happened.case_id, happened.case_id)


def tell_caseload(work: Work, happened: CaseloadHandedOver) -> None:
    """Tell each who took cases over how many they are."""
    found: dict[int, int] = {}
    for person_id in work.session.scalars(
        select(CaseAssignment.person_id).where(
            CaseAssignment.handover_id == happened.handover_id,
            CaseAssignment.person_id.is_not(None),
        )
    ):
        found[person_id or 0] = found.get(person_id or 0, 0) + 1
    notify_each(
        work,
        (
            Said(
                to_id=person_id,
                kind="cases-handed-over",
                words=f"{work.actor.name} handed {_cases(count)} over to you",
                path="/cases",
                key=f"cases-handed-over-{happened.handover_id}",
            )
            for person_id, count in sorted(found.items())
            if person_id != work.actor.person_id
        ),
    )


def tell_to_sign_off(work: Work, happened: RiskAssessed) -> None:
    """Tell the key worker's line managers, or the author's, that an assessment waits for them."""
    row = work.session.execute(
        select(CaseFile.key_worker_id, CaseRisk.author_id)
        .join(CaseRisk, CaseRisk.case_id == CaseFile.id)
        .where(CaseRisk.id == happened.risk_id)
    ).one()
    whose = row.key_worker_id or row.author_id
    above = lookup.supervisors_of(work.session, whose, work.today) if whose else []
    words = f"{work.actor.name} wrote a risk assessment. Read it, then sign it off or send it back"
    ids = [one.id for one in above if one.id != row.author_id]
    _tell(work, ids, "risk-to-sign-off", words, happened.case_id, happened.risk_id)


def tell_decided(work: Work, happened: RiskDecided) -> None:
    """Tell the author that a risk assessment was signed off or came back with a comment."""
    author = work.session.scalar(select(CaseRisk.author_id).where(CaseRisk.id == happened.risk_id))
    signed = happened.outcome == SIGNED_OFF
    done = "signed your risk assessment off" if signed else "sent your risk assessment back to you"
    kind = "risk-signed-off" if signed else "risk-returned"
    _tell(work, [author], kind, f"{work.actor.name} {done}", happened.case_id, happened.risk_id)


def tell_concern(work: Work, happened: ConcernEscalated) -> None:
    """Tell the key worker, their line managers and, of safeguarding, its leads of a concern.

    A lead who sees no more of the case than its concerns comes to that page.
    """
    row = work.session.execute(
        select(CaseFile.key_worker_id, CaseFile.team_id, CaseEscalation.is_safeguarding)
        .join(CaseEscalation, CaseEscalation.case_id == CaseFile.id)
        .where(CaseEscalation.id == happened.escalation_id)
    ).one()
    worker = row.key_worker_id
    above = lookup.supervisors_of(work.session, worker, work.today) if worker else []
    ids = [worker, *(one.id for one in above)]
    words = f"{work.actor.name} recorded a concern about a case"
    _tell(work, ids, "concern", words, happened.case_id, happened.escalation_id)
    if not row.is_safeguarding:
        return
    leads = teams.holders(work.session, Role.SAFEGUARDING_LEAD, row.team_id, work.today)
    _tell(
        work,
        set(leads) - set(ids),
        "safeguarding-concern",
        f"{work.actor.name} recorded a safeguarding concern",
        happened.case_id,
        happened.escalation_id,
        page="/concerns",
    )


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return when the running clocks of the actor's own cases are due.

    A calendar may be read by others, so no case is named in it.
    """
    rows = work.session.execute(
        select(CaseClock.case_id, CaseClock.standard, CaseClock.sequence, CaseClock.due_on)
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(
            CaseFile.key_worker_id == (work.actor.person_id or 0),
            CaseFile.disposed_at.is_(None),
            CaseClock.state == RUNNING,
            scope(work.actor, work.today, permissions.SEE),
        )
        .order_by(CaseClock.due_on, CaseClock.case_id)
    )
    for row in rows:
        key = f"case-{row.case_id}-{row.standard}-{row.sequence}"
        words = f"A case: {clock_words(row.standard)}"
        yield DateDue(row.due_on, words, f"/cases/{row.case_id}", key)


def _tell(
    work: Work,
    ids: Iterable[int | None],
    kind: str,
    words: str,
    case_id: int,
    about: int,
    *,
    page: str = "",
) -> None:
    to = sorted({id_ for id_ in ids if id_ is not None} - {work.actor.person_id or 0})
    path, key = f"/cases/{case_id}{page}", f"{kind}-{about}-{work.today.isoformat()}"
    notify_each(work, (Said(to_id=id_, kind=kind, words=words, path=path, key=key) for id_ in to))


def _cases(count: int) -> str:
    return "a case" if count == 1 else f"{count} cases"
