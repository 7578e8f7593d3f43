"""Letting somebody sign off their own work for a time: off unless an administrator allows it."""

from datetime import date, timedelta

from sqlalchemy import select

from competency.cases import permissions
from competency.cases.domain.writing import checked
from competency.cases.events import SigningAloneAllowed
from competency.cases.models import CaseAlone
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.people.service import access, lookup

LONGEST_DAYS = 366


def allow_alone(work: Work, person_id: int, until: date, reason: str) -> CaseAlone:
    """Let somebody sign off their own risk assessments from today until a day, and return it.

    For somebody who has no line manager for a while. Refuses oneself, and longer than a year.
    """
    access.require_role(work, permissions.ALLOW_ALONE)
    if person_id == work.actor.person_id:
        raise Refused("oneself", "Somebody else has to allow this for you.", field="person_id")
    if lookup.subject(work.session, person_id) is None:
        raise NotFound("There is no such person.")
    if not work.today <= until <= work.today + timedelta(days=LONGEST_DAYS):
        raise Refused("until", "Choose a day from today on, within a year.", field="until")
    row = CaseAlone(
        person_id=person_id,
        from_on=work.today,
        until=until,
        reason=checked(reason, "reason", "Say why nobody else can sign off.", longest=500),
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(SigningAloneAllowed(person_id=person_id, allowance_id=row.id, ended=False))
    return row


def end_alone(work: Work, allowance_id: int) -> CaseAlone:
    """End such a permission before its day, and return it."""
    access.require_role(work, permissions.ALLOW_ALONE)
    row = work.session.get(CaseAlone, allowance_id)
    if row is None or row.ended_at is not None or row.until < work.today:
        raise NotFound("There is no such permission in force.")
    row.ended_at = work.now
    work.session.flush()
    work.record(SigningAloneAllowed(person_id=row.person_id, allowance_id=row.id, ended=True))
    return row


def list_alone(work: Work) -> list[CaseAlone]:
    """Return the permissions in force, for the administrator, the longest last."""
    access.require_role(work, permissions.ALLOW_ALONE)
    return list(
        work.session.scalars(
            select(CaseAlone)
            .where(CaseAlone.until >= work.today, CaseAlone.ended_at.is_(None))
            .order_by(CaseAlone.until, CaseAlone.id)
        )
    )
