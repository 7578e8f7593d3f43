"""A team's casework, training and supervision: for whoever stands above each of its people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.service import caseload_range as caseloads
from competency.coaching.domain.kept import Kept
from competency.coaching.service import kept
from competency.coaching.service.kept import KeptRow, Meeting
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandard
from competency.infra.work import Work
from competency.insights.domain.caseload import Range
from competency.insights.domain.standing import (
    Period,
    month_rates,
    period,
    rates_of,
    together,
)
from competency.insights.domain.team_practice import Member, a_year_before
from competency.insights.queries import casework as queries
from competency.insights.queries import teams as rosters
from competency.insights.queries.teams import TeamOfLine
from competency.insights.service.team_practice import chosen_team, own_line
from competency.kernel.actor import Role
from competency.kernel.values import Value
from competency.people.models import Person
from competency.people.service.crowds import People
from competency.reviews.service import team_glance
from competency.reviews.service.team_glance import TeamGlance
from competency.timeliness.domain.p_chart import PChart, p_chart
from competency.timeliness.domain.rates import WORKER, Rates, Tally
from competency.timeliness.service.standards import get_chart_rules, get_standards
from competency.training.domain.state import PENDING
from competency.training.domain.tally import Tally as TrainingTally
from competency.training.domain.tally import tally
from competency.training.service import practice as training
from competency.training.service.practice import Stands

NOTHING = Rates(Tally({}), Tally({}), 0)


class TeamCasework(Value, kw_only=True):
    """What the own cases of a team's people say: clocks that are theirs to keep, findings, load.

    `reviews` are of three months (product page, row 4). `cases` holds how many open cases each
    worker has, by name of the worker.
    """

    team: TeamOfLine
    teams: Sequence[TeamOfLine]
    period: Period
    standards: Sequence[TimelinessStandard]
    total: Rates
    by_standard: Mapping[str, Rates]
    chart: PChart
    reviews: TeamGlance
    range: Range
    cases: Sequence[tuple[Member, int]]


class TeamSupport(Value, kw_only=True):
    """Where a team's people stand with training, and whether supervision happens as agreed.

    `pending` are those who are out of time. `kept` says by person in how many of the agreed
    periods of the last year they met, `meetings` when they meet next.
    """

    team: TeamOfLine
    teams: Sequence[TeamOfLine]
    members: Sequence[Member]
    kept: Mapping[int, Kept]
    in_all: Kept
    meetings: Mapping[int, Meeting]
    courses: Sequence[tuple[str, TrainingTally]]
    pending: Sequence[Stands]


def casework(
    work: Work, team_id: int, first: date | None = None, last: date | None = None
) -> TeamCasework:
    """Return the casework of a team's people who stand in the actor's line, in eight statements.

    Raises NotFound where nobody of the team does; refuses months in the wrong order.
    """
    within = period(first, last, work.today)
    team, teams = chosen_team(work, team_id)
    session, today = work.session, work.today
    members = rosters.roster(session, team_id, own_line(work), today).members
    standards = [one for one in get_standards().standards if one.actor == WORKER]
    asked = (team_id, [one.id for one in members], [one.code for one in standards], within, today)
    each = rates_of(queries.clocks(session, *asked), queries.late(session, *asked))
    held = queries.open_cases(session, team_id, own_line(work), Role.CASE_MANAGER.value, today)
    return TeamCasework(
        team=team,
        teams=teams,
        period=within,
        standards=standards,
        total=together(each.values()),
        by_standard={one.code: _over(each, one.code) for one in standards},
        chart=p_chart(month_rates(_by_month(each), today), get_chart_rules()),
        reviews=team_glance.team(work, people=asked[1]),
        range=caseload_range(session),
        cases=[(member, held[member.id]) for member in members if member.id in held],
    )


def caseload_range(session: Session) -> Range:
    """Return how many open cases a worker holds by the organisation's policy; one statement."""
    found = caseloads.current(session)
    return Range(found.least, found.most)


def _over(each: Mapping[tuple[date, str], Rates], standard: str) -> Rates:
    found = [rates for (_, code), rates in each.items() if code == standard]
    return together(found) if found else NOTHING


def _by_month(each: Mapping[tuple[date, str], Rates]) -> dict[date, Rates]:
    months: dict[date, list[Rates]] = defaultdict(list)
    for (month, _), rates in each.items():
        months[month].append(rates)
    return {month: together(found) for month, found in months.items()}


def support(work: Work, team_id: int) -> TeamSupport:
    """Return where a team's people in the actor's line stand with training and supervision.

    In nine statements. Raises NotFound where nobody of the team stands in the line.
    """
    team, teams = chosen_team(work, team_id)
    people: People = select(Person.id).where(
        Person.team_id == team_id, own_line(work), rosters.still_here(work.today)
    )
    session, today = work.session, work.today
    found = list(training.standings_of(session, people, today))
    met = kept.of_people(session, people, a_year_before(today), today)
    by_course: dict[str, list[Stands]] = {}
    for one in found:
        by_course.setdefault(one.course, []).append(one)
    return TeamSupport(
        team=team,
        teams=teams,
        members=rosters.roster(session, team_id, own_line(work), today).members,
        kept={one: kept.in_all(row for row in met if row.person_id == one) for one in _ids(met)},
        in_all=kept.in_all(met),
        meetings=kept.meetings(session, people, today),
        courses=[(name, tally(one.state for one in each)) for name, each in by_course.items()],
        pending=sorted((o for o in found if o.state in PENDING), key=lambda o: (o.name, o.course)),
    )


def _ids(met: Iterable[KeptRow]) -> set[int]:
    return {row.person_id for row in met}
