"""Two peers and the group of the first team, who think together about their practice."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from competency.coaching.domain.sessions import Visibility
from competency.coaching.domain.supervision import Unit
from competency.coaching.models import (
    AgendaItem,
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionMember,
    SupervisionNote,
)
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.chance import at_work
from competency.demo.domain.meetings import OnWorkingDay, days, next_day
from competency.demo.domain.texts import SupervisionTexts
from competency.demo.service.supervision_rows import Book, Part
from competency.kernel.values import Value

EVERY = 6  # weeks
BEGAN_AGO = timedelta(days=200)
BIGGEST, PEERS = 8, 2
WAS_THERE = 0.85


class _Group(Value):
    kind: str
    leader: Member
    members: Sequence[Member]
    words: Mapping[str, str]


def write_groups(
    book: Book,
    found: Cast,
    words: SupervisionTexts,
    chance: Random,
    as_of: date,
    on_work: OnWorkingDay,
) -> None:
    """Write both groups, with what they held and the next session; neither where nobody leads."""
    team = [one for one in found.first_team if one.left_on is None][:BIGGEST]
    leader = team[0].supervisor if team else None
    groups = []
    if len(team) >= PEERS:
        groups.append(_Group("peer", team[1], team[:1], words.peer))
    if leader is not None:
        groups.append(_Group("group", leader, team, words.group))
    for group in groups:
        _write(book, group, words, chance, as_of, on_work)


def _write(
    book: Book,
    group: _Group,
    words: SupervisionTexts,
    chance: Random,
    as_of: date,
    on_work: OnWorkingDay,
) -> None:
    everybody = (group.leader, *group.members)
    first = max(as_of - BEGAN_AGO, *(one.started_on for one in everybody))
    agreement = _agreement(book, group, words, chance, first)
    place = words.places["names"][0]
    for day in days(chance, first, None, as_of, EVERY, on_work).held:
        met = at_work(chance, day)
        session = book.plan(agreement, day, place, met)
        session.held_on = day
        there = [
            _attendee(book, session, one, chance.random() < WAS_THERE) for one in group.members
        ]
        there[0].was_there = True
        point = book.point(session, group.words["point"], group.members[0].id)
        note = book.note(session, Visibility.RECORD, group.words["note"], group.leader.id, met)
        parts = {SupervisionAttendee: there, AgendaItem: [point], SupervisionNote: [note]}
        signed = (("convenor", group.leader), ("member", group.members[0]))
        book.seal(session, parts, signed, met)
    at = at_work(chance, as_of - timedelta(days=1))
    session = book.plan(agreement, next_day(chance, as_of, on_work), place, at)
    for one in group.members:
        _attendee(book, session, one, None)
    book.point(session, group.words["point"], group.leader.id)


def _agreement(
    book: Book, group: _Group, words: SupervisionTexts, chance: Random, first: date
) -> Part:
    agreement = book.add(
        SupervisionAgreement,
        kind=group.kind,
        supervisor_id=group.leader.id,
        person_id=None,
        title=group.words["title"],
        every=EVERY,
        unit=Unit.WEEKS.value,
        starts_on=first,
        ended_on=None,
        ended_reason="",
        words=words.words,
        by_id=group.leader.id,
        at=at_work(chance, first),
        confirmed_by_id=None,
        confirmed_at=None,
    )
    for one in group.members:
        book.add(SupervisionMember, agreement_id=agreement.id, person_id=one.id)
    return agreement


def _attendee(book: Book, session: Part, member: Member, was_there: bool | None) -> Part:
    return book.add(
        SupervisionAttendee, session_id=session.id, person_id=member.id, was_there=was_there
    )
