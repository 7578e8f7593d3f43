"""What is due for somebody in supervision: sessions ahead, signatures, agreed actions."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, and_, case, exists, func, literal, or_, select, union_all

from competency.coaching import permissions
from competency.coaching.models import CoachingAction, SupervisionSignature
from competency.coaching.service import actions
from competency.coaching.service.session_loading import SESSION, session_scope
from competency.infra.slots import DateDue
from competency.infra.work import Work


class Due(NamedTuple):
    """Something to do in supervision, by when, and where; `what` is session, sign or action."""

    what: str
    on: date
    words: str
    path: str
    key: str


def due_for_me(work: Work) -> list[Due]:
    """Return what the actor has to do in supervision, the first day before the others.

    Sessions planned, sessions held that lack their signature, and open actions that are theirs.
    One statement; nobody is named, since a calendar may be read by others.
    """
    me = work.actor.person_id
    if me is None:
        return []
    rows = work.session.execute(union_all(_sessions(work, me), _actions(work, me)))
    return sorted((_due(*row) for row in rows), key=lambda one: (one.on, one.key))


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return the same for the actor's calendar."""
    for one in due_for_me(work):
        yield DateDue(one.on, one.words, one.path, one.key)


PREPARE, SIGN, ACTION = "session", "sign", "action"


def _due(what: str, number: int, on: date) -> Due:
    if what == ACTION:
        words = "An action agreed in supervision"
        return Due(what, on, words, f"/actions/{number}", f"action-{number}")
    path = f"/supervision/sessions/{number}"
    if what == PREPARE:
        return Due(what, on, "Supervision", path, f"supervision-{number}")
    words = "Sign a supervision session"
    return Due(what, on, words, f"{path}/sign", f"supervision-sign-{number}")


def _sessions(work: Work, me: int) -> Select[str, int, date]:
    signed = exists().where(
        SupervisionSignature.session_id == SESSION.id,
        SupervisionSignature.person_id == me,
        SupervisionSignature.voided_at.is_(None),
    )
    is_held = SESSION.held_on.is_not(None)
    waits = and_(is_held, SESSION.person_id.is_not(None), ~signed)
    # Of a group the one who leads it signs; any member who was there may be the other.
    group = and_(is_held, SESSION.supervisor_id == me, ~signed)
    return select(
        case((is_held, SIGN), else_=PREPARE),
        SESSION.id,
        func.coalesce(SESSION.held_on, SESSION.planned_on),
    ).where(
        SESSION.sealed_at.is_(None),
        SESSION.called_off_at.is_(None),
        or_(SESSION.held_on.is_(None), waits, group),
        session_scope(work.actor, work.today, permissions.TAKE_PART),
    )


def _actions(work: Work, me: int) -> Select[str, int, date]:
    return select(literal(ACTION), CoachingAction.id, CoachingAction.due_on).where(
        CoachingAction.owner_id == me,
        CoachingAction.ending.is_(None),
        actions.scope(work.actor, work.today, permissions.SEE_ACTION),
    )
