"""What is due for somebody in supervision: sessions ahead, signatures, agreed actions."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, exists, or_, select

from competency.coaching import permissions
from competency.coaching.models import (
    CoachingAction,
    SupervisionSession,
    SupervisionSignature,
)
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
    Two statements; nobody is named, since a calendar may be read by others.
    """
    me = work.actor.person_id
    if me is None:
        return []
    return sorted([*_sessions(work, me), *_actions(work, me)], key=lambda one: (one.on, one.key))


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return the same for the actor's calendar."""
    for one in due_for_me(work):
        yield DateDue(one.on, one.words, one.path, one.key)


def _sessions(work: Work, me: int) -> Iterator[Due]:
    signed = exists().where(
        SupervisionSignature.session_id == SESSION.id,
        SupervisionSignature.person_id == me,
        SupervisionSignature.voided_at.is_(None),
    )
    waits = and_(SESSION.held_on.is_not(None), SESSION.person_id.is_not(None), ~signed)
    # Of a group the one who leads it signs; any member who was there may be the other.
    group = and_(SESSION.held_on.is_not(None), SESSION.supervisor_id == me, ~signed)
    rows = work.session.execute(
        select(SupervisionSession.id, SupervisionSession.planned_on, SupervisionSession.held_on)
        .where(
            SESSION.sealed_at.is_(None),
            SESSION.called_off_at.is_(None),
            or_(SESSION.held_on.is_(None), waits, group),
            session_scope(work.actor, work.today, permissions.TAKE_PART),
        )
        .order_by(SESSION.planned_on, SESSION.id)
    )
    for row in rows:
        path = f"/supervision/sessions/{row.id}"
        if row.held_on is None:
            yield Due("session", row.planned_on, "Supervision", path, f"supervision-{row.id}")
        else:
            words = "Sign a supervision session"
            yield Due("sign", row.held_on, words, f"{path}/sign", f"supervision-sign-{row.id}")


def _actions(work: Work, me: int) -> Iterator[Due]:
    rows = work.session.execute(
        select(CoachingAction.id, CoachingAction.due_on).where(
            CoachingAction.owner_id == me,
            CoachingAction.ending.is_(None),
            actions.scope(work.actor, work.today, permissions.SEE_ACTION),
        )
    )
    for row in rows:
        words = "An action agreed in supervision"
        yield Due("action", row.due_on, words, f"/actions/{row.id}", f"action-{row.id}")
