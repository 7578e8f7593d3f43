"""Whoever somebody leads, person by person: what is next, and what stands out. By name only."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, true

from competency.assessments.service import overview
from competency.assessments.service.overview import Line
from competency.coaching.service import kept, signals
from competency.coaching.service.kept import Meeting
from competency.infra.work import Work
from competency.insights import permissions
from competency.insights.domain.caseload import Range
from competency.insights.queries import teams as queries
from competency.insights.service.team_practice import own_line
from competency.insights.service.team_work import caseload_range
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.models import Person
from competency.people.service import crowds

AT_ONCE = 60  # people; whoever leads more of them looks at one team at a time
NO_TEAM = 0
NO_MEETING = Meeting(None, None, None)


class PersonRow(Value, kw_only=True):
    """One person: when they meet, where their appraisals stand, training, cases and signals.

    `running` are the appraisals under way; `courses` those they are out of time with; `signals`
    how many things nobody has talked about yet.
    """

    person_id: int
    name: str
    team: str
    meeting: Meeting
    running: Sequence[Line]
    signed_on: date | None
    courses: Sequence[str]
    open_cases: int
    signals: int


class MyTeam(Value, kw_only=True):
    """The people by name; `teams` by number and name, `team_id` the one shown, None for all."""

    rows: Sequence[PersonRow]
    teams: Mapping[int, str]
    team_id: int | None
    may_see_all: bool
    range: Range


def my_team(work: Work, team_id: int | None = None) -> MyTeam:
    """Return those whom the actor leads, direct and indirect, or of them one team.

    In ten statements, however many people. Without a team everybody, of more than 60 people the
    first team. Raises NotFound for a team in which nobody of the line works.
    """
    parts = queries.parts_of_line(work.session, own_line(work), work.today)
    teams = {id_ or NO_TEAM: name or "No team" for id_, name, _ in parts}
    may_see_all = sum(people for *_, people in parts) <= AT_ONCE
    if team_id is None and not may_see_all:
        team_id = next(iter(teams))
    if team_id is not None and team_id not in teams:
        raise NotFound("There is no such team, or nobody of it stands in your line.")
    return MyTeam(
        rows=_rows(work, teams, team_id) if teams else [],
        teams=teams,
        team_id=team_id,
        may_see_all=may_see_all,
        range=caseload_range(work.session),
    )


def _rows(work: Work, teams: Mapping[int, str], team_id: int | None) -> list[PersonRow]:
    session, today = work.session, work.today
    people = crowds.within(work, permissions.SEE_TEAM).where(_works_in(team_id))
    meetings = kept.meetings(session, people, today)
    signed = queries.last_signed(session, people)
    lines = sorted(overview.running(work, people), key=attrgetter("person_id"))
    running = {id_: list(found) for id_, found in groupby(lines, key=attrgetter("person_id"))}
    return [
        PersonRow(
            person_id=one.person.id,
            name=one.person.name,
            team=teams.get(one.person.team_id or NO_TEAM, ""),
            meeting=meetings.get(one.person.id, NO_MEETING),
            running=running.get(one.person.id, ()),
            signed_on=signed.get(one.person.id),
            courses=one.courses,
            open_cases=one.open_cases,
            signals=len(one.to_discuss),
        )
        for one in signals.look(session, people, today)
    ]


def _works_in(team_id: int | None) -> ColumnElement[bool]:
    if team_id is None:
        return true()
    column = Person.__table__.c.team_id
    return column.is_(None) if team_id == NO_TEAM else column == team_id
