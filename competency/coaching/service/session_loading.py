"""Load a session or an agreement and authorise in one query; who stands how to one, as SQL."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from competency.coaching import permissions
from competency.coaching.domain.sessions import Facts, State, state_of
from competency.coaching.models import (
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionMember,
    SupervisionSession,
    SupervisionSignature,
)
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import NotFound, Stale, Version
from competency.people.service import access, teams

SESSION = SupervisionSession.__table__.c
AGREEMENT = SupervisionAgreement.__table__.c
NO_SESSION = "There is no such session, or it is not yours to see."
NO_AGREEMENT = "There is no such agreement, or it is not yours to see."

Rule = Callable[[Actor, date], ColumnElement[bool]]


def session_scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the sessions to which the actor may do this."""
    return _scope(actor, today, action, _SESSION_RULES, SESSION.person_id)


def agreement_scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the agreements to which the actor may do this."""
    return _scope(actor, today, action, _AGREEMENT_RULES, AGREEMENT.person_id)


def _scope(
    actor: Actor,
    today: date,
    action: Action,
    rules: dict[Relation, Rule],
    person: ColumnElement[int],
) -> ColumnElement[bool]:
    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        rule = rules.get(relation)
        return rule(actor, today) if rule else None

    return access.scope(actor, today, action, person, resolve)


def _me(actor: Actor) -> int:
    return actor.person_id or 0


_SESSION_RULES: dict[Relation, Rule] = {
    Relation.SUPERVISES: lambda actor, day: teams.supervises(actor, day, SESSION.person_id),
    Relation.LEADS_SESSION: lambda actor, _: SESSION.supervisor_id == _me(actor),
    Relation.IS_GROUP: lambda _actor, _day: SESSION.person_id.is_(None),
    Relation.HAS_TO_FINISH: lambda actor, _: and_(
        SESSION.sealed_at.is_(None),
        SESSION.called_off_at.is_(None),
        teams.line_between(
            _me(actor), SESSION.person_id, func.coalesce(SESSION.held_on, SESSION.planned_on)
        ),
    ),
    Relation.LEADER_MOVED_ON: lambda _actor, day: and_(
        SESSION.person_id.is_not(None),
        ~teams.line_between(SESSION.supervisor_id, SESSION.person_id, day),
        ~teams.line_between(SESSION.supervisor_id, SESSION.person_id, SESSION.planned_on),
    ),
    Relation.IS_SEALED: lambda _actor, _day: SESSION.sealed_at.is_not(None),
    Relation.IN_GROUP: lambda actor, _: and_(
        SESSION.person_id.is_(None),
        or_(
            SESSION.supervisor_id == _me(actor),
            exists().where(
                SupervisionAttendee.session_id == SESSION.id,
                SupervisionAttendee.person_id == _me(actor),
            ),
        ),
    ),
}
_AGREEMENT_RULES: dict[Relation, Rule] = {
    Relation.SUPERVISES: lambda actor, day: teams.supervises(actor, day, AGREEMENT.person_id),
    Relation.LEADS_SESSION: lambda actor, _: AGREEMENT.supervisor_id == _me(actor),
    Relation.LEADER_MOVED_ON: lambda _actor, day: moved_on(day),
    Relation.IS_GROUP: lambda _actor, _day: AGREEMENT.person_id.is_(None),
    Relation.IN_GROUP: lambda actor, _: and_(
        AGREEMENT.person_id.is_(None),
        or_(
            AGREEMENT.supervisor_id == _me(actor),
            exists().where(
                SupervisionMember.agreement_id == AGREEMENT.id,
                SupervisionMember.person_id == _me(actor),
            ),
        ),
    ),
}


def moved_on(day: date) -> ColumnElement[bool]:
    """Return SQL that is true for a pair's agreements whose leader does not supervise then."""
    line = teams.line_between(AGREEMENT.supervisor_id, AGREEMENT.person_id, day)
    return and_(AGREEMENT.person_id.is_not(None), ~line)


def load(work: Work, session_id: int, action: Action, *, lock: bool = False) -> SupervisionSession:
    """Return the session, or refuse who may not do this to it.

    `lock` makes others who would change the same session wait until this work is done.
    """
    return load_and_ask(work, session_id, action, (), lock=lock)[0]


def load_and_ask(
    work: Work, session_id: int, action: Action, asked: Sequence[Action], *, lock: bool = False
) -> tuple[SupervisionSession, dict[Action, bool]]:
    """Return the session as `load` does, and what else of these the actor may do, at once."""
    actor, today = work.actor, work.today
    rules = (session_scope(actor, today, one).label(f"may_{n}") for n, one in enumerate(asked))
    query = select(
        SupervisionSession,
        session_scope(actor, today, action).label("may"),
        session_scope(actor, today, permissions.SEE_SESSION).label("sees"),
        *rules,
    ).where(SESSION.id == session_id)
    if lock:
        query = query.with_for_update(of=SupervisionSession)
    row = _decided(work, query, NO_SESSION, lock=lock)
    return row[0], {one: bool(getattr(row, f"may_{n}")) for n, one in enumerate(asked)}


def load_agreement(
    work: Work, agreement_id: int, action: Action, *, lock: bool = False
) -> SupervisionAgreement:
    """Return the agreement, or refuse who may not do this to it."""
    actor, today = work.actor, work.today
    query = select(
        SupervisionAgreement,
        agreement_scope(actor, today, action).label("may"),
        agreement_scope(actor, today, permissions.SEE_AGREEMENT).label("sees"),
    ).where(AGREEMENT.id == agreement_id)
    if lock:
        query = query.with_for_update(of=SupervisionAgreement)
    found: SupervisionAgreement = _decided(work, query, NO_AGREEMENT, lock=lock)[0]
    return found


def _decided(work: Work, query: Any, missing: str, *, lock: bool) -> Any:
    """Return the row that the query finds and its verdict allows."""
    if lock:  # what this session read before it waited may have been changed since
        query = query.execution_options(populate_existing=True)
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(missing)
    access.decide(bool(row.may), bool(row.sees))
    return row


def state(work: Work, session: SupervisionSession) -> State:
    """Return where a session stands; asks for signatures only where they decide."""
    signed = 0
    if session.held_on is not None and session.sealed_at is None:
        counted = select(func.count(SupervisionSignature.id)).where(
            SupervisionSignature.session_id == session.id,
            SupervisionSignature.voided_at.is_(None),
        )
        signed = work.session.scalar(counted) or 0
    return state_of(facts_of(session, signed))


def facts_of(session: SupervisionSession, signatures: int) -> Facts:
    """Return the moments that decide a session's state."""
    return Facts(
        held_on=session.held_on,
        signatures=signatures,
        is_sealed=session.sealed_at is not None,
        is_called_off=session.called_off_at is not None,
    )


def check_version(
    row: SupervisionSession | SupervisionAgreement, version: int, mine: Sequence[tuple[str, str]]
) -> None:
    """Refuse to act on what somebody changed since the page was shown; nothing typed is lost."""
    if row.version == version:
        return
    theirs = [("Now", "It has been changed since your page was shown. Look at it again.")]
    if isinstance(row, SupervisionSession):
        theirs.insert(0, ("Planned for", row.planned_on.isoformat()))
    raise Stale(
        "Somebody changed this after your page was shown. Nothing is lost: both are shown.",
        mine=Version("This page", mine),
        theirs=Version("Saved meanwhile", theirs),
    )
