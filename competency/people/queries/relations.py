"""How an actor stands to a person, as SQL; the one source for point checks and lists alike."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import BindParameter

from competency.kernel.actor import Actor, Role, ScopeKind
from competency.kernel.authz import Relation
from competency.people.models import Person, SupervisionLine, Team

ROLE_OF = {
    Relation.IS_ADMINISTRATOR: (Role.ADMINISTRATOR,),
    Relation.IS_AUDITOR: (Role.AUDITOR,),
    Relation.IS_TRAINING_LEAD: (Role.TRAINING_LEAD,),
    Relation.IS_CENTRAL_OFFICE: (Role.CENTRAL_OFFICE,),
    Relation.IS_MANAGER: (Role.MANAGER,),
    Relation.IS_REGIONAL_LEADERSHIP: (Role.REGIONAL_LEADERSHIP,),
    Relation.IN_OWN_REGION: (Role.REGIONAL_LEADERSHIP, Role.QUALITY_SPECIALIST),
}

# The outer query may have lines, persons and teams of its own. Made once, because making an
# alias costs more than all that is said with it; each is used inside one EXISTS at a time.
_LINE, _SOMEONE, _TEAM = aliased(SupervisionLine), aliased(Person), aliased(Team)


def relation_holds(
    relation: Relation, actor: Actor, today: date, person: ColumnElement[int] | None
) -> ColumnElement[bool]:
    """Return SQL that is true where the actor stands so to the person of the column.

    Without a person only relations that rest on a role alone can hold. Relations that belong
    to another room's records (an invitation) are that room's to resolve; here they are false.
    """
    if relation is Relation.ANYONE:
        return true() if actor.person_id is not None else false()
    if relation in ROLE_OF:
        return or_(false(), *(_role_reaches(role, actor, person) for role in ROLE_OF[relation]))
    if person is None or actor.person_id is None:
        return false()
    if relation is Relation.IS_SELF:
        if isinstance(person, BindParameter):  # one known person: settled without asking
            return true() if person.value == actor.person_id else false()
        return person == actor.person_id
    if relation is Relation.SUPERVISES:
        return _line_in_force(actor.person_id, today, person)
    if relation is Relation.MANAGES and actor.has(Role.MANAGER):
        return person.in_(select(_whole_line(actor.person_id, today).supervisee_id))
    return false()


def in_force(
    today: date | ColumnElement[date], line: type[SupervisionLine] = SupervisionLine
) -> ColumnElement[bool]:
    """Return SQL that is true for supervision lines in force on the day; `line` may be an alias."""
    return and_(line.starts_on <= today, or_(line.ends_on.is_(None), line.ends_on >= today))


def _line_in_force(
    supervisor_id: int, today: date, person: ColumnElement[int]
) -> ColumnElement[bool]:
    return exists().where(
        _LINE.supervisor_id == supervisor_id, _LINE.supervisee_id == person, in_force(today, _LINE)
    )


def _whole_line(
    supervisor_id: int, today: date
) -> ReadOnlyColumnCollection[str, ColumnElement[int]]:
    """Return everyone below the supervisor, at any depth; UNION ends a circle of lines."""
    line = (
        select(SupervisionLine.supervisee_id)
        .where(SupervisionLine.supervisor_id == supervisor_id, in_force(today))
        .cte(recursive=True)
    )
    return line.union(
        select(SupervisionLine.supervisee_id)
        .join(line, SupervisionLine.supervisor_id == line.c.supervisee_id)
        .where(in_force(today))
    ).c


def _role_reaches(
    role: Role, actor: Actor, person: ColumnElement[int] | None
) -> ColumnElement[bool]:
    reach: list[ColumnElement[bool]] = []
    for grant in actor.grants:
        if grant.role is not role:
            continue
        if grant.scope is ScopeKind.EVERYONE or person is None:
            return true()
        place = _SOMEONE.team_id if grant.scope is ScopeKind.TEAM else _TEAM.region_id
        reach.append(
            select(_SOMEONE.id)
            .outerjoin(_TEAM, _SOMEONE.team_id == _TEAM.id)
            .where(_SOMEONE.id == person, place == grant.scope_id)
            .exists()
        )
    return or_(false(), *reach)
