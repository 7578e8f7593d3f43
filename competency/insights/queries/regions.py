"""Figures of every team in reach, counted in the database: no row is one person's.

With each figure comes on how many people it rests whom the reader may not see by name
(`protected`): what is shown of it is for the service to decide.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from competency.assessments.domain.agenda import Outcome
from competency.assessments.models import Appraisal, StrandAgreement
from competency.cases.models import CaseFile
from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.evidence.queries.scope import COUNTED, in_area
from competency.infra.db import plain_rows
from competency.insights.domain.regions import Share
from competency.insights.queries.newest import newest_first, sections_of
from competency.insights.queries.teams import still_here
from competency.kernel.actor import Role
from competency.people.models import Person, PersonPracticeArea, PracticeArea, RoleGrant

Within = ColumnElement[bool]
LATER = aliased(StrandAgreement)


class Counted(NamedTuple):
    """k of n people of each team, and how many of the n are protected."""

    shares: dict[int, Share]
    protected: dict[int, int]


class Spreads(NamedTuple):
    """By team how many of something have which number, and how many people are protected."""

    counts: dict[int, Counter[int]]
    protected: dict[int, int]


def areas(session: Session, teams: Collection[int], today: date) -> dict[int, str]:
    """Return the practice areas that people of the teams work in, the commonest first."""
    rows = plain_rows(
        session,
        select(PracticeArea.id, PracticeArea.name)
        .join(PersonPracticeArea, PersonPracticeArea.practice_area_id == PracticeArea.id)
        .join(Person, Person.id == PersonPracticeArea.person_id)
        .where(Person.team_id.in_(teams), still_here(today))
        .group_by(PracticeArea.id, PracticeArea.name)
        .order_by(func.count().desc(), PracticeArea.name),
    )
    return {row[0]: row[1] for row in rows}


def signed(
    session: Session,
    teams: Collection[int],
    area_id: int,
    since: datetime,
    own: Within,
    today: date,
) -> Counted:
    """Return of the people in an area how many have signed an appraisal in it since a moment."""
    has = exists().where(
        Appraisal.person_id == Person.id,
        Appraisal.practice_area_id == area_id,
        Appraisal.sealed_at >= since,
    )
    return _people_with(session, teams, area_id, has, own, today)


def evidenced(
    session: Session, teams: Collection[int], area_id: int, since: date, own: Within, today: date
) -> Counted:
    """Return of the people in an area how many have shared evidence on or after a day."""
    has = exists().where(
        EvidenceEntry.person_id == Person.id,
        EvidenceEntry.state.in_(COUNTED),
        EvidenceEntry.last_on >= since,
        in_area(area_id),
        exists().where(EvidenceLink.entry_id == EvidenceEntry.id),
    )
    return _people_with(session, teams, area_id, has, own, today)


def _people_with(
    session: Session, teams: Collection[int], area_id: int, has: Within, own: Within, today: date
) -> Counted:
    rows = plain_rows(
        session,
        select(
            Person.team_id,
            func.count(),
            func.count().filter(has),
            func.count().filter(~own),
        )
        .where(Person.team_id.in_(teams), _works_in(area_id), still_here(today))
        .group_by(Person.team_id),
    ).all()
    return Counted(
        {team: Share(k, n) for team, n, k, _ in rows}, {team: n for team, _, _, n in rows}
    )


def _works_in(area_id: int) -> Within:
    return exists().where(
        PersonPracticeArea.person_id == Person.id, PersonPracticeArea.practice_area_id == area_id
    )


def positions(
    session: Session,
    teams: Collection[int],
    area_id: int,
    framework_id: str,
    section_of: Mapping[str, str],
    own: Within,
    today: date,
) -> dict[str, Spreads]:
    """Return by section how many strands of each team were agreed at which position.

    Of each person's newest signed appraisal in the area; the people are those with a position.
    Two statements.
    """
    agreed = _agreed(teams, area_id, framework_id, section_of, own, today)
    counts: dict[str, dict[int, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    people: dict[str, dict[int, int]] = defaultdict(dict)
    each = (agreed.c.section, agreed.c.team_id)
    for section, team, position, number in plain_rows(
        session,
        select(*each, agreed.c.position, func.count()).group_by(*each, agreed.c.position),
    ):
        counts[section][team][position] += number
    for section, team, number in plain_rows(
        session,
        select(
            *each, func.count(case((agreed.c.is_own == 0, agreed.c.person_id)).distinct())
        ).group_by(*each),
    ):
        people[section][team] = number
    return {section: Spreads(dict(found), people[section]) for section, found in counts.items()}


def _agreed(
    teams: Collection[int],
    area_id: int,
    framework_id: str,
    section_of: Mapping[str, str],
    own: Within,
    today: date,
) -> CTE:
    """Return every agreed position with its team and section, and whose it is."""
    is_signed = Appraisal.sealed_at.is_not(None)
    newest = newest_first(teams, area_id, framework_id, own, today, is_signed)
    sections = sections_of(section_of)
    is_later = exists().where(
        LATER.appraisal_id == StrandAgreement.appraisal_id,
        LATER.strand == StrandAgreement.strand,
        LATER.seq > StrandAgreement.seq,
    )
    return (
        select(
            newest.c.team_id,
            newest.c.person_id,
            newest.c.is_own,
            sections.c.section,
            StrandAgreement.position,
        )
        .join(StrandAgreement, StrandAgreement.appraisal_id == newest.c.id)
        .join(sections, sections.c.strand == StrandAgreement.strand)
        .where(
            newest.c.place == 1,
            StrandAgreement.outcome == Outcome.AGREED.value,
            StrandAgreement.position.is_not(None),
            ~is_later,
        )
        .cte("agreed")
    )


def caseloads(session: Session, teams: Collection[int], own: Within, today: date) -> Spreads:
    """Return by team how many workers hold how many open cases, those with none too.

    A worker is whoever is a case manager on the day, and whoever holds a case.
    """
    held = (
        select(func.count())
        .where(
            CaseFile.key_worker_id == Person.id,
            CaseFile.ended_on.is_(None),
            CaseFile.disposed_at.is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    is_worker = exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role == Role.CASE_MANAGER.value,
        RoleGrant.starts_on <= today,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
    )
    each = (
        select(
            Person.team_id,
            held.label("cases"),
            case((own, 0), else_=1).label("protected"),
            case((is_worker, 1), else_=0).label("works"),
        )
        .where(Person.team_id.in_(teams), still_here(today))
        .subquery()
    )
    rows = plain_rows(
        session,
        select(
            each.c.team_id, each.c.cases, func.count(), cast(func.sum(each.c.protected), Integer)
        )
        .where(or_(each.c.works == 1, each.c.cases > 0))
        .group_by(each.c.team_id, each.c.cases),
    )
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    protected: Counter[int] = Counter()
    for team, cases, workers, hidden in rows:
        counts[team][cases] = workers
        protected[team] += hidden
    return Spreads(dict(counts), dict(protected))
