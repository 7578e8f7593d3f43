"""Signing a session that was held; the second signature seals it, and later words are added."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.assessments.domain.sealing import content_hash
from competency.coaching import permissions
from competency.coaching.domain.sessions import State, Visibility, check_may_sign, said
from competency.coaching.events import (
    SessionAddedTo,
    SessionOpenedAgain,
    SessionSealed,
    SessionSigned,
)
from competency.coaching.models import (
    AgendaItem,
    CoachingAction,
    SupervisionAddendum,
    SupervisionAttendee,
    SupervisionNote,
    SupervisionSession,
    SupervisionSignature,
)
from competency.coaching.service.session_loading import load, state
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.service import lookup
from competency.people.service.sign_in import Proof, check_proof

SOME = 400
PARTS: tuple[type[Any], ...] = (AgendaItem, SupervisionAttendee, SupervisionNote, CoachingAction)

Parts = Mapping[type[Any], Sequence[Any]]


def shown_hash(work: Work, session: SupervisionSession) -> str:
    """Return the hash of what a signature page shows, which its form gives back."""
    return _hash(session, _parts(work.session, [session.id]).get(session.id, {}))


def sign(work: Work, session_id: int, proof: Proof, shown: str) -> State:
    """Sign with a fresh proof of password what was `shown`; return the state after it.

    Two signatures seal: of the supervisor and the person; of a group, of the one who leads it and
    of a member who was there. Refuses a second signature of the same person, somebody who was
    not there, a point of the agenda left open, and content that is no longer the one shown.
    """
    session = load(work, session_id, permissions.TAKE_PART, lock=True)
    check_proof(proof, work.actor, work.now)
    check_may_sign(state(work, session))
    parts = _parts(work.session, [session.id]).get(session.id, {})
    me = work.actor.person_id or 0
    _check_whole(session, parts, me)
    before = standing(work, session.id)
    if any(one.person_id == me for one in before):
        raise Refused("signed_already", "You have signed this. The other signature is missing.")
    now_there = _hash(session, parts)
    if now_there != shown:
        raise Refused(
            "changed_since_shown",
            "This session is no longer the one you were shown. Read it again before you sign.",
        )
    work.append(
        SupervisionSignature,
        session_id=session.id,
        person_id=me,
        role_then=_role_then(work, session),
        content_hash=now_there,
        at=work.now,
    )
    work.record(SessionSigned(session_id=session.id, person_id=me, content_hash=now_there))
    if not _is_complete(session, {me, *(one.person_id for one in before)}):
        return State.SIGNED_BY_ONE
    if any(one.content_hash != now_there for one in before):
        raise Refused("other_content", "The two signatures are not for the same content.")
    session.sealed_at, session.seal = work.now, now_there
    work.session.flush()
    work.record(SessionSealed(session_id=session.id, seal=now_there))
    return State.SEALED


def open_again(work: Work, session_id: int) -> None:
    """Open a session that one has signed, so that it can be mended; the signature is void then."""
    session = load(work, session_id, permissions.TAKE_PART, lock=True)
    if state(work, session) is not State.SIGNED_BY_ONE:
        raise Refused("not_signed", "Only a session that one of you has signed is opened again.")
    voided = standing(work, session.id)
    for one in voided:
        one.voided_at = work.now
    work.session.flush()
    work.record(SessionOpenedAgain(session_id=session.id, voided=len(voided)))


def add_to(work: Work, session_id: int, words: str) -> None:
    """Add something to a sealed session, with name and day; the sealed content stays as it is."""
    session = load(work, session_id, permissions.TAKE_PART, lock=True)
    if session.sealed_at is None:
        raise Refused("not_sealed", "This session is not sealed yet, so change it instead.")
    addendum = SupervisionAddendum(
        session_id=session.id,
        words=said(words, "words", "Write what you want to add."),
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(addendum)
    work.session.flush()
    work.record(SessionAddedTo(session_id=session.id, addendum_id=addendum.id))


def check_may_open_signing(work: Work, session_id: int) -> SupervisionSession:
    """Return the session, or refuse who may not sign it, before anybody is asked a password."""
    session = load(work, session_id, permissions.TAKE_PART)
    check_may_sign(state(work, session))
    return session


def standing(work: Work, session_id: int) -> list[SupervisionSignature]:
    """Return the signatures that are not void, in their order; the caller may see the session."""
    return list(
        work.session.scalars(
            select(SupervisionSignature)
            .where(
                SupervisionSignature.session_id == session_id,
                SupervisionSignature.voided_at.is_(None),
            )
            .order_by(SupervisionSignature.id)
        )
    )


def addenda(work: Work, session_id: int) -> list[SupervisionAddendum]:
    """Return what was added to a sealed session, oldest first; the caller may read it."""
    return list(
        work.session.scalars(
            select(SupervisionAddendum)
            .where(SupervisionAddendum.session_id == session_id)
            .order_by(SupervisionAddendum.id)
        )
    )


def broken_seals(session: Session) -> Iterator[str]:
    """Yield a sentence for each sealed session whose content no longer equals its seal."""
    ids = list(
        session.scalars(
            select(SupervisionSession.id)
            .where(SupervisionSession.sealed_at.is_not(None))
            .order_by(SupervisionSession.id)
        )
    )
    for start in range(0, len(ids), SOME):
        some = ids[start : start + SOME]
        parts = _parts(session, some)
        rows = session.scalars(
            select(SupervisionSession)
            .where(SupervisionSession.id.in_(some))
            .order_by(SupervisionSession.id)
        )
        for row in rows:
            if _hash(row, parts.get(row.id, {})) != row.seal:
                yield f"supervision session {row.id} is not what was signed"


def hash_of(session: Any, parts: Parts) -> str:
    """Return the hash of a session from its parts, for records that are written in bulk."""
    return _hash(session, parts)


def _hash(session: Any, parts: Parts) -> str:
    return content_hash(
        {
            "session": session.id,
            "kind": session.kind,
            "supervisor": session.supervisor_id,
            "person": session.person_id,
            "title": session.title,
            "planned_on": session.planned_on.isoformat(),
            "held_on": session.held_on.isoformat() if session.held_on else None,
            "there": [[a.person_id, bool(a.was_there)] for a in parts.get(SupervisionAttendee, ())],
            "agenda": [_item(one) for one in parts.get(AgendaItem, ())],
            "notes": [
                [n.id, n.visibility, n.words, n.strand or "", n.practice_area_id, n.by_id]
                for n in parts.get(SupervisionNote, ())
                if n.visibility != Visibility.PRIVATE.value
            ],
            "actions": [_action(one) for one in parts.get(CoachingAction, ())],
        }
    )


def _item(item: Any) -> list[Any]:
    about = [item.rule, item.subject, item.action_id, item.case_id, item.note_id]
    return [item.id, item.source, item.words, *about, item.outcome, item.by_id]


def _action(action: Any) -> list[Any]:
    about = [action.strand, action.measure_kind, action.measure_code, action.practice_area_id]
    days = [action.agreed_on.isoformat(), action.due_on.isoformat()]
    return [action.id, action.person_id, action.owner_id, action.text, action.kind, *about, *days]


def _parts(session: Session, session_ids: Iterable[int]) -> dict[int, dict[type[Any], list[Any]]]:
    """Read what belongs to these sessions, in one query for each kind of part."""
    ids = list(session_ids)
    found: dict[int, dict[type[Any], list[Any]]] = {}
    for model in PARTS:
        columns = model.__table__.c
        rows = session.execute(
            select(*columns).where(columns.session_id.in_(ids)).order_by(columns.id)
        )
        for row in rows:
            found.setdefault(row.session_id, {}).setdefault(model, []).append(row)
    return found


def _check_whole(session: SupervisionSession, parts: Parts, me: int) -> None:
    if any(not item.outcome for item in parts.get(AgendaItem, ())):
        raise Refused(
            "unsettled",
            "Say of each point of the agenda whether you covered it or carry it over.",
        )
    there = {one.person_id for one in parts.get(SupervisionAttendee, ()) if one.was_there}
    if session.person_id is None and me != session.supervisor_id and me not in there:
        raise Refused("not_there", "Only who was there signs. You can read the record.")


def _is_complete(session: SupervisionSession, signed: set[int]) -> bool:
    if session.person_id is not None:
        return signed >= {session.supervisor_id, session.person_id}
    return session.supervisor_id in signed and len(signed) > 1


def _role_then(work: Work, session: SupervisionSession) -> str:
    """Return as what the person signed: their part and their post at that moment."""
    me = work.actor.person_id or 0
    part = "supervisor" if me == session.supervisor_id else "supervisee"
    if session.person_id is None:
        part = "convenor" if me == session.supervisor_id else "member"
    who = lookup.subject(work.session, me)
    return part + (f", {who.post}" if who and who.post else "")
