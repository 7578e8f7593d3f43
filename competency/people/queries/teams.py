"""How an actor stands to a team, as SQL: what belongs to a team is not any one person's."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, inspect, or_, select, true
from sqlalchemy.orm import aliased

from competency.kernel.actor import Actor, Role, ScopeKind
from competency.kernel.authz import Relation
from competency.people.models import Person, RoleGrant, SupervisionLine, Team
from competency.people.queries.relations import in_force, relation_holds

_MEMBER, _PLACE, _LINE = aliased(Person), aliased(Team), aliased(SupervisionLine)


def belongs(actor: Actor, team: ColumnElement[int]) -> ColumnElement[bool]:
    """Return SQL that is true where the actor works in the team."""
    if actor.person_id is None:
        return false()
    return team.in_(select(_MEMBER.team_id).where(_MEMBER.id == actor.person_id))


def supervises(actor: Actor, today: date, person: ColumnElement[int]) -> ColumnElement[bool]:
    """Return SQL that is true where the actor supervises the person, in a form an index serves.

    The same relation as everywhere, for lists of very many rows.
    """
    return false() if actor.person_id is None else is_below(actor.person_id, today, person)


def is_below(
    supervisor_id: int | ColumnElement[int], today: date, person: ColumnElement[int]
) -> ColumnElement[bool]:
    """Return SQL that is true where this supervisor supervises the person, by an index."""
    return person.in_(
        select(_LINE.supervisee_id).where(
            _LINE.supervisor_id == supervisor_id, in_force(today, _LINE)
        )
    )


def line_between(
    supervisor: ColumnElement[int] | int,
    person: ColumnElement[int],
    day: ColumnElement[date] | date,
) -> ColumnElement[bool]:
    """Return SQL that is true where a line between the two was in force on the day."""
    return exists().where(
        _LINE.supervisor_id == supervisor, _LINE.supervisee_id == person, in_force(day, _LINE)
    )


def leads(actor: Actor, today: date, team: ColumnElement[int]) -> ColumnElement[bool]:
    """Return SQL that is true where the actor supervises or manages somebody of the team."""
    someone: ColumnElement[int] = inspect(_MEMBER).selectable.c.id
    below = or_(
        supervises(actor, today, someone),
        relation_holds(Relation.MANAGES, actor, today, someone),
    )
    return team.in_(select(_MEMBER.team_id).where(_MEMBER.team_id.is_not(None), below))


def role_reaches(role: Role, actor: Actor, team: ColumnElement[int]) -> ColumnElement[bool]:
    """Return SQL that is true where the actor's role reaches the team."""
    reach: list[ColumnElement[bool]] = []
    for grant in actor.grants:
        if grant.role is not role:
            continue
        if grant.scope is ScopeKind.EVERYONE:
            return true()
        if grant.scope is ScopeKind.TEAM:
            reach.append(team == grant.scope_id)
        else:
            reach.append(team.in_(select(_PLACE.id).where(_PLACE.region_id == grant.scope_id)))
    return or_(false(), *reach)


def holding(role: Role, team_id: int, today: date) -> Select[int]:
    """Return the query of who works here and holds a role that reaches the team on the day."""
    region = select(_PLACE.region_id).where(_PLACE.id == team_id).scalar_subquery()
    reaches = or_(
        RoleGrant.scope == ScopeKind.EVERYONE.value,
        and_(RoleGrant.scope == ScopeKind.REGION.value, RoleGrant.scope_id == region),
        and_(RoleGrant.scope == ScopeKind.TEAM.value, RoleGrant.scope_id == team_id),
    )
    held = and_(
        RoleGrant.starts_on <= today, or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today)
    )
    here = Person.left_on.is_(None) | (Person.left_on >= today)
    return (
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == role.value, held, reaches, here)
        .distinct()
        .order_by(Person.id)
    )
