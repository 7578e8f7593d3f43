"""Telling people what happens in their supervision; never what is written in it."""

from collections.abc import Iterable

from sqlalchemy import literal, select

from competency.coaching.events import (
    SessionAddedTo,
    SessionCalledOff,
    SessionHandedOver,
    SessionMoved,
    SessionPlanned,
    SessionSealed,
    SessionSigned,
    SupervisionAgreed,
)
from competency.coaching.models import (
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionMember,
    SupervisionSession,
)
from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.notifications.service.telling import Said, notify_each
from competency.people.service import teams

OWN_NOTES = "/supervision/notes"


def tell_agreed(work: Work, happened: SupervisionAgreed) -> None:
    """Tell those whom an agreement is about; a person can confirm it."""
    agreement = work.session.get_one(SupervisionAgreement, happened.agreement_id)
    members = work.session.scalars(
        select(SupervisionMember.person_id).where(SupervisionMember.agreement_id == agreement.id)
    )
    words = "How often you meet for supervision has been agreed. Look at it"
    _tell(work, [agreement.person_id, *members], "supervision-agreed", words, "", agreement.id)


def tell_planned(work: Work, happened: SessionPlanned) -> None:
    """Tell the others that there is a day."""
    words = f"A supervision session is planned for {plain_day(happened.planned_on)}"
    _tell_session(work, happened.session_id, "supervision-planned", words, "planned")


def tell_moved(work: Work, happened: SessionMoved) -> None:
    """Tell the others that there is another day."""
    words = f"A supervision session is now planned for {plain_day(happened.planned_on)}"
    about = f"moved-{happened.planned_on.isoformat()}"
    _tell_session(work, happened.session_id, "supervision-moved", words, about)


def tell_called_off(work: Work, happened: SessionCalledOff) -> None:
    """Tell the others that they do not meet."""
    words = "A supervision session is called off"
    _tell_session(work, happened.session_id, "supervision-called-off", words, "off")


def tell_handed_over(work: Work, happened: SessionHandedOver) -> None:
    """Tell who had planned it; the person is told of the session that follows."""
    session = work.session.get_one(SupervisionSession, happened.session_id)
    words = "The next supervisor has taken over a supervision session that you had planned"
    key = f"supervision-handed-over-{session.id}"
    _notify(work, [session.supervisor_id], "supervision-handed-over", words, OWN_NOTES, key)


def tell_signed(work: Work, happened: SessionSigned) -> None:
    """Tell the others that their signature is missing, unless this one sealed it."""
    sealed = any(
        isinstance(one, SessionSealed) and one.session_id == happened.session_id
        for one in work.events
    )
    if not sealed:
        words = "A supervision session is signed by one. Your signature is still to come"
        about = f"signed-{happened.content_hash[:12]}"
        _tell_session(work, happened.session_id, "supervision-signed", words, about)


def tell_sealed(work: Work, happened: SessionSealed) -> None:
    """Tell the others that the record is complete."""
    words = "A supervision session is signed and sealed. The record is complete"
    _tell_session(work, happened.session_id, "supervision-sealed", words, "sealed")


def tell_added_to(work: Work, happened: SessionAddedTo) -> None:
    """Tell the others that something was added to a sealed record; those who read it."""
    words = "Something was added to the record of a supervision session"
    about = f"added-{happened.addendum_id}"
    _tell_session(work, happened.session_id, "supervision-added", words, about, former=False)


def _tell_session(
    work: Work, session_id: int, kind: str, words: str, about: str, *, former: bool = True
) -> None:
    """Tell the others of a session; a former supervisor's notice leads to their own notes."""
    session = work.session.get_one(SupervisionSession, session_id)
    asked = work.session.scalars(
        select(SupervisionAttendee.person_id).where(SupervisionAttendee.session_id == session_id)
    )
    to = [session.supervisor_id, session.person_id, *asked]
    if _is_past(work, session):
        to.remove(session.supervisor_id)
        if former:
            key = f"{kind}-{session_id}-{about}"
            _notify(work, [session.supervisor_id], kind, words, OWN_NOTES, key)
    _tell(work, to, kind, words, f"/sessions/{session_id}", f"{session_id}-{about}")


def _is_past(work: Work, session: SupervisionSession) -> bool:
    """Return whether who led a session reads it no more: finished, and the line has ended."""
    is_finished = session.sealed_at is not None or session.called_off_at is not None
    if session.person_id is None or not is_finished:
        return False
    line = teams.line_between(session.supervisor_id, literal(session.person_id), work.today)
    return not work.session.scalar(select(line))


def _tell(
    work: Work, to: Iterable[int | None], kind: str, words: str, page: str, about: int | str
) -> None:
    _notify(work, to, kind, words, f"/supervision{page}", f"{kind}-{about}")


def _notify(
    work: Work, to: Iterable[int | None], kind: str, words: str, path: str, key: str
) -> None:
    people = sorted({id_ for id_ in to if id_ is not None} - {work.actor.person_id or 0})
    notify_each(
        work, (Said(to_id=id_, kind=kind, words=words, path=path, key=key) for id_ in people)
    )
