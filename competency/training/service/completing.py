"""Completions: entered by the person and verified, or recorded for many by the training lead."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select, update

from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, staff
from competency.people.service.staff import Colleague
from competency.training import permissions
from competency.training.domain.completions import (
    Claim,
    Source,
    Status,
    check_days,
    check_number,
    check_reason,
)
from competency.training.domain.requirements import Subject, needs_expiry
from competency.training.events import (
    AttendanceRecorded,
    CompletionClaimed,
    CompletionReturned,
    CompletionVerified,
)
from competency.training.models import COMPLETIONS, Course, TrainingBatch, TrainingCompletion
from competency.training.queries import rules
from competency.training.queries.rules import CourseRow
from competency.training.service import standings

OWN = "Nobody verifies or records their own training. Ask another training lead."
STANDING = (Status.CLAIMED.value, Status.VERIFIED.value)


class Recorded(Value):
    """What came of recording many together; the batch is None where nothing was new."""

    batch_id: int | None
    added: int
    known: int


def claim(work: Work, person_id: int, entered: Claim) -> int:
    """Enter one's own completion, to be verified, and return its number.

    Refuses a day to come, an unknown course, a missing expiry, and what was entered already.
    """
    access.require(work, permissions.CLAIM, person_id, see=permissions.SEE)
    entered = _checked(work, entered)
    twin = select(TrainingCompletion.id).where(
        TrainingCompletion.person_id == person_id,
        TrainingCompletion.course_id == entered.course_id,
        TrainingCompletion.completed_on == entered.completed_on,
        TrainingCompletion.status.in_(STANDING),
    )
    if work.session.scalar(twin) is not None:
        raise Refused("known", "This is on your record already.", field="completed_on")
    row = TrainingCompletion(
        person_id=person_id,
        course_id=entered.course_id,
        completed_on=entered.completed_on,
        expires_on=entered.expires_on,
        number=entered.number,
        status=Status.CLAIMED.value,
        source=Source.PERSON.value,
        recorded_by_id=work.actor.person_id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        CompletionClaimed(completion_id=row.id, person_id=person_id, course_id=row.course_id)
    )
    return row.id


def verify(work: Work, completion_id: int) -> None:
    """Let a completion count; refuses one that was decided already, and one's own."""
    row = _waiting(work, completion_id)
    twin = select(TrainingCompletion.id).where(
        TrainingCompletion.person_id == row.person_id,
        TrainingCompletion.course_id == row.course_id,
        TrainingCompletion.completed_on == row.completed_on,
        TrainingCompletion.status == Status.VERIFIED.value,
    )
    if work.session.scalar(twin) is not None:
        raise Refused(
            "known", "The same completion counts already, from another source. Return this one."
        )
    _decide(work, row, Status.VERIFIED, "")
    work.record(
        CompletionVerified(completion_id=row.id, person_id=row.person_id, course_id=row.course_id)
    )


def return_to(work: Work, completion_id: int, comment: str) -> None:
    """Give a completion back with a comment; refuses one that was decided already."""
    row = _waiting(work, completion_id)
    _decide(work, row, Status.RETURNED, check_reason(comment, field="comment"))
    work.record(
        CompletionReturned(completion_id=row.id, person_id=row.person_id, course_id=row.course_id)
    )


