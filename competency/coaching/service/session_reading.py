"""A session as its page shows it: read once, with what the reader may do to it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, select

from competency.cases.service import held
from competency.coaching import permissions
from competency.coaching.domain.sessions import OPEN, State, state_of
from competency.coaching.domain.supervision import KindOfSupervision
from competency.coaching.library import load_supervision_rules
from competency.coaching.models import (
    AgendaItem,
    CoachingAction,
    SupervisionAddendum,
    SupervisionAttendee,
    SupervisionNote,
    SupervisionSession,
    SupervisionSignature,
)
from competency.coaching.service import agenda, notes, sealing, sessions
from competency.coaching.service.session_loading import (
    SESSION,
    facts_of,
    load_and_ask,
    session_scope,
)
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import lookup

ASKED = (permissions.TAKE_PART, permissions.LEAD, permissions.PLAN, permissions.CALL_OFF)


class SessionPage(Value, kw_only=True):
    """All that the reader may see of a session."""

    session: SupervisionSession
    kind: KindOfSupervision
    state: State
    takes_part: bool
    leads: bool
    plans: bool
    may_call_off: bool
    items: Sequence[AgendaItem]
    notes: Sequence[SupervisionNote]
    actions: Sequence[CoachingAction]
    attendees: Sequence[SupervisionAttendee]
    signatures: Sequence[SupervisionSignature]
    addenda: Sequence[SupervisionAddendum]
    names: Mapping[int, str]
    references: Mapping[int, str]
    reader_id: int

    @property
    def may_change(self) -> bool:
        """Return whether the reader can still write in it."""
        return self.takes_part and self.state in OPEN

    @property
    def only_finishes(self) -> bool:
        """Return whether the reader led this and supervises the person no more."""
        return self.leads and not self.plans

    @property
    def is_group(self) -> bool:
        """Return whether several people meet."""
        return self.session.person_id is None

    @property
    def may_sign(self) -> bool:
        """Return whether the reader's own signature is missing."""
        mine = {one.person_id for one in self.signatures}
        waits = self.takes_part and self.state in (State.HELD, State.SIGNED_BY_ONE)
        return waits and self.reader_id not in mine and self._was_there

    @property
    def _was_there(self) -> bool:
        there = {one.person_id for one in self.attendees if one.was_there}
        return not self.is_group or self.reader_id in {self.session.supervisor_id, *there}

    @property
    def is_settled(self) -> bool:
        """Return whether each point of the agenda was covered or is carried over."""
        return all(one.outcome for one in self.items)

    @property
    def members(self) -> str:
        """Return the names of a group's members, and who was not there once it was held."""
        absent = {one.person_id for one in self.attendees if one.was_there is False}
        return ", ".join(
            self.name(one.person_id) + (" (not there)" if one.person_id in absent else "")
            for one in self.attendees
        )

    def name(self, person_id: int | None) -> str:
        """Return somebody's name, empty for nobody."""
        return self.names.get(person_id or 0, "")

    @property
    def who(self) -> str:
        """Return whose session it is, in a few words."""
        return self.session.title or self.name(self.session.person_id)

    def said(self, item: AgendaItem) -> str:
        """Return a point of the agenda in words, a case by its reference as it is today."""
        if item.case_id is None:
            return item.words
        reference = self.references.get(item.case_id, "")
        return f"Case {reference}: {item.words}" if item.words else f"Case {reference}"


def page(work: Work, session_id: int, *, private: bool = True) -> SessionPage:
    """Return a session that the actor may read: at most ten statements, however long it is.

    Who only may know that there is one gets Forbidden. Private notes are left out on request, as
    of what is printed.
    """
    session, may = load_and_ask(work, session_id, permissions.READ_RECORD, ASKED)
    takes_part = may[permissions.TAKE_PART]
    items = agenda.list_items(work, session)
    written = notes.list_of_session(work, session, takes_part=takes_part, private=private)
    agreed = _actions(work, session)
    asked = sessions.attendees(work, session.id) if session.person_id is None else []
    signed = sealing.standing(work, session.id) if session.held_on else []
    added = sealing.addenda(work, session.id) if session.sealed_at else []
    people = [
        *(session.supervisor_id, session.person_id),
        *(item.by_id for item in items),
        *(note.by_id for note in written),
        *(addendum.by_id for addendum in added),
        *(one.person_id for one in asked),
        *(signature.person_id for signature in signed),
        *(id_ for one in agreed for id_ in (one.owner_id, one.person_id)),
    ]
    return SessionPage(
        session=session,
        kind=load_supervision_rules().kind_of_supervision(session.kind),
        state=state_of(facts_of(session, len(signed))),
        takes_part=takes_part,
        leads=may[permissions.LEAD],
        plans=may[permissions.PLAN],
        may_call_off=may[permissions.CALL_OFF],
        items=items,
        notes=written,
        actions=agreed,
        attendees=asked,
        signatures=signed,
        addenda=added,
        names=lookup.names(work.session, people),
        references=held.references(work.session, [one.case_id for one in items if one.case_id]),
        reader_id=work.actor.person_id or 0,
    )


def is_readable(work: Work, session_id: int) -> bool:
    """Return whether the actor may read a session: sealing it can be the end of that."""
    rule = session_scope(work.actor, work.today, permissions.READ_RECORD)
    return bool(work.session.scalar(select(exists().where(SESSION.id == session_id, rule))))


def _actions(work: Work, session: SupervisionSession) -> list[CoachingAction]:
    return list(
        work.session.scalars(
            select(CoachingAction)
            .where(CoachingAction.session_id == session.id)
            .order_by(CoachingAction.id)
        )
    )
