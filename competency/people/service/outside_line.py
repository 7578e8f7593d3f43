"""Who could look at somebody's work from outside their supervision line."""

from datetime import date

from sqlalchemy import Select, exists, or_, select, true
from sqlalchemy.orm import Session

from competency.kernel.actor import Role
from competency.people.models import Person, RoleGrant, SupervisionLine
from competency.people.service.lookup import Named


def supervisors_here(
    session: Session, today: date, *, without: Select[int] | None = None
) -> list[Named]:
    """Return who works here today and holds the role of a supervisor, by name.

    `without` leaves out the persons whose ids it selects.
    """
    held = exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role == Role.SUPERVISOR.value,
        RoleGrant.starts_on <= today,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
    )
    rows = session.execute(
        select(Person.id, Person.name)
        .where(
            held,
            or_(Person.left_on.is_(None), Person.left_on >= today),
            true() if without is None else Person.id.not_in(without),
        )
        .order_by(Person.name, Person.id)
    )
    return [Named(row.id, row.name) for row in rows]


def stood_above(session: Session, person_id: int, since: date, today: date) -> set[int]:
    """Return who supervised the person, at any depth, on any day from `since` to today."""
    overlaps = (
        SupervisionLine.starts_on <= today,
        or_(SupervisionLine.ends_on.is_(None), SupervisionLine.ends_on >= since),
    )
    line = (
        select(SupervisionLine.supervisor_id)
        .where(SupervisionLine.supervisee_id == person_id, *overlaps)
        .cte(recursive=True)
    )
    line = line.union(  # UNION ends a circle of lines
        select(SupervisionLine.supervisor_id)
        .join(line, SupervisionLine.supervisee_id == line.c.supervisor_id)
        .where(*overlaps)
    )
    return set(session.scalars(select(line.c.supervisor_id)))
