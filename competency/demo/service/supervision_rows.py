"""Rows of supervision that wait to be written many at a time; what was signed is sealed last.

Rows come with numbers of their own, since a seal is the hash of a content that names them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, update

from competency.coaching.domain.sessions import Outcome, Source, Visibility
from competency.coaching.models import (
    AgendaItem,
    CoachingAction,
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionMember,
    SupervisionNote,
    SupervisionSession,
    SupervisionSignature,
)
from competency.coaching.service import sealing
from competency.demo import queries
from competency.demo.domain.cast import Member
from competency.demo.service.batch import ROWS_AT_ONCE, write_rows
from competency.infra.db import Base
from competency.infra.work import Work

IN_ORDER: tuple[type[Base], ...] = (
    *(SupervisionAgreement, SupervisionMember, SupervisionSession, SupervisionAttendee),
    *(CoachingAction, AgendaItem, SupervisionNote, SupervisionSignature),
)
PLANNED_BEFORE = timedelta(days=14)
HOUR = timedelta(hours=1)
Part = SimpleNamespace


class Book:
    """What waits to be written, and the numbers given so far."""

    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._next = {model: queries.next_number(work.session, model) for model in IN_ORDER}
        self._rows: dict[type[Base], list[dict[str, Any]]] = {model: [] for model in IN_ORDER}
        self._seals: list[dict[str, Any]] = []

    def add(self, model: type[Base], **values: Any) -> Part:
        """Let a row wait and return it with its number."""
        part = Part(id=self._next[model], **values)
        self._next[model] += 1
        self._rows[model].append(vars(part))
        return part

    def plan(self, agreement: Part, day: date, place: str, at: datetime) -> Part:
        """Let a session of an agreement wait, planned two weeks before that moment."""
        return self.add(
            SupervisionSession,
            agreement_id=agreement.id,
            kind=agreement.kind,
            supervisor_id=agreement.supervisor_id,
            person_id=agreement.person_id,
            title=agreement.title,
            planned_on=day,
            place=place,
            held_on=None,
            called_off_at=None,
            called_off_reason="",
            by_id=agreement.supervisor_id,
            at=max(at - PLANNED_BEFORE, agreement.at),
        )

    def point(self, session: Part, words: str, by_id: int) -> Part:
        """Let a point of the agenda wait; it was covered where the session was held."""
        return self.add(
            AgendaItem,
            session_id=session.id,
            source=Source.OWN.value,
            words=words,
            rule="",
            subject="",
            action_id=None,
            case_id=None,
            note_id=None,
            outcome=Outcome.COVERED.value if session.held_on else "",
            by_id=by_id,
            at=session.at,
        )

    def note(
        self,
        session: Part,
        visibility: Visibility,
        words: str,
        by_id: int,
        at: datetime,
        tag: tuple[str, int | None] = ("", None),
    ) -> Part:
        """Let a note wait; `tag` is a strand and the practice area it is meant in."""
        return self.add(
            SupervisionNote,
            session_id=session.id,
            visibility=visibility.value,
            words=words,
            strand=tag[0],
            practice_area_id=tag[1],
            by_id=by_id,
            at=at,
        )

    def seal(
        self,
        session: Part,
        parts: sealing.Parts,
        signed: Sequence[tuple[str, Member]],
        met: datetime,
    ) -> None:
        """Let both signatures and the seal wait; the second signature seals."""
        found = sealing.hash_of(session, parts)
        for number, (part, member) in enumerate(signed, 1):
            self.add(
                SupervisionSignature,
                session_id=session.id,
                person_id=member.id,
                role_then=f"{part}, {member.post}",
                content_hash=found,
                at=met + number * HOUR,
                voided_at=None,
            )
        sealed_at = met + len(signed) * HOUR
        self._seals.append({"its_id": session.id, "its_moment": sealed_at, "its_seal": found})

    def write_when_full(self) -> None:
        """Write what waits, once it is worth it."""
        if sum(map(len, self._rows.values())) >= ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what waits: parents, what hangs on them, and at last the seals."""
        for model, rows in self._rows.items():
            write_rows(self._session, model, rows)
            rows.clear()
        if self._seals:
            table = Base.metadata.tables[SupervisionSession.__tablename__]
            sealing_them = (
                update(table)
                .where(table.c.id == bindparam("its_id"))
                .values(sealed_at=bindparam("its_moment"), seal=bindparam("its_seal"))
            )
            self._session.execute(sealing_them, self._seals)
        self._seals.clear()
