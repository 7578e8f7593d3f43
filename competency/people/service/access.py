"""The one rule for who may do what: a room's permission table, turned into SQL.

A point check is the list's scope asked about one person, so the two cannot disagree.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, and_, false, literal, or_, select
from sqlalchemy.orm import Session

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
    person = literal(person_id)
    verdict = work.session.execute(
        select(
            scope(work.actor, work.today, action, person).label("may"),
            scope(work.actor, work.today, see, person).label("sees"),
        )
    ).one()
    decide(bool(verdict.may), bool(verdict.sees))


def allows(work: Work, action: Action, person_id: int) -> bool:
    """Return whether the actor may carry out the action on this person's record."""
    return bool(
        work.session.scalar(select(scope(work.actor, work.today, action, literal(person_id))))
    )


def require_role(work: Work, action: Action) -> None:
    """Refuse unless the actor's roles alone allow the action; nothing is confirmed or denied."""
    if not may(work.session, work.actor, work.today, action):
        raise Forbidden("Your role does not include this.")


def may(session: Session, actor: Actor, today: date, action: Action) -> bool:
    """Return whether the actor's roles alone allow the action."""
    return bool(session.scalar(select(scope(actor, today, action, None))))


def decide(allowed: bool, seen: bool) -> None:
    """Raise NotFound or Forbidden unless allowed (security rules, 3)."""
    if allowed:
        return
    if seen:
        raise Forbidden("You can see this, but you cannot do this to it.")
    raise NotFound("There is no such page, or it is not yours to see.")
