"""Courses and the rules about them, as plain rows."""

from sqlalchemy import select
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
    return [
        CourseRow(r.id, r.code, r.title, Subject(r.subject), tuple(r.also.splitlines()))
        for r in rows
    ]


def requirements(session: Session) -> list[KeptRequirement]:
    """Return the requirements in force, in the order of their courses."""
    rows = session.scalars(
        select(TrainingRequirement)
        .join(Course, Course.id == TrainingRequirement.course_id)
        .where(TrainingRequirement.ended_at.is_(None))
        .order_by(Course.place, TrainingRequirement.id)
    )
    return [kept(row) for row in rows]


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
