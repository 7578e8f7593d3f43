"""The one rule for who may do what: a room's permission table, turned into SQL.

A point check is the list's scope asked about one person, so the two cannot disagree.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, and_, false, literal, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import AsBoolean, False_, True_
from sqlalchemy.sql.operators import is_true

from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import Forbidden, NotFound
from competency.people import queries

Resolve = Callable[[Relation], ColumnElement[bool] | None]


def scope(
    actor: Actor,
    today: date,
    action: Action,
    person: ColumnElement[int] | None,
    resolve: Resolve = lambda relation: None,
) -> ColumnElement[bool]:
    """Return SQL that is true for the persons on whom the actor may carry out the action.

    `resolve` lets a room answer relations to its own records; None leaves them to people.
    """

    def holds(relation: Relation) -> ColumnElement[bool]:
        own = resolve(relation)
        if own is not None:
            return own
        return queries.relation_holds(relation, actor, today, person)

    return or_(false(), *(and_(*(holds(r) for r in sorted(clause))) for clause in action.allow))


def require(work: Work, action: Action, person_id: int, *, see: Action) -> None:
    """Refuse unless the actor may carry out the action on this person's record.

    Who may not even `see` it gets NotFound, so that its existence is not confirmed; who may
    see it but not do this gets Forbidden.
    """
    if not allows(work, action, person_id):
        decide(allowed=False, seen=allows(work, see, person_id))


def allows(work: Work, action: Action, person_id: int) -> bool:
    """Return whether the actor may carry out the action on this person's record."""
    return _holds(work.session, scope(work.actor, work.today, action, literal(person_id)))


def require_role(work: Work, action: Action) -> None:
    """Refuse unless the actor's roles alone allow the action; nothing is confirmed or denied."""
    if not may(work.session, work.actor, work.today, action):
        raise Forbidden("Your role does not include this.")


def may(session: Session, actor: Actor, today: date, action: Action) -> bool:
    """Return whether the actor's roles alone allow the action."""
    return _holds(session, scope(actor, today, action, None))


def _holds(session: Session, condition: ColumnElement[bool]) -> bool:
    """Ask the database, unless the roles that came with the sign-in have settled it.

    SQLAlchemy leaves a constant inside what and_() and or_() wrap round it.
    """
    while isinstance(condition, AsBoolean) and condition.operator is is_true:
        condition = condition.element
    if isinstance(condition, True_ | False_):
        return isinstance(condition, True_)
    return bool(session.scalar(select(condition)))


def decide(allowed: bool, seen: bool) -> None:
    """Raise NotFound or Forbidden unless allowed (security rules, 3)."""
    if allowed:
        return
    if seen:
        raise Forbidden("You can see this, but you cannot do this to it.")
    raise NotFound("There is no such page, or it is not yours to see.")
