"""What is known of the practice of a team's people, in statements that do not grow with them.

The caller passes only people whose record is the actor's to see.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from competency.assessments.domain.marks import Hand
from competency.assessments.models import Appraisal, Rating, Target
from competency.assessments.queries import NEWEST_FIRST
from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.evidence.queries.scope import COUNTED, in_area, not_replaced
from competency.infra.db import plain_rows
from competency.insights.domain.team_practice import Cycle, Member
from competency.people.models import Person, PersonPracticeArea, Post, PracticeArea, Region, Team

Within = ColumnElement[bool]
LATER = aliased(Appraisal)


class TeamOfLine(NamedTuple):
    """A team in which somebody of the actor's line works, and how many of them do."""

    id: int
    name: str
    region_id: int
    region: str
    people: int


class Roster(NamedTuple):
    """The people asked for, by name, and the practice areas they work in, the commonest first."""

    members: list[Member]
    areas: dict[int, str]
    in_area: dict[int, set[int]]


def still_here(today: date) -> Within:
    """Return SQL that is true for people who have not left."""
    return or_(Person.left_on.is_(None), Person.left_on >= today)


def teams_of_line(session: Session, within: Within, today: date) -> list[TeamOfLine]:
    """Return the teams in which people in scope work, by name."""
    rows = plain_rows(
        session,
        select(Team.id, Team.name, Region.id, Region.name, func.count(Person.id))
        .join(Person, Person.team_id == Team.id)
        .join(Region, Region.id == Team.region_id)
        .where(within, still_here(today))
        .group_by(Team.id, Team.name, Region.id, Region.name)
        .order_by(Team.name, Team.id),
    )
    return [TeamOfLine(*row) for row in rows]


def parts_of_line(
    session: Session, within: Within, today: date
) -> list[tuple[int | None, str, int]]:
    """Return how many people in scope work in each team, by its name; None for those in none."""
    rows = plain_rows(
        session,
        select(Person.team_id, Team.name, func.count(Person.id))
        .outerjoin(Team, Team.id == Person.team_id)
        .where(within, still_here(today))
        .group_by(Person.team_id, Team.name)
        .order_by(Team.name, Person.team_id),
    )
    return [(team_id, name or "", people) for team_id, name, people in rows]


def last_signed(session: Session, people: Select[int]) -> dict[int, date]:
    """Return the day on which each of these people last signed an appraisal, in any area."""
    rows = plain_rows(
        session,
        select(Appraisal.person_id, func.max(Appraisal.sealed_at))
        .where(Appraisal.person_id.in_(people), Appraisal.sealed_at.is_not(None))
        .group_by(Appraisal.person_id),
    )
    return {person_id: at.date() for person_id, at in rows}


def roster(session: Session, team_id: int, within: Within, today: date) -> Roster:
    """Return those of a team who are in scope and still here."""
    rows = plain_rows(
        session,
        select(
            Person.id, Person.name, Person.post_id, Post.name, PracticeArea.id, PracticeArea.name
        )
        .outerjoin(Post, Post.id == Person.post_id)
        .outerjoin(PersonPracticeArea, PersonPracticeArea.person_id == Person.id)
        .outerjoin(PracticeArea, PracticeArea.id == PersonPracticeArea.practice_area_id)
        .where(Person.team_id == team_id, within, still_here(today))
        .order_by(Person.name, Person.id, PracticeArea.name),
    )
    members: dict[int, Member] = {}
    names: dict[int, str] = {}
    people: dict[int, set[int]] = defaultdict(set)
    for person_id, name, post_id, post, area_id, area in rows:
        members.setdefault(person_id, Member(person_id, name, post_id, post or ""))
        if area_id is not None:
            names[area_id] = area
            people[area_id].add(person_id)
    commonest = sorted(names, key=lambda area: (-len(people[area]), names[area]))
    return Roster(list(members.values()), {area: names[area] for area in commonest}, dict(people))


