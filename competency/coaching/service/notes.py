"""Notes of a session: private to their author, shared among those who met, or for the record."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from competency.coaching import permissions
from competency.coaching.domain.sessions import Visibility, check_open, said
from competency.coaching.events import SessionNoted
from competency.coaching.models import SupervisionNote, SupervisionSession
from competency.coaching.service.session_loading import SESSION, load, session_scope, state
from competency.frameworks import service as frameworks
from competency.infra.db import plain_rows
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.people.service import lookup

ON_A_PAGE = 40


class Own(NamedTuple):
    """A private note of the actor's, with where it was written; `may_read` is of the session."""

    id: int
    session_id: int
    on: date
    kind: str
    title: str
    person_id: int | None
    supervisor_id: int
    words: str
    strand: str
    may_read: bool


class OwnNotes(NamedTuple):
    """A page of somebody's private notes, and the names of those they met."""

    notes: Sequence[Own]
    names: Mapping[int, str]
    page: int
    pages: int


class Tagged(NamedTuple):
    """A note that was tagged to a strand, for the page of that strand.

    `on` is the day of its session, `may_read` whether that opens to the reader.
    """

    strand: str
    session_id: int
    on: date
    words: str
    visibility: str
    by: str
    may_read: bool

    @property
    def is_private(self) -> bool:
        """Return whether nobody but its author, who reads it now, sees it."""
        return self.visibility == Visibility.PRIVATE


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
    mine = _is_own(work)
    seen = SupervisionNote.visibility.in_(readable)
    return list(
        work.session.scalars(
            select(SupervisionNote)
            .where(SupervisionNote.session_id == session.id, or_(seen, mine) if private else seen)
            .order_by(SupervisionNote.id)
        )
    )


def list_own(work: Work, page: int = 1) -> OwnNotes:
    """Return the actor's own private notes, of the newest sessions first; two or three statements.

    All of them, also where the session itself is no longer the actor's to read, as after a line
    of supervision has ended: what somebody noted for themselves stays theirs.
    """
    mine = _is_own(work)
    total = work.session.scalar(select(func.count(SupervisionNote.id)).where(mine)) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(page, 1), pages)
    on = func.coalesce(SESSION.held_on, SESSION.planned_on)
    query = (
        select(
            *(SupervisionNote.id, SESSION.id, on, SESSION.kind, SESSION.title),
            *(SESSION.person_id, SESSION.supervisor_id, SupervisionNote.words),
            SupervisionNote.strand,
            _may(work, permissions.READ_RECORD),
        )
        .join(SupervisionSession, SESSION.id == SupervisionNote.session_id)
        .where(mine)
        .order_by(on.desc(), SupervisionNote.id.desc())
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    )
    found = [Own(*row) for row in plain_rows(work.session, query)]
    met = {id_ for one in found for id_ in (one.person_id, one.supervisor_id) if id_}
    return OwnNotes(found, lookup.names(work.session, met) if met else {}, page, pages)


def list_tagged(
    work: Work, person_id: int, practice_area_id: int, strand: str | None = None
) -> Sequence[Tagged]:
    """Return the notes about a person tagged to a strand of a practice area, the newest first.

    One statement, scoped: of what was held shared ones for those who met, and those for the
    record for whoever may read the record; the author's own private ones for the author alone.
    """
    note = SupervisionNote
    may_read = _may(work, permissions.READ_RECORD)
    of_held: ColumnElement[bool] = or_(
        and_(note.visibility == Visibility.SHARED.value, _may(work, permissions.TAKE_PART)),
        and_(note.visibility == Visibility.RECORD.value, may_read),
    )
    on = func.coalesce(SESSION.held_on, SESSION.planned_on)
    query = (
        select(
            *(note.strand, note.session_id, on, note.words, note.visibility),
            lookup.name_of(note.__table__.c.by_id),
            may_read,
        )
        .join(SupervisionSession, SupervisionSession.id == note.session_id)
        .where(
            SupervisionSession.person_id == person_id,
            note.practice_area_id == practice_area_id,
            note.strand == strand if strand else note.strand != "",
            or_(_is_own(work), and_(SESSION.held_on.is_not(None), of_held)),
        )
        .order_by(on.desc(), note.id.desc())
    )
    return [Tagged(*row) for row in plain_rows(work.session, query)]


def _is_own(work: Work) -> ColumnElement[bool]:
    """Return SQL that is true for the private notes that the actor wrote."""
    return and_(
        SupervisionNote.visibility == Visibility.PRIVATE.value,
        SupervisionNote.by_id == (work.actor.person_id or 0),
    )


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