def record_attendance(
    work: Work, course_id: int, completed_on: date, person_ids: Sequence[int]
) -> Recorded:
    """Record that these people did a course on a day, as one batch; who has it already keeps it.

    Refuses nobody, somebody outside the reader's scope, oneself, and a day to come.
    """
    access.require_role(work, permissions.RECORD)
    entered = _checked(work, Claim(course_id=course_id, completed_on=completed_on))
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Refused("nobody", "Choose who was there.", field="person_ids")
    if work.actor.person_id in wanted:
        raise Forbidden(OWN)
    there = staff.colleagues(work, permissions.RECORD, person_ids=wanted)
    if len(there) < len(wanted):
        raise NotFound("One of these people is not among those whose training you keep.")
    known = set(
        work.session.scalars(
            select(TrainingCompletion.person_id).where(
                TrainingCompletion.course_id == course_id,
                TrainingCompletion.completed_on == completed_on,
                TrainingCompletion.status == Status.VERIFIED.value,
                TrainingCompletion.person_id.in_(wanted),
            )
        )
    )
    new = [person_id for person_id in wanted if person_id not in known]
    if not new:
        return Recorded(None, 0, len(known))
    batch = TrainingBatch(
        source=Source.ATTENDANCE.value,
        source_name="Attendance list",
        rows=len(wanted),
        added=len(new),
        known=len(known),
        faulty=0,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(batch)
    work.session.flush()
    facts = {
        "course_id": entered.course_id,
        "completed_on": entered.completed_on,
        "number": "",
        "status": Status.VERIFIED.value,
        "source": Source.ATTENDANCE.value,
        "batch_id": batch.id,
        "recorded_by_id": work.actor.person_id,
        "recorded_at": work.now,
        "comment": "",
    }
    rows = [facts | {"person_id": person_id} for person_id in new]
    work.session.execute(insert(COMPLETIONS), rows)
    work.record(
        AttendanceRecorded(batch_id=batch.id, course_id=course_id, added=len(new), known=len(known))
    )
    return Recorded(batch.id, len(new), len(known))


def attendable(work: Work) -> list[Colleague]:
    """Return those in the training lead's scope who may be put on an attendance list, by name."""
    access.require_role(work, permissions.RECORD)
    people = staff.colleagues(work, permissions.RECORD, here_since=work.today)
    return [one for one in people if one.id != work.actor.person_id]


def list_courses(work: Work) -> list[CourseRow]:
    """Return all courses in their order; what is trained here is no secret."""
    return rules.courses(work.session)


def courses_needing_expiry(work: Work) -> frozenset[int]:
    """Return the courses whose completions must name their own expiry."""
    repeats: dict[int, int | None] = {}
    for kept in rules.requirements(work.session):
        one = kept.requirement
        repeats[one.course_id] = one.repeat_months or repeats.get(one.course_id)
    return frozenset(
        course.id
        for course in rules.courses(work.session)
        if needs_expiry(course.subject, repeats.get(course.id))
    )


def _checked(work: Work, entered: Claim) -> Claim:
    course = work.session.get(Course, entered.course_id)
    if course is None:
        raise Refused("unknown_course", "Choose a course from the list.", field="course_id")
    check_days(entered.completed_on, entered.expires_on, work.today)
    if entered.expires_on is None and course.id in courses_needing_expiry(work):
        what = Subject(course.subject).label.lower()
        raise Refused("no_expiry", f"Enter the day this {what} expires.", field="expires_on")
    return Claim(
        course_id=course.id,
        completed_on=entered.completed_on,
        expires_on=entered.expires_on,
        number=check_number(entered.number),
    )


def _waiting(work: Work, completion_id: int) -> TrainingCompletion:
    """Return a completion that the actor may decide on."""
    within = standings.whose(work, permissions.VERIFY)
    seen = standings.whose(work, permissions.SEE)
    person = TrainingCompletion.__table__.c.person_id
    found = work.session.execute(
        select(TrainingCompletion, within(person).label("may"), seen(person).label("sees"))
        .where(TrainingCompletion.id == completion_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such completion, or it is not yours to see.")
    row: TrainingCompletion = found[0]
    access.decide(bool(found.may), bool(found.sees))
    if row.person_id == work.actor.person_id:
        raise Forbidden(OWN)
    return row


def _decide(work: Work, row: TrainingCompletion, status: Status, comment: str) -> None:
    """Set the status if it still waits: of two who decide at once, the second is told."""
    done = work.session.execute(
        update(TrainingCompletion)
        .where(TrainingCompletion.id == row.id, TrainingCompletion.status == Status.CLAIMED.value)
        .values(
            status=status.value,
            comment=comment,
            decided_by_id=work.actor.person_id,
            decided_at=work.now,
        )
        .returning(TrainingCompletion.id)
    ).one_or_none()
    if done is None:
        raise Refused("decided", "Somebody has decided on this completion already.")