def cycles(
    session: Session, people: Collection[int], practice_area_id: int, framework_id: str
) -> tuple[dict[int, list[Cycle]], dict[int, Cycle]]:
    """Return each person's two newest signed cycles, and the newest whose ratings are open to both.

    Of a cycle that was reopened and signed again the last revision counts.
    """
    rows = plain_rows(
        session,
        select(
            Appraisal.id,
            Appraisal.person_id,
            Appraisal.title,
            Appraisal.started_on,
            Appraisal.sealed_at,
        )
        .where(
            Appraisal.person_id.in_(people),
            Appraisal.practice_area_id == practice_area_id,
            Appraisal.framework_id == framework_id,
            is_counted(),
        )
        .order_by(*NEWEST_FIRST),
    )
    signed: dict[int, list[Cycle]] = defaultdict(list)
    revealed: dict[int, Cycle] = {}
    for id_, person_id, title, started_on, sealed_at in rows:
        one = Cycle(id_, person_id, title, started_on, sealed_at.date() if sealed_at else None)
        revealed.setdefault(person_id, one)
        if sealed_at is not None and len(signed[person_id]) < 2:
            signed[person_id].append(one)
    return signed, revealed


def is_counted() -> Within:
    """Return SQL that is true for cycles that are signed or whose two ratings are open to both.

    Of a cycle that was reopened and signed again only for the last revision.
    """
    superseded = exists().where(
        LATER.revises_id == Appraisal.id,
        LATER.sealed_at.is_not(None),
        LATER.withdrawn_at.is_(None),  # none that is signed is; the index wants to hear it
    )
    return and_(
        Appraisal.withdrawn_at.is_(None),
        or_(Appraisal.sealed_at.is_not(None), is_revealed()),
        ~superseded,
    )


def is_revealed() -> Within:
    """Return SQL that is true for cycles whose two ratings are both submitted."""
    return and_(
        Appraisal.self_submitted_at.is_not(None), Appraisal.supervisor_submitted_at.is_not(None)
    )


def pairs(session: Session, appraisal_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return the own and the supervisor's position by appraisal and strand, where both gave one."""
    by_hand = {
        Hand.SELF.value: Appraisal.person_id,
        Hand.SUPERVISOR.value: Appraisal.supervisor_submitted_by_id,
    }
    theirs = [and_(Rating.hand == hand, Rating.rater_id == who) for hand, who in by_hand.items()]
    rows = plain_rows(
        session,
        select(Rating.appraisal_id, Rating.hand, Rating.strand, Rating.position)
        .join(Appraisal, Appraisal.id == Rating.appraisal_id)
        .where(Rating.appraisal_id.in_(appraisal_ids), is_revealed(), or_(*theirs))
        .order_by(Rating.appraisal_id, Rating.hand, Rating.strand, Rating.seq),
    )
    last: dict[tuple[int, str, str], int | None] = {}
    for appraisal_id, hand, strand, position in rows:
        last[appraisal_id, hand, strand] = position
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for (appraisal_id, hand, strand), own in last.items():
        if hand != Hand.SELF.value or own is None:
            continue
        other = last.get((appraisal_id, Hand.SUPERVISOR.value, strand))
        if other is not None:
            found[appraisal_id][strand] = (own, other)
    return found


def targets(
    session: Session, post_ids: Collection[int], framework_id: str
) -> dict[int, dict[str, int]]:
    """Return the positions that posts aim at, by post and section."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for post_id, section, position in plain_rows(
        session,
        select(Target.post_id, Target.section, Target.position).where(
            Target.post_id.in_(post_ids), Target.framework_id == framework_id
        ),
    ):
        found[post_id][section] = position
    return found


def newest_evidence(
    session: Session, people: Collection[int], practice_area_id: int, framework_id: str
) -> dict[int, dict[str, date]]:
    """Return the day of the newest shared or verified evidence, by person and strand.

    Entries of another practice area are left out, those of none in particular stay in.
    """
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for person_id, strand, day in plain_rows(
        session,
        select(EvidenceEntry.person_id, EvidenceLink.strand, func.max(EvidenceEntry.last_on))
        .join(EvidenceLink, EvidenceLink.entry_id == EvidenceEntry.id)
        .where(
            EvidenceEntry.person_id.in_(people),
            EvidenceEntry.state.in_(COUNTED),
            EvidenceLink.framework_id == framework_id,
            in_area(practice_area_id),
            not_replaced(),
        )
        .group_by(EvidenceEntry.person_id, EvidenceLink.strand),
    ):
        found[person_id][strand] = day
    return found
