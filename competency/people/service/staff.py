"""Everybody who works or worked here, as plain rows: for rooms that judge all of them at once.

The caller names the action whose scope the rows keep to; None is for the system's own work.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, or_, select, true

from competency.infra.gathering import Fact, part
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.authz import Action
from competency.people.models import Person, RoleGrant, SupervisionLine, Team
from competency.people.queries import in_force
from competency.people.service.access import scope
from competency.people.service.crowds import People

COLLEAGUE, HOLDING = "colleague", "holding"


class Colleague(NamedTuple):
    """Somebody of the organisation: where, known as what elsewhere, and from when to when."""

    id: int
    name: str
    team_id: int | None
    team: str | None
    staff_number: str | None
    email: str
    started_on: date
    left_on: date | None


class Holding(NamedTuple):
    """A role of a person, from a day to a day."""

    person_id: int
    role: str
    starts_on: date
    ends_on: date | None


def colleagues(
    work: Work,
    action: Action | None,
    *,
    here_since: date | None = None,
    person_ids: Collection[int] | None = None,
) -> list[Colleague]:
    """Return the colleagues in the action's scope, by name; outside raters are none.

    `here_since` leaves out those who had left before that day.
    """
    rows = work.session.execute(
        select(
            Person.id,
            Person.name,
            Person.team_id,
            Team.name,
            Person.staff_number,
            Person.email,
            Person.started_on,
            Person.left_on,
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .where(
            or_(Person.staff_number.is_not(None), exists().where(RoleGrant.person_id == Person.id)),
            _within(work, action),
            true()
            if here_since is None
            else or_(Person.left_on.is_(None), Person.left_on >= here_since),
            true() if person_ids is None else Person.id.in_(person_ids),
        )
        .order_by(Person.name, Person.id)
    )
    return [Colleague(*row) for row in rows]


def holdings(work: Work, roles: Iterable[Role]) -> list[Holding]:
    """Return who holds or held any of the roles, and when, oldest first."""
    wanted = sorted(role.value for role in roles)
    if not wanted:
        return []
    rows = work.session.execute(
        select(RoleGrant.person_id, RoleGrant.role, RoleGrant.starts_on, RoleGrant.ends_on)
        .where(RoleGrant.role.in_(wanted))
        .order_by(RoleGrant.starts_on, RoleGrant.id)
    )
    return [Holding(*row) for row in rows]


def supervisors_of_each(work: Work, person_ids: Collection[int]) -> dict[int, list[int]]:
    """Return who supervises each of the persons today, in one query."""
    found: dict[int, list[int]] = {}
    rows = work.session.execute(
        select(SupervisionLine.supervisee_id, SupervisionLine.supervisor_id)
        .where(SupervisionLine.supervisee_id.in_(person_ids), in_force(work.today))
        .distinct()
        .order_by(SupervisionLine.supervisee_id, SupervisionLine.supervisor_id)
    )
    for person_id, supervisor_id in rows:
        found.setdefault(person_id, []).append(supervisor_id)
    return found


def team_names(work: Work) -> dict[int, str]:
    """Return the names of all teams by id, in order of name."""
    return dict(work.session.execute(select(Team.id, Team.name).order_by(Team.name)).all())


def _within(work: Work, action: Action | None) -> ColumnElement[bool]:
    if action is None:
        return true()
    return scope(work.actor, work.today, action, Person.__table__.c.id)


def here(work: Work, action: Action | None, on: date) -> Subquery:
    """Return as SQL the colleagues in the action's scope who work here on the day.

    Columns: id, name, team_id, team, started_on. For a room that counts in the database.
    """
    return (
        select(Person.id, Person.name, Person.team_id, Team.name.label("team"), Person.started_on)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(
            or_(Person.staff_number.is_not(None), exists().where(RoleGrant.person_id == Person.id)),
            _within(work, action),
            Person.started_on <= on,
            or_(Person.left_on.is_(None), Person.left_on >= on),
        )
        .subquery("here")
    )


def holding(on: date) -> Subquery:
    """Return as SQL who holds which role on the day, and since when: person_id, role, since."""
    return (
        select(RoleGrant.person_id, RoleGrant.role, func.min(RoleGrant.starts_on).label("since"))
        .where(
            RoleGrant.starts_on <= on,
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= on),
        )
        .group_by(RoleGrant.person_id, RoleGrant.role)
        .subquery("holding")
    )


def colleagues_part(people: People) -> Select[Any]:
    """Return the question for the colleagues of a set of people, as a part of one statement."""
    question = select(
        Person.id.label("person_id"),
        Person.name,
        Person.started_on,
        Person.left_on,
        Person.team_id,
    ).where(
        Person.id.in_(people),
        or_(Person.staff_number.is_not(None), exists().where(RoleGrant.person_id == Person.id)),
    )
    return part(COLLEAGUE, question, code="name", day="started_on", until="left_on", a="team_id")


def read_colleagues(facts: Mapping[str, Sequence[Fact]]) -> list[Colleague]:
    """Return the colleagues from the answer to their part, by name; teams by number only."""
    found = [
        Colleague(one.person_id, one.code, one.a, None, None, "", one.day, one.until)
        for one in facts.get(COLLEAGUE, ())
    ]
    return sorted(found, key=lambda one: (one.name, one.id))


def holdings_part(people: People, roles: Iterable[Role]) -> Select[Any]:
    """Return the question for who of a set of people holds or held any of the roles, and when."""
    question = select(
        RoleGrant.person_id, RoleGrant.role, RoleGrant.starts_on, RoleGrant.ends_on
    ).where(RoleGrant.person_id.in_(people), RoleGrant.role.in_(sorted(roles)))
    return part(HOLDING, question, code="role", day="starts_on", until="ends_on")


def read_holdings(facts: Mapping[str, Sequence[Fact]]) -> list[Holding]:
    """Return who holds what from the answer to its part, oldest first."""
    found = [Holding(one.person_id, one.code, one.day, one.until) for one in facts.get(HOLDING, ())]
    return sorted(found, key=lambda one: one.starts_on)
