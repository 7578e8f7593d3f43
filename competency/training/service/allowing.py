"""Exempting people for a time, and assigning refreshers after an audit finding or an incident."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import Forbidden, NotFound, Refused, Stale, Version
from competency.people.service import access, staff
from competency.training import permissions
from competency.training.domain.completions import check_reason
from competency.training.events import (
    ExemptionEnded,
    PersonExempted,
    RefreshersAssigned,
    RefresherWithdrawn,
)
from competency.training.models import (
    Course,
    TrainingExemption,
    TrainingRefresher,
    TrainingRequirement,
)
from competency.training.queries import records
from competency.training.queries.records import ExemptionRow, RefresherRow
from competency.training.service import standings

LONGEST_EXEMPTION = 366 * 2
CAUSES = {
    "audit_finding": TrainingRequirement.after_audit_finding,
    "incident": TrainingRequirement.after_incident,
}


def exempt(
    work: Work, person_id: int, course_id: int, *, from_on: date, until: date, reason: str
) -> int:
    """Exempt somebody from a course until a day, and return the exemption's number.

    Refuses oneself, an empty reason, and days that are out of order or more than two years apart.
    """
    access.require(work, permissions.EXEMPT, person_id, see=permissions.SEE)
    if person_id == work.actor.person_id:
        raise Forbidden("Nobody exempts themselves. Ask another training lead.")
    reason = check_reason(reason)
    _check_course(work, course_id)
    if not 0 <= (until - from_on).days <= LONGEST_EXEMPTION:
        raise Refused(
            "until", "Choose a day after the first, and within two years of it.", field="until"
        )
    if until < work.today:
        raise Refused("over", "This would be over already.", field="until")
    row = TrainingExemption(
        person_id=person_id,
        course_id=course_id,
        from_on=from_on,
        until=until,
        reason=reason,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(PersonExempted(exemption_id=row.id, person_id=person_id, course_id=course_id))
    return row.id


def end_exemption(work: Work, exemption_id: int, ends_on: date, *, version: int | None) -> None:
    """Let an exemption end sooner; raises Stale when somebody else changed it meanwhile.

    Refuses a later day than it has and one that is over: what was exempt stays so.
    """
    row = _mine(work, TrainingExemption, exemption_id, permissions.EXEMPT)
    if row.version != version:
        raise Stale(
            "Somebody else changed this exemption after you opened it.",
            mine=Version("You", (("Until", ends_on.isoformat()),)),
            theirs=Version("Saved", (("Until", row.until.isoformat()),)),
        )
    if not max(row.from_on, work.today) <= ends_on < row.until:
        raise Refused(
            "ends_on", "Choose a day from today on, before the one it has.", field="ends_on"
        )
    row.until = ends_on
    work.record(
        ExemptionEnded(exemption_id=row.id, person_id=row.person_id, course_id=row.course_id)
    )


def assign_refresher(
    work: Work,
    course_id: int,
    person_ids: Sequence[int],
    *,
    cause: str,
    due_on: date,
    reason: str,
) -> list[int]:
    """Have people do a course again by a day, and return the refreshers' numbers.

    Refuses a cause that the course's rules do not name, a day that is over, and people outside
    the reader's scope. It is done by a completion from today on.
    """
    access.require_role(work, permissions.ASSIGN)
    _check_cause(work, course_id, cause)
    reason = check_reason(reason)
    if due_on < work.today:
        raise Refused("over", "Choose a day from today on.", field="due_on")
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Refused("nobody", "Choose who has to do it again.", field="person_ids")
    there = staff.colleagues(work, permissions.ASSIGN, person_ids=wanted, here_since=work.today)
    if len(there) < len(wanted):
        raise NotFound("One of these people is not among those whose training you keep.")
    rows = [
        TrainingRefresher(
            person_id=person_id,
            course_id=course_id,
            cause=cause,
            assigned_on=work.today,
            due_on=due_on,
            reason=reason,
            by_id=work.actor.person_id,
            at=work.now,
        )
        for person_id in wanted
    ]
    work.session.add_all(rows)
    work.session.flush()
    work.record(RefreshersAssigned(course_id=course_id, cause=cause, person_ids=tuple(wanted)))
    return [row.id for row in rows]


def withdraw_refresher(work: Work, refresher_id: int, *, version: int | None) -> None:
    """Take back a refresher that was assigned by mistake; raises Stale when it was changed."""
    row = _mine(work, TrainingRefresher, refresher_id, permissions.ASSIGN)
    if row.withdrawn_at is not None or row.version != version:
        raise Stale(
            "Somebody else changed this refresher after you opened it.",
            mine=Version("You", (("Refresher", "Withdrawn"),)),
            theirs=Version("Saved", (("Due", row.due_on.isoformat()),)),
        )
    row.withdrawn_at = work.now
    work.record(
        RefresherWithdrawn(refresher_id=row.id, person_id=row.person_id, course_id=row.course_id)
    )


def list_exemptions(work: Work) -> list[ExemptionRow]:
    """Return the exemptions in the training lead's scope that are not over."""
    access.require_role(work, permissions.EXEMPT)
    mine = standings.whose(work, permissions.EXEMPT)
    return records.exemptions(work.session, mine, work.today)


def list_refreshers(work: Work) -> list[RefresherRow]:
    """Return the refreshers in the training lead's scope that were not withdrawn."""
    access.require_role(work, permissions.ASSIGN)
    return records.refreshers(work.session, standings.whose(work, permissions.ASSIGN))


def require_allower(work: Work, person_id: int) -> str:
    """Return the name of somebody whom the actor may exempt; refuses all but their lead."""
    access.require(work, permissions.EXEMPT, person_id, see=permissions.SEE)
    found = staff.colleagues(work, permissions.EXEMPT, person_ids=[person_id])
    return found[0].name if found else ""


def names(work: Work, person_ids: Collection[int]) -> dict[int, str]:
    """Return the names of those in the training lead's scope."""
    found = staff.colleagues(work, permissions.EXEMPT, person_ids=person_ids)
    return {one.id: one.name for one in found}


def may_exempt(work: Work, person_id: int) -> bool:
    """Return whether the actor keeps this person's training; nobody keeps their own."""
    if person_id == work.actor.person_id:
        return False
    return access.allows(work, permissions.EXEMPT, person_id)


def _mine(work: Work, model: type[Any], row_id: int, action: Action) -> Any:
    row = work.session.get(model, row_id, populate_existing=True)
    if row is None:
        raise NotFound("There is no such entry, or it is not yours to see.")
    access.require(work, action, row.person_id, see=permissions.SEE)
    return row


def _check_course(work: Work, course_id: int) -> None:
    if work.session.get(Course, course_id) is None:
        raise Refused("unknown_course", "Choose a course from the list.", field="course_id")


def _check_cause(work: Work, course_id: int, cause: str) -> None:
    _check_course(work, course_id)
    names = CAUSES.get(cause)
    if names is None:
        raise Refused("cause", "Choose an audit finding or an incident.", field="cause")
    rule = select(TrainingRequirement.id).where(
        TrainingRequirement.course_id == course_id,
        TrainingRequirement.ended_at.is_(None),
        names,
    )
    if work.session.scalars(rule).first() is None:
        raise Refused(
            "not_triggered",
            "The rules for this course name no such refresher. Change the requirement first.",
            field="cause",
        )
