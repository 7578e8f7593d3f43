"""Notes of a session: private to their author, shared among those who met, or for the record."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from competency.coaching import permissions
from competency.coaching.domain.sessions import Visibility, check_open, said
from competency.coaching.events import SessionNoted
from competency.coaching.models import SupervisionNote, SupervisionSession
from competency.coaching.service.session_loading import load, session_scope, state
from competency.frameworks import service as frameworks
from competency.infra.db import plain_rows
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.people.service import lookup

DISCLOSABLE = (
    "A private note is yours alone to read here. It can still have to be disclosed in law, for "
    "example when somebody asks for what is held about them."
)


class Tagged(NamedTuple):
    """A note that was tagged to a strand, for the page of that strand."""

    strand: str
    session_id: int
    held_on: date
    words: str
    visibility: str
    by_id: int


def write(
    work: Work,
    session_id: int,
    visibility: str,
    words: str,
    *,
    strand: str = "",
    practice_area_id: int | None = None,
    note_id: int | None = None,
    version: int = 0,
) -> SupervisionNote:
    """Write a note, or change one's own, while the session is open, and return it.

    Refuses an unknown visibility, empty words, a strand outside the framework or without a
    practice area of the person, and a tag in a group, whose notes are about nobody in
    particular. Raises Stale where the note was changed meanwhile.
    """
    session = load(work, session_id, permissions.TAKE_PART, lock=True)
    check_open(state(work, session))
    words = said(words, "words", "Write the note.")
    try:
        seen_by = Visibility(visibility)
    except ValueError:
        raise Refused("unknown", "Choose who can read this note.", field="visibility") from None
    _check_tag(work, session, strand, practice_area_id)
    note = _own(work, session, note_id)
    if note is None:
        note = SupervisionNote(session_id=session.id, by_id=work.actor.person_id or 0, at=work.now)
        work.session.add(note)
    elif note.version != version:
        raise Stale(
            "This note was changed meanwhile. Nothing is lost: both versions are shown.",
            mine=Version("This page", [("The note", words)]),
            theirs=Version("Saved meanwhile", [("The note", note.words)]),
        )
    note.visibility, note.words = seen_by.value, words
    note.strand, note.practice_area_id = strand, practice_area_id if strand else None
    note.at = work.now
    work.session.flush()
    work.record(SessionNoted(session_id=session.id, note_id=note.id, visibility=note.visibility))
    return note


def get_own(work: Work, session_id: int, note_id: int) -> SupervisionNote:
    """Return one's own note of a session; raises NotFound for anybody else's."""
    session = load(work, session_id, permissions.TAKE_PART)
    note = _own(work, session, note_id)
    if note is None:
        raise NotFound("There is no such note, or it is not yours.")
    return note


def list_of_session(
    work: Work, session: SupervisionSession, *, takes_part: bool, private: bool = True
) -> list[SupervisionNote]:
    """Return the notes of a session that the actor may read, oldest first.

    One's own private ones only where `private` is asked; shared ones where one takes part.
    """
    readable = [Visibility.RECORD.value] + ([Visibility.SHARED.value] if takes_part else [])
    mine = and_(
        SupervisionNote.visibility == Visibility.PRIVATE.value,
        SupervisionNote.by_id == (work.actor.person_id or 0),
    )
    seen = SupervisionNote.visibility.in_(readable)
    return list(
        work.session.scalars(
            select(SupervisionNote)
            .where(SupervisionNote.session_id == session.id, or_(seen, mine) if private else seen)
            .order_by(SupervisionNote.id)
        )
    )


def list_tagged(
    work: Work, person_id: int, practice_area_id: int, strand: str | None = None
) -> Sequence[Tagged]:
    """Return the notes about a person tagged to a strand of a practice area, the newest first.

    One statement, scoped: shared ones for those who met, those for the record for whoever may
    read the record; private ones never leave their session.
    """
    note = SupervisionNote
    may: ColumnElement[bool] = or_(
        and_(note.visibility == Visibility.SHARED.value, _may(work, permissions.TAKE_PART)),
        and_(note.visibility == Visibility.RECORD.value, _may(work, permissions.READ_RECORD)),
    )
    query = (
        select(
            note.strand,
            note.session_id,
            SupervisionSession.held_on,
            note.words,
            note.visibility,
            note.by_id,
        )
        .join(SupervisionSession, SupervisionSession.id == note.session_id)
        .where(
            SupervisionSession.person_id == person_id,
            SupervisionSession.held_on.is_not(None),
            note.practice_area_id == practice_area_id,
            note.strand == strand if strand else note.strand != "",
            may,
        )
        .order_by(SupervisionSession.held_on.desc(), note.id.desc())
    )
    return [Tagged(*row) for row in plain_rows(work.session, query)]


def _may(work: Work, action: Action) -> ColumnElement[bool]:
    return session_scope(work.actor, work.today, action)


def _own(work: Work, session: SupervisionSession, note_id: int | None) -> SupervisionNote | None:
    if note_id is None:
        return None
    note = work.session.get(SupervisionNote, note_id)
    if note is None or note.session_id != session.id or note.by_id != work.actor.person_id:
        raise NotFound("There is no such note, or it is not yours.")
    return note


def _check_tag(
    work: Work, session: SupervisionSession, strand: str, practice_area_id: int | None
) -> None:
    if not strand:
        return
    if session.person_id is None:
        raise Refused("group_tag", "A group's note is about nobody's own strand.", field="strand")
    if frameworks.get_framework().find_strand(strand) is None:
        raise Refused("unknown_strand", "Choose a strand of the list.", field="strand")
    areas = {one.id for one in lookup.practice_areas_of(work.session, session.person_id)}
    if practice_area_id not in areas:
        raise Refused(
            "area_missing",
            "Choose the practice area too: a strand belongs to practice in one area.",
            field="practice_area",
        )
