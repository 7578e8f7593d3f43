"""Appraisals of a person, of a team, and what waits for somebody."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from competency.assessments import permissions, queries
from competency.assessments.domain import profile, state
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.profile import SectionProfile
from competency.assessments.domain.state import Facts, State
from competency.assessments.models import Appraisal
from competency.assessments.queries import moderations
from competency.assessments.service.loading import scope
from competency.assessments.service.reading import sections_of
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import access, lookup, rosters
from competency.people.service.crowds import People


class Line(Value, kw_only=True):
    """One appraisal in a list; `second_id` is the second rating the actor is still to give."""

    id: int
    person_id: int
    person: str
    practice_area_id: int
    practice_area: str
    title: str
    revision: int
    started_on: date
    due_on: date | None
    state: State
    facts: Facts
    signed_by: frozenset[Hand]
    supervisor_id: int | None
    sealed_on: date | None
    revises_id: int | None
    second_id: int | None = None


class Waiting(Value, kw_only=True):
    """Something that needs the actor now: why, by when, and in which appraisal or second rating."""

    appraisal_id: int
    what: str
    person: str
    practice_area: str
    due_on: date | None
    step: str  # rate, talk, sign, take_part, second: where its link leads
    second_id: int | None


def record(work: Work, person_id: int) -> list[Line]:
    """Return all appraisals of a person the actor may see, newest first."""
    access.require(work, permissions.SEE_RECORD, person_id, see=permissions.SEE_RECORD)
    return _lines(work, Appraisal.person_id == person_id)


def may_start(work: Work, person_id: int) -> bool:
    """Return whether the actor may start an appraisal of this person."""
    return access.allows(work, permissions.START, person_id)


def waiting(work: Work) -> list[Waiting]:
    """Return what needs the actor now, the soonest due first.

    In running appraisals, and in second ratings, which may also be of signed ones.
    """
    in_part = and_(Appraisal.sealed_at.is_(None), scope(work.actor, work.today, permissions.TALK))
    to_rate_blind = moderations.rates_blind(work.actor)
    found = []
    for line in _lines(work, Appraisal.withdrawn_at.is_(None), or_(in_part, to_rate_blind)):
        step = "second" if line.second_id else next_step(line, work.actor.person_id)
        if step:
            found.append(
                Waiting(
                    appraisal_id=line.id,
                    what=STEPS[step],
                    person="" if line.person_id == work.actor.person_id else line.person,
                    practice_area=line.practice_area,
                    due_on=line.due_on,
                    step=step,
                    second_id=line.second_id,
                )
            )
    found.sort(key=lambda w: (w.due_on is None, w.due_on or date.max, w.appraisal_id))
    return found


STEPS = {
    "rate": "Rate and submit",
    "talk": "Talk about your two ratings and agree",
    "sign": "Read and sign",
    "take_part": "Take the supervisor's part",
    "second": "Give a second rating",
}


def next_step(line: Line, actor_id: int | None) -> str:
    """Return the step this actor can take now (a key of STEPS), or nothing to do for them."""
    if line.state in state.ENDED:
        return ""
    own = line.person_id == actor_id
    if not own and line.supervisor_id != actor_id:
        return "take_part" if line.supervisor_id is None else ""
    if line.state in state.RATING:
        return "" if line.facts.submitted_at(Hand.SELF if own else Hand.SUPERVISOR) else "rate"
    if line.state in state.TALKING:
        return "talk"
    if line.state is state.State.SIGNED_BY_ONE:
        return "" if (Hand.SELF if own else Hand.SUPERVISOR) in line.signed_by else "sign"
    return "sign"


def running(work: Work, people: People) -> list[Line]:
    """Return the running appraisals of those of the people who are in the actor's line."""
    return _lines(
        work,
        Appraisal.person_id.in_(people),
        Appraisal.sealed_at.is_(None),
        Appraisal.withdrawn_at.is_(None),
        scope(work.actor, work.today, permissions.SEE_TEAM),
    )


class TeamRow(Value):
    """A person of a team: the last signed profile, and where the running appraisal stands."""

    person_id: int
    name: str
    post: str
    signed_id: int | None
    signed_on: date | None
    cells: tuple[SectionProfile, ...]
    running: Line | None


