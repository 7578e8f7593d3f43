"""A training lead, those around them, and completions put in past the rules."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.people.models import Person, Region, RoleGrant, Team
from competency.training.models import Course, TrainingCompletion, TrainingRequirement
from competency.training.service import front, requirements
from competency.training.service.overview import Matrix
from tests.builders.stage import LONG_AGO, Cast, Stage, a_cast, a_person
from tests.support.replay import kept


@dataclass(frozen=True)
class School:
    """An organisation that adopted the standard's requirements, with two teams.

    `lead` keeps everybody's training, `team_lead` that of the quay team, where the practitioner
    and the colleague are; the hill team has `far`, who stands in nobody's line.
    """

    cast: Cast
    lead: Person
    team_lead: Person
    far: Person
    quay: Team
    hill: Team
    courses: dict[str, Course]

    def __getitem__(self, code: str) -> int:
        """Return a course's number by its code."""
        return self.courses[code].id


@kept
def a_school(stage: Stage) -> School:
    """An organisation with the protocol's requirements and without any completion."""
    cast = a_cast(stage)
    region = stage.save(Region(name="North"))
    quay, hill = stage.save(
        Team(name="Quay", region_id=region.id), Team(name="Hill", region_id=region.id)
    )
    lead = a_person(stage, "Lea Lead", Role.TRAINING_LEAD)
    team_lead = a_person(stage, "Tom Teamlead")
    stage.save(
        RoleGrant(
            person_id=team_lead.id,
            role=Role.TRAINING_LEAD.value,
            scope="team",
            scope_id=quay.id,
            starts_on=LONG_AGO,
        )
    )
    far = a_person(stage, "Finn Far", Role.CASE_MANAGER)
    for person, team in [(cast.practitioner, quay), (cast.colleague, quay), (far, hill)]:
        change(stage, person, team_id=team.id)
    stage.do(lead, requirements.adopt_standard)
    with stage.database.reading() as session:
        courses = {course.code: course for course in session.scalars(select(Course))}
    return School(cast, lead, team_lead, far, quay, hill, courses)


def change(stage: Stage, row: Any, **values: Any) -> None:
    """Change a row past the rules."""
    table = type(row).__table__
    with stage.database.engine.begin() as connection:
        connection.execute(table.update().where(table.c.id == row.id).values(**values))


def done(
    stage: Stage,
    person: Person,
    course_id: int,
    on: date,
    *,
    expires_on: date | None = None,
    status: str = "verified",
) -> TrainingCompletion:
    """A completion of the person, verified unless said."""
    row: TrainingCompletion = stage.save(
        TrainingCompletion(
            person_id=person.id,
            course_id=course_id,
            completed_on=on,
            expires_on=expires_on,
            status=status,
            source="person",
            recorded_by_id=person.id,
            recorded_at=datetime(2026, 5, 1, tzinfo=UTC),
        )
    )
    return row


def a_rule(stage: Stage, course_id: int, **values: Any) -> TrainingRequirement:
    """A requirement of the organisation's own, for everyone and once unless said."""
    chosen = {"who": "everyone", "grace_days": 0, "window_days": 60} | values
    row: TrainingRequirement = stage.save(TrainingRequirement(course_id=course_id, **chosen))
    return row


def a_file(*lines: str, encoding: str = "utf-8") -> io.BytesIO:
    """A learning system's file."""
    head = "Employee ID,Email,Course name,Completed,Expires,Certificate"
    return io.BytesIO("\r\n".join([head, *lines, ""]).encode(encoding))


def matrix(work: Work) -> Matrix:
    """Courses by teams, as the training lead's first page counts them."""
    return front.front(work).matrix
