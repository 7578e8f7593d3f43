"""What a former supervisor had agreed and planned: the next one takes it over, or ends it.

Nothing is rewritten: the agreement ends and another follows; a session to come is called off as
handed over and planned anew for the same day, with the points of its agenda. Notes stay behind.
"""

from collections.abc import Sequence

from sqlalchemy import select

from competency.coaching import permissions
from competency.coaching.events import SessionCalledOff, SessionHandedOver
from competency.coaching.models import SupervisionAgreement, SupervisionSession
from competency.coaching.service import agreements, sessions
from competency.coaching.service.session_loading import (
    AGREEMENT,
    SESSION,
    agreement_scope,
    check_version,
    load_agreement,
    moved_on,
)
from competency.infra.work import Work
from competency.kernel.errors import Refused


def take_over(work: Work, agreement_id: int, version: int) -> int:
    """Let the next supervisor go on with what the former one agreed; return the new agreement.

    The person confirms it anew. Where the two have an agreement of this kind already, the former
    one only ends. A session planned for today or later goes with it. Refuses an agreement that
    has ended, and a second planned session; Forbidden while who leads it supervises the person.
    """
    old = load_agreement(work, agreement_id, permissions.TAKE_OVER, lock=True)
    check_version(old, version, [("You were about to", "take it over")])
    if old.ended_on is not None:
        raise Refused("ended", "This agreement has ended already.")
    ahead = _ahead(work, old)
    own = agreements.find_own(work, old)
    if own is None:
        own_id = agreements.follow(work, old)
    else:
        own_id = own.id
        if ahead and sessions.planned_of(work, own_id) is not None:
            raise Refused("planned_already", "You have planned a session of this kind yourself.")
        agreements.end(work, old.id, f"{work.actor.name} supervises now.", version)
    for session in ahead:
        new_id = sessions.plan(work, own_id, session.planned_on, session.place, follows=session)
        _call_off(work, session, f"Handed over to {work.actor.name}.")
        work.record(SessionHandedOver(session_id=session.id, to_session_id=new_id))
    return own_id


def end(work: Work, agreement_id: int, reason: str, version: int) -> None:
    """End an agreement as `agreements.end` does.

    Where its leader supervises no more, what that one had planned for a day to come is called
    off with it.
    """
    agreements.end(work, agreement_id, reason, version)
    agreement = work.session.get_one(SupervisionAgreement, agreement_id)
    if agreement.supervisor_id == work.actor.person_id:
        return
    for session in _ahead(work, agreement):
        _call_off(work, session, agreement.ended_reason)
        work.record(SessionCalledOff(session_id=session.id))


def left_behind(work: Work, person_id: int) -> set[int]:
    """Return which agreements of a person wait for somebody, as who led them supervises no more.

    Those that the actor may see and nobody has ended or taken over.
    """
    return set(
        work.session.scalars(
            select(SupervisionAgreement.id).where(
                AGREEMENT.person_id == person_id,
                AGREEMENT.ended_on.is_(None),
                moved_on(work.today),
                agreement_scope(work.actor, work.today, permissions.SEE_AGREEMENT),
            )
        )
    )


def _ahead(work: Work, agreement: SupervisionAgreement) -> Sequence[SupervisionSession]:
    """Return what is planned under an agreement for today or later.

    What was planned for a day gone by is left to those who were to meet then.
    """
    return work.session.scalars(
        select(SupervisionSession)
        .where(
            SESSION.agreement_id == agreement.id,
            SESSION.held_on.is_(None),
            SESSION.called_off_at.is_(None),
            SESSION.planned_on >= work.today,
        )
        .order_by(SESSION.id)
        .with_for_update()
    ).all()


def _call_off(work: Work, session: SupervisionSession, reason: str) -> None:
    session.called_off_reason, session.called_off_at = reason, work.now
    work.session.flush()