class Team(Value):
    """The people of an actor's line in one practice area, a profile cell for each section."""

    practice_area_id: int
    framework: CompetencyFramework
    rows: Sequence[TeamRow]
    practice_areas: Mapping[int, str]


def team(work: Work, practice_area_id: int | None = None) -> Team:
    """Return the actor's people with their agreed profile per section, by name.

    Without a practice area, the one most of them work in. The number of queries does not grow
    with the people.
    """
    people = rosters.in_scope(work, permissions.SEE_TEAM)
    areas = rosters.practice_areas_in_scope(work, permissions.SEE_TEAM)
    if practice_area_id not in areas:
        practice_area_id = next(iter(areas), 0)
    framework = frameworks.framework_with_wording(work.session)
    newest = _newest_signed_ids(work, practice_area_id, framework.id)
    signed = _signed(work, newest)
    agreed = queries.agreed_marks_of(work.session, newest)
    running = {
        line.person_id: line
        for line in _lines(
            work,
            Appraisal.practice_area_id == practice_area_id,
            Appraisal.sealed_at.is_(None),
            Appraisal.withdrawn_at.is_(None),
            scope(work.actor, work.today, permissions.SEE_TEAM),
        )
    }
    sections = sections_of(framework)
    rows = []
    for person in people:
        if practice_area_id not in person.practice_area_ids:
            continue
        last = signed.get(person.id)
        marks = agreed.get(last.id, {}) if last else {}
        rows.append(
            TeamRow(
                person.id,
                person.name,
                person.post,
                last.id if last else None,
                last.sealed_at.date() if last else None,
                profile.profile(sections, marks),
                running.get(person.id),
            )
        )
    return Team(practice_area_id, framework, rows, areas)


def _newest_signed_ids(work: Work, practice_area_id: int, framework_id: str) -> Any:
    """Return a subquery of the newest signed appraisal of each person in the actor's line."""
    ranked = (
        select(
            Appraisal.id,
            func.row_number()
            .over(
                partition_by=Appraisal.person_id,
                order_by=queries.NEWEST_FIRST,
            )
            .label("rank"),
        )
        .where(
            Appraisal.practice_area_id == practice_area_id,
            Appraisal.framework_id == framework_id,
            Appraisal.sealed_at.is_not(None),
            scope(work.actor, work.today, permissions.SEE_TEAM),
        )
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.rank == 1)


def _signed(work: Work, ids: Any) -> dict[int, Any]:
    rows = work.session.execute(
        select(Appraisal.id, Appraisal.person_id, Appraisal.sealed_at).where(Appraisal.id.in_(ids))
    )
    return {row.person_id: row for row in rows}


def _lines(work: Work, *where: Any) -> list[Line]:
    signed = [queries.has_signed(hand).label(hand) for hand in Hand]
    second = moderations.to_give(work.actor)
    names = (
        lookup.name_of(Appraisal.__table__.c.person_id),
        lookup.practice_area_of(Appraisal.__table__.c.practice_area_id),
    )
    rows = work.session.execute(
        select(Appraisal, *names, second.c.id, second.c.due_on, *signed)
        .outerjoin(second, second.c.appraisal_id == Appraisal.id)
        .where(*where)
        .order_by(Appraisal.started_on.desc(), Appraisal.id.desc())
    )
    lines = []
    for appraisal, person, area, second_id, second_due_on, *has_signed in rows:
        hands = frozenset(hand for hand, has in zip(Hand, has_signed, strict=True) if has)
        facts = queries.facts_of(appraisal, len(hands))
        lines.append(
            Line(
                id=appraisal.id,
                person_id=appraisal.person_id,
                person=person,
                practice_area_id=appraisal.practice_area_id,
                practice_area=area,
                title=appraisal.title,
                revision=appraisal.revision,
                started_on=appraisal.started_on,
                due_on=second_due_on if second_id else appraisal.due_on,
                state=state.state_of(facts),
                facts=facts,
                signed_by=hands,
                supervisor_id=appraisal.supervisor_id,
                sealed_on=appraisal.sealed_at.date() if appraisal.sealed_at else None,
                revises_id=appraisal.revises_id,
                second_id=second_id,
            )
        )
    return lines
