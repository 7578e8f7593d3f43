"""A year of supervision: what was agreed, when people met, what they noted, and both signatures.

The practice supervision of the first pair is told apart from this (`turned`); here they have
their case management supervision like everybody in a line.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from competency.calendars.service.closures import working_calendar
from competency.coaching.domain.actions import Ending
from competency.coaching.domain.sessions import Visibility
from competency.coaching.domain.supervision import Unit
from competency.coaching.models import (
    AgendaItem,
    CoachingAction,
    SupervisionAgreement,
    SupervisionNote,
)
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.chance import at_work, between, pick, stream
from competency.demo.domain.meetings import (
    DAY,
    WEEKS,
    Days,
    OnWorkingDay,
    Pair,
    days,
    next_day,
    pairs,
)
from competency.demo.domain.texts import CaseTexts, SupervisionTexts
from competency.demo.service.supervision_groups import write_groups
from competency.demo.service.supervision_rows import Book, Part
from competency.infra.work import Work
from competency.kernel.actor import Role

KIND = "case-management"
TWO_POINTS, OWN_NOTE, ACTIONS = 0.4, 0.35, 0.15  # shares: of sessions, of sessions, of pairs
DUE_AFTER, DONE_AFTER, AT_LEAST_AHEAD = 21, (10, 20), 5  # days


def write_supervision(
    work: Work,
    found: Cast,
    words: SupervisionTexts,
    cases: CaseTexts,
    *,
    seed: int,
    as_of: date,
) -> None:
    """Write the supervision of everybody in a line, of two peers, and of the first team."""
    calendar = working_calendar(work.session)

    @cache
    def on_work(day: date) -> date:
        return calendar.working_day_after(day - DAY, 1)

    book = Book(work)
    for member in found.members:
        for pair in pairs(member, as_of):
            chance = stream(seed, "supervision", member.id, pair.supervisor.id)
            _Telling(book, pair, words, chance, as_of).tell(
                days(chance, pair.first, pair.last, as_of, WEEKS, on_work),
                on_work,
                cases if _agrees(member, found, chance) else None,
            )
        book.write_when_full()
    write_groups(book, found, words, stream(seed, "groups"), as_of, on_work)
    book.write()


def _agrees(member: Member, found: Cast, chance: Random) -> bool:
    """Return whether a pair agrees actions; the first pair's is told apart from these."""
    works = member.holds(Role.CASE_MANAGER) and bool(member.practice_areas)
    return chance.random() < ACTIONS and works and member is not found.first_team[0]


class _Telling:
    """The supervision of one pair, as rows."""

    def __init__(
        self, book: Book, pair: Pair, words: SupervisionTexts, chance: Random, as_of: date
    ) -> None:
        self._book, self._pair, self._words = book, pair, words
        self._chance, self._as_of = chance, as_of

    def tell(self, met: Days, on_work: OnWorkingDay, actions: CaseTexts | None) -> None:
        """Write the agreement, what was held and called off, and the session ahead."""
        agreement = self._agreement()
        for day in met.called_off:
            session = self._plan(agreement, day)
            session.called_off_at = at_work(self._chance, day - DAY)
            session.called_off_reason = pick(self._chance, self._words.called_off["reasons"])
        agreed_on = {met.held[0], met.held[-1]} if actions and len(met.held) > 3 else set()
        for day in met.held:
            made = self._agreed(day, day == met.held[-1], actions) if day in agreed_on else []
            self._hold(agreement, day, made)
        if self._pair.last is None:
            session = self._plan(agreement, next_day(self._chance, self._as_of, on_work))
            self._book.point(session, self._words.ahead, self._pair.person.id)

    def _agreement(self) -> Part:
        pair, words = self._pair, self._words
        at = at_work(self._chance, pair.first)
        why = words.left if pair.last == pair.person.left_on else words.changed
        return self._book.add(
            SupervisionAgreement,
            kind=KIND,
            supervisor_id=pair.supervisor.id,
            person_id=pair.person.id,
            title="",
            every=WEEKS,
            unit=Unit.WEEKS.value,
            starts_on=pair.first,
            ended_on=pair.last,
            ended_reason=why if pair.last else "",
            words=words.words,
            by_id=pair.supervisor.id,
            at=at,
            confirmed_by_id=pair.person.id,
            confirmed_at=at + timedelta(hours=1),
        )

    def _plan(self, agreement: Part, day: date) -> Part:
        at = min(at_work(self._chance, day), at_work(self._chance, self._as_of - DAY))
        return self._book.plan(agreement, day, pick(self._chance, self._words.places["names"]), at)

    def _hold(self, agreement: Part, day: date, made: list[dict[str, Any]]) -> None:
        chance, book, person = self._chance, self._book, self._pair.person
        session = self._plan(agreement, day)
        session.held_on = day
        met = at_work(chance, day)
        topics = list(self._topics())
        area = person.practice_areas[0] if person.practice_areas else None
        points = [book.point(session, topic["point"], person.id) for topic in topics]
        first = topics[0]
        leader = self._pair.supervisor.id
        notes = [book.note(session, Visibility.RECORD, first["record"], leader, met)]
        if area is not None and "strand" in first and chance.random() < OWN_NOTE:
            tag = first["strand"], area
            shared = first["shared"]
            notes.append(book.note(session, Visibility.SHARED, shared, person.id, met, tag))
        actions = [book.add(CoachingAction, session_id=session.id, **one) for one in made]
        parts = {AgendaItem: points, SupervisionNote: notes, CoachingAction: actions}
        signed = (("supervisor", self._pair.supervisor), ("supervisee", person))
        book.seal(session, parts, signed, met)

    def _topics(self) -> Iterator[dict[str, str]]:
        """Yield one or two things to talk about, of practice or of leading."""
        practises = self._pair.person.practice_areas and not self._pair.person.holds(
            Role.SUPERVISOR
        )
        each = self._words.practice if practises else self._words.leading
        start = between(self._chance, 0, len(each) - 1)
        yield dict(each[start])
        if self._chance.random() < TWO_POINTS:
            yield dict(each[(start + 1) % len(each)])

    def _agreed(self, day: date, is_last: bool, texts: CaseTexts | None) -> list[dict[str, Any]]:
        """Return an action agreed then: open from the last session, done from an earlier one."""
        if texts is None:
            return []
        if is_last and self._pair.last is not None:
            return []
        words, person = pick(self._chance, texts.actions), self._pair.person
        kind, _, code = words["measure"].partition(":")
        due = day + timedelta(days=DUE_AFTER)
        if is_last:
            due = max(due, self._as_of + timedelta(days=AT_LEAST_AHEAD))
        done = day + timedelta(days=between(self._chance, *DONE_AFTER))
        return [
            {
                "person_id": person.id,
                "owner_id": person.id,
                "practice_area_id": person.practice_areas[0],
                "text": words["text"],
                "kind": words["kind"],
                "strand": words["strand"],
                "measure_kind": kind,
                "measure_code": code,
                "agreed_on": day,
                "due_on": due,
                "ending": None if is_last else Ending.COMPLETE.value,
                "reason": "",
                "ended_on": None if is_last else done,
                "ended_by_id": None if is_last else person.id,
                "by_id": self._pair.supervisor.id,
            }
        ]
