"""Planning a session, moving it, calling it off, and recording that it was held."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import literal, or_, select

from competency.coaching import permissions
from competency.coaching.domain.days import check_ahead
from competency.coaching.domain.sessions import (
    Outcome,
    at_most,
    check_day_held,
    check_planned,
    said,
)
from competency.coaching.events import (
    SessionCalledOff,
    SessionHeld,
    SessionMoved,
    SessionPlanned,
)
from competency.coaching.models import (
    AgendaItem,
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionMember,
    SupervisionSession,
)
from competency.coaching.service.agreements import counts_on
from competency.coaching.service.session_loading import (
    check_version,
    load,
    load_agreement,
    state,
)
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.service import teams

LONGEST_PLACE = 120


def plan(
    work: Work,
    agreement_id: int,
    planned_on: date,
    place: str = "",
    *,
    follows: SupervisionSession | None = None,
) -> int:
    """Plan the next session of an agreement and return its number.

    What was carried over from the last one stands on its agenda already; where it `follows` a
    planned one that was handed over, the points of that one. Refuses a day gone by or over a year
    ahead, a long place, an agreement that has ended by then, and a second planned session.
    """
    agreement = load_agreement(work, agreement_id, permissions.PLAN, lock=True)
    check_ahead(planned_on, work.today, "planned_on")
    if not counts_on(agreement, planned_on):
        raise Refused("ended", "This agreement has ended by then. Agree anew first.")
    if planned_of(work, agreement_id) is not None:
        raise Refused(
            "planned_already", "A session is planned already. Move that one, or call it off."
        )
    session = SupervisionSession(
        agreement_id=agreement.id,
        kind=agreement.kind,
        supervisor_id=agreement.supervisor_id,
        person_id=agreement.person_id,
        title=agreement.title,
        planned_on=planned_on,
        place=at_most(place, "place", LONGEST_PLACE),
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(session)
    work.session.flush()
    _ask_members(work, session)
    points = _carried_over(work, agreement) if follows is None else _points_of(work, follows)
    work.session.add_all(_anew(item, session, work) for item in points)
    work.session.flush()
    work.record(
        SessionPlanned(session_id=session.id, agreement_id=agreement.id, planned_on=planned_on)
    )
    return session.id


def move(work: Work, session_id: int, planned_on: date, place: str, version: int) -> None:
    """Plan a session for another day or place; refuses one that was held or called off.

    Not for a former supervisor, who only finishes what was to be by then.
    """
    session = load(work, session_id, permissions.PLAN, lock=True)
    check_version(session, version, [("Planned for", planned_on.isoformat())])
    check_planned(state(work, session))
    check_ahead(planned_on, work.today, "planned_on")
    session.planned_on, session.place = planned_on, at_most(place, "place", LONGEST_PLACE)
    work.session.flush()
    work.record(SessionMoved(session_id=session.id, planned_on=planned_on))


def call_off(work: Work, session_id: int, reason: str, version: int) -> None:
    """Call a planned session off for a reason; it stays in the list as such.

    For whoever leads it, and for the person where its leader supervised no more by its day.
    """
    session = load(work, session_id, permissions.CALL_OFF, lock=True)
    check_version(session, version, [("Why it is called off", reason)])
    check_planned(state(work, session))
    session.called_off_reason = said(reason, "reason", "Say why it is called off.")
    session.called_off_at = work.now
    work.session.flush()
    work.record(SessionCalledOff(session_id=session.id))


def hold(
    work: Work, session_id: int, held_on: date, version: int, there: Collection[int] = ()
) -> None:
    """Record on which day a session was held, and of a group who was there.

    Refuses a day to come, a session held already, a day on which the one who leads it did not
    supervise the person, and a group's at which nobody else was.
    """
    session = load(work, session_id, permissions.LEAD, lock=True)
    check_version(session, version, [("Held on", held_on.isoformat())])
    check_planned(state(work, session))
    check_day_held(held_on, work.today)
    _check_line(work, session, held_on)
    if session.person_id is None:
        asked = attendees(work, session_id)
        if not set(there) & {one.person_id for one in asked}:
            raise Refused("nobody_there", "Say who was there.", field="there")
        for one in asked:
            one.was_there = one.person_id in there
    session.held_on = held_on
    work.session.flush()
    work.record(SessionHeld(session_id=session.id, held_on=held_on))


def attendees(work: Work, session_id: int) -> list[SupervisionAttendee]:
    """Return who was asked to a group's session; the caller may see it."""
    return list(
        work.session.scalars(
            select(SupervisionAttendee)
            .where(SupervisionAttendee.session_id == session_id)
            .order_by(SupervisionAttendee.id)
        )
    )


def planned_of(work: Work, agreement_id: int) -> int | None:
    """Return the number of the session that is planned under an agreement, None where none is."""
    return work.session.scalar(
        select(SupervisionSession.id).where(
            SupervisionSession.agreement_id == agreement_id,
            SupervisionSession.held_on.is_(None),
            SupervisionSession.called_off_at.is_(None),
        )
    )


def _ask_members(work: Work, session: SupervisionSession) -> None:
    members = work.session.scalars(
        select(SupervisionMember.person_id)
        .where(SupervisionMember.agreement_id == session.agreement_id)
        .order_by(SupervisionMember.id)
    )
    work.session.add_all(
        SupervisionAttendee(session_id=session.id, person_id=person_id) for person_id in members
    )


def _check_line(work: Work, session: SupervisionSession, day: date) -> None:
    """Refuse a day on which the two were not supervisor and supervisee."""
    if session.person_id is None:
        return
    line = teams.line_between(session.supervisor_id, literal(session.person_id), day)
    if not work.session.scalar(select(line)):
        raise Refused(
            "no_line", "On that day there was no line of supervision between you.", field="on"
        )


def _carried_over(work: Work, agreement: SupervisionAgreement) -> list[AgendaItem]:
    """Return what was carried over at the last session held.

    Also where the agreement has been replaced since. What another supervisor held is read only
    once it is sealed, as its record is.
    """
    before = work.session.scalar(
        select(SupervisionSession.id)
        .where(
            SupervisionSession.agreement_id.in_(
                [id_ for id_ in (agreement.id, agreement.replaces_id) if id_]
            ),
            SupervisionSession.held_on.is_not(None),
            or_(
                SupervisionSession.supervisor_id == agreement.supervisor_id,
                SupervisionSession.sealed_at.is_not(None),
            ),
        )
        .order_by(SupervisionSession.held_on.desc(), SupervisionSession.id.desc())
        .limit(1)
    )
    return list(
        work.session.scalars(
            select(AgendaItem)
            .where(
                AgendaItem.session_id == (before or 0),
                AgendaItem.outcome == Outcome.CARRIED_OVER.value,
            )
            .order_by(AgendaItem.id)
        )
    )


def _points_of(work: Work, session: SupervisionSession) -> list[AgendaItem]:
    """Return what stands on the agenda of a session."""
    return list(
        work.session.scalars(
            select(AgendaItem).where(AgendaItem.session_id == session.id).order_by(AgendaItem.id)
        )
    )


def _anew(item: AgendaItem, session: SupervisionSession, work: Work) -> AgendaItem:
    return AgendaItem(
        session_id=session.id,
        source=item.source,
        words=item.words,
        rule=item.rule,
        subject=item.subject,
        action_id=item.action_id,
        case_id=item.case_id,
        review_id=item.review_id,
        note_id=item.note_id,
        carried_from_id=item.id,
        by_id=item.by_id,
        at=work.now,
    )
