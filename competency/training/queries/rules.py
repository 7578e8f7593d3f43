"""Courses and the rules about them, as plain rows."""

from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from competency.kernel.actor import Role
from competency.kernel.values import Value
from competency.training.domain.requirements import Requirement, Subject, Who
from competency.training.models import Course, TrainingRequirement


class CourseRow(Value):
    """A course as lists show it; `also` are its names in other systems."""

    id: int
    code: str
    title: str
    subject: Subject
    also: tuple[str, ...]


class KeptRequirement(Value):
    """A requirement in force, with its number, its version and what of it is an assumption."""

    id: int
    version: int
    requirement: Requirement
    assumption: str
    source: str


def courses(session: Session) -> list[CourseRow]:
    """Return all courses in their order, data protection first as shipped."""
    rows = session.execute(
        select(Course.id, Course.code, Course.title, Course.subject, Course.also).order_by(
            Course.place, Course.id
        )
    )
    return [_course(row) for row in rows]


def _course(row: Any) -> CourseRow:
    also = tuple(row.also.splitlines())
    return CourseRow(row.id, row.code, row.title, Subject(row.subject), also)


def requirements(session: Session) -> list[KeptRequirement]:
    """Return the requirements in force, in the order of their courses."""
    rows = session.scalars(
        select(TrainingRequirement)
        .join(Course, Course.id == TrainingRequirement.course_id)
        .where(TrainingRequirement.ended_at.is_(None))
        .order_by(Course.place, TrainingRequirement.id)
    )
    return [kept(row) for row in rows]


def courses_with_requirements(
    session: Session,
) -> tuple[list[CourseRow], list[KeptRequirement]]:
    """Return what `courses` and `requirements` return, in one statement."""
    rows = session.execute(
        select(Course, TrainingRequirement)
        .outerjoin(
            TrainingRequirement,
            and_(
                TrainingRequirement.course_id == Course.id, TrainingRequirement.ended_at.is_(None)
            ),
        )
        .order_by(Course.place, Course.id, TrainingRequirement.id)
    ).all()
    each = {course.id: course for course, _ in rows}
    return (
        [_course(one) for one in each.values()],
        [kept(requirement) for _, requirement in rows if requirement is not None],
    )


def kept(row: TrainingRequirement) -> KeptRequirement:
    """Return a requirement as the rules read it."""
    return KeptRequirement(
        id=row.id,
        version=row.version,
        requirement=Requirement(
            course_id=row.course_id,
            who=Who(row.who),
            role=Role(row.role) if row.role else None,
            team_id=row.team_id,
            grace_days=row.grace_days,
            repeat_months=row.repeat_months,
            window_days=row.window_days,
            applies_from=row.applies_from,
            after_audit_finding=row.after_audit_finding,
            after_incident=row.after_incident,
        ),
        assumption=row.assumption,
        source=row.source,
    )
