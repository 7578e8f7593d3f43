"""Who stands where on a day, for rooms that sort everybody at once; no permissions here."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from competency.kernel.actor import Role, ScopeKind
from competency.kernel.values import Value
from competency.people.models import (
    Person,
    PersonPracticeArea,
    PracticeArea,
    Region,
    RoleGrant,
    SupervisionLine,
    Team,
)
from competency.people.queries import in_force


class Place(NamedTuple):
    """Somebody who holds a role in a region, for a practice area they work in."""

    person_id: int
    region_id: int
    practice_area_id: int


class Names(Value):
    """How regions and practice areas are called, and in which region each team is."""

    regions: dict[int, str]
    areas: dict[int, str]
    region_of_team: dict[int, int]


def supervisor_of_each(session: Session, day: date) -> dict[int, int]:
    """Return the supervisor by supervisee on a day, for everybody, in one query.

    Of several lines the one that began last counts: who stands in for a supervisor comes later.
    """
    rows = session.execute(
        select(SupervisionLine.supervisee_id, SupervisionLine.supervisor_id)
        .join(Person, Person.id == SupervisionLine.supervisor_id)
        .where(in_force(day), or_(Person.left_on.is_(None), Person.left_on >= day))
        .order_by(SupervisionLine.starts_on, SupervisionLine.id)
    )
    return {row.supervisee_id: row.supervisor_id for row in rows}


def staff_numbers(session: Session) -> dict[int, str]:
    """Return everybody's staff number by id; who has none gets `#` and the id."""
    rows = session.execute(select(Person.id, Person.staff_number))
    return {row.id: row.staff_number or f"#{row.id}" for row in rows}


def places_of(session: Session, role: Role, day: date) -> list[Place]:
    """Return who holds the role where, by each practice area they work in, in a fixed order.

    A role for everybody holds in the region of the own team; without a team, nowhere.
    """
    region = func.coalesce(RoleGrant.scope_id, Team.region_id)
    rows = session.execute(
        select(Person.id, region.label("region_id"), PersonPracticeArea.practice_area_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(PersonPracticeArea, PersonPracticeArea.person_id == Person.id)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(
            RoleGrant.role == role.value,
            RoleGrant.scope.in_([ScopeKind.EVERYONE.value, ScopeKind.REGION.value]),
            RoleGrant.starts_on <= day,
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= day),
            or_(Person.left_on.is_(None), Person.left_on >= day),
            region.is_not(None),
        )
        .distinct()
        .order_by(Person.id, region, PersonPracticeArea.practice_area_id)
    )
    return [Place(row.id, row.region_id, row.practice_area_id) for row in rows]


def names(session: Session) -> Names:
    """Return the names of all regions and practice areas, and the region of each team."""
    return Names(
        regions=dict(session.execute(select(Region.id, Region.name)).all()),
        areas=dict(session.execute(select(PracticeArea.id, PracticeArea.name)).all()),
        region_of_team=dict(session.execute(select(Team.id, Team.region_id)).all()),
    )


def region_names(session: Session) -> dict[int, str]:
    """Return the names of all regions by number."""
    return dict(session.execute(select(Region.id, Region.name)).all())


def in_region(session: Session, roles: Iterable[Role], region_id: int, day: date) -> list[int]:
    """Return who works here and holds one of the roles for the region, or for all, on the day."""
    return list(
        session.scalars(
            select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                RoleGrant.role.in_(sorted(role.value for role in roles)),
                or_(
                    RoleGrant.scope == ScopeKind.EVERYONE.value,
                    (RoleGrant.scope == ScopeKind.REGION.value) & (RoleGrant.scope_id == region_id),
                ),
                RoleGrant.starts_on <= day,
                or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= day),
                or_(Person.left_on.is_(None), Person.left_on >= day),
            )
            .distinct()
            .order_by(Person.id)
        )
    )


def working_in_region(session: Session, role: Role, region_id: int, day: date) -> list[int]:
    """Return who holds the role on the day and works in a team of the region."""
    return list(
        session.scalars(
            select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .join(Team, Team.id == Person.team_id)
            .where(
                Team.region_id == region_id,
                RoleGrant.role == role.value,
                RoleGrant.starts_on <= day,
                or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= day),
                or_(Person.left_on.is_(None), Person.left_on >= day),
            )
            .distinct()
            .order_by(Person.id)
        )
    )
