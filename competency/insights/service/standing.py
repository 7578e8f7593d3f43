"""How work stands in time: of teams, regions and everybody, with what lies behind each figure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row

from competency.cases import permissions as case_rules
from competency.cases.domain.running import EXCUSED, RUNNING
from competency.cases.service import loading
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandard
from competency.infra.work import Work
from competency.insights import permissions
from competency.insights.domain.standing import (
    KeptBack,
    Late,
    Period,
    kept_back,
    month_rates,
    period,
    rates_of,
    together,
)
from competency.insights.queries import standing as queries
from competency.insights.queries.standing import Place, Wanted
from competency.kernel.actor import Actor, Role
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value, field, replace
from competency.people.models import Person, Team
from competency.people.service import access, lookup, teams
from competency.timeliness.domain.p_chart import PChart, p_chart
from competency.timeliness.domain.rates import LAST_DUE, WORKER, Rates, Tally, tally
from competency.timeliness.domain.results import Result
from competency.timeliness.service.standards import get_chart_rules, get_standards

PAGE = 100
TEAM, REGION = "team", "region"
NOTHING = Rates(Tally({}), Tally({}), 0)
TEAM_ID: ColumnElement[int] = Team.__table__.c.id
WIDE_ROLES = (Role.CENTRAL_OFFICE, Role.REGIONAL_LEADERSHIP, Role.QUALITY_SPECIALIST)


class Asked(Value):
    """What a reader asks for; empty asks for all. `place` is a kind and a number: team, 3."""

    place: tuple[str, int] | None = None
    standard: str = ""
    first: date | None = None
    last: date | None = None


class Board(Value, kw_only=True):
    """A dashboard: figures by month, by standard and by team, raw beside adjusted.

    `team_id` is the one team that is shown, None where there are several. `is_open` says that the
    cases behind the figures may be seen, `leaves_out` that small groups are kept back.
    """

    asked: Asked
    period: Period
    title: str
    places: Sequence[Place]
    standards: Sequence[TimelinessStandard]
    team_id: int | None
    is_open: bool
    leaves_out: bool
    total: Rates
    months: Mapping[date, Rates]
    by_standard: Mapping[str, Rates]
    teams: Sequence[tuple[Place, Rates | None]]
    people: Sequence[tuple[int, str]]
    chart: PChart


class OwnFigures(Value, kw_only=True):
    """One person's figures: the last that were due, and those of the months asked for."""

    person_id: int
    name: str
    period: Period
    standards: Sequence[TimelinessStandard]
    last: Sequence[Row[Any]]
    last_k: int
    total: Rates
    by_standard: Mapping[str, Rates]
    chart: PChart


class _Chosen(Value):
    """The teams that were chosen, of those in reach, and what is kept back of them."""

    places: list[Place]
    chosen: list[Place]
    title: str
    kept: KeptBack = field(default_factory=KeptBack)

    @property
    def team_ids(self) -> list[int]:
        return [place.team_id for place in self.chosen]

    @property
    def one(self) -> Place | None:
        return self.chosen[0] if len(self.chosen) == 1 else None


def team_scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the teams in which the actor may do this."""

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        if relation is Relation.IN_TEAM:
            return teams.belongs(actor, TEAM_ID)
        if relation is Relation.LEADS_TEAM:
            return teams.leads(actor, today, TEAM_ID)
        if relation is Relation.IS_REGIONS_SPECIALIST:
            return teams.role_reaches(Role.QUALITY_SPECIALIST, actor, TEAM_ID)
        if relation is Relation.IS_CENTRAL_OFFICE:
            return teams.role_reaches(Role.CENTRAL_OFFICE, actor, TEAM_ID)
        if relation is Relation.IN_OWN_REGION:
            reach = (Role.REGIONAL_LEADERSHIP, Role.QUALITY_SPECIALIST)
            by = [teams.role_reaches(role, actor, TEAM_ID) for role in reach]
            return by[0] | by[1]
        return None

    return access.scope(actor, today, action, None, resolve)


def board(work: Work, asked: Asked) -> Board:
    """Return the dashboard of the teams that were chosen, in at most nine statements.

    Raises Forbidden for who has no team in reach, NotFound for a place out of reach, and refuses
    months in the wrong order and an unknown standard.
    """
    within = period(asked.first, asked.last, work.today)
    codes = _standards(asked.standard)
    found = _chosen(work, asked, within)
    one, session, today = found.one, work.session, work.today
    teams_wanted = Wanted(within, codes, found.team_ids, without=found.kept.alone)
    wanted = teams_wanted if one else replace(teams_wanted, without=found.kept.wholly)
    late = queries.late(session, Wanted(within, codes, found.team_ids), today)
    each = rates_of(
        queries.by_month_and_standard(session, wanted, today),
        [row.under(row.group[:2]) for row in _kept(late, wanted)],
    )
    months = _over(each, 0)
    by_standard = _over(each, 1)
    if one is not None and one.is_open:
        _add_not_started(by_standard, queries.not_started(session, one.team_id, codes))
    return Board(
        asked=asked,
        period=within,
        title=found.title,
        places=found.places,
        standards=get_standards().standards,
        team_id=one.team_id if one else None,
        is_open=any(place.is_open for place in found.chosen),
        leaves_out=bool(found.kept.alone),
        total=together(by_standard.values()),
        months=months,
        by_standard={code: by_standard.get(code, NOTHING) for code in codes},
        teams=[] if one else _by_team(work, found, teams_wanted, late),
        people=_people(work, one),
        chart=p_chart(month_rates(months, today), get_chart_rules()),
    )


def person(
    work: Work, person_id: int, first: date | None = None, last: date | None = None
) -> OwnFigures:
    """Return one person's figures of the standards that are a worker's to keep.

    For them and those above them, and nobody else; raises NotFound.
    """
    access.require(work, case_rules.SEE_CASELOAD, person_id, see=case_rules.SEE_CASELOAD)
    standards = [one for one in get_standards().standards if one.actor == WORKER]
    codes = [one.code for one in standards]
    wanted = Wanted(period(first, last, work.today), codes, holder_id=person_id)
    session, today = work.session, work.today
    seen = loading.scope(work.actor, today, case_rules.SEE)
    rows = queries.last_due(session, person_id, codes, today, seen, limit=LAST_DUE)
    late = queries.late(session, wanted, today)
    each = rates_of(
        queries.by_month_and_standard(session, wanted, today),
        [row.under(row.group[:2]) for row in late],
    )
    by_standard = _over(each, 1)
    return OwnFigures(
        person_id=person_id,
        name=lookup.get_subject(session, person_id).name,
        period=wanted.period,
        standards=standards,
        last=rows,
        last_k=tally(result_of(row, today) for row in rows).k,
        total=together(each.values()),
        by_standard={code: by_standard.get(code, NOTHING) for code in codes},
        chart=p_chart(month_rates(_over(each, 0), today), get_chart_rules()),
    )


def behind(
    work: Work, asked: Asked, result: Result | None, *, page: int | None = 1
) -> tuple[Sequence[Row[Any]], int, str]:
    """Return the clocks behind a figure, how many there are, and whose they are.

    Only of cases that the actor may see. `page` None returns them all, for a file.
    """
    within = period(asked.first, asked.last, work.today)
    found = _chosen(work, asked, None)
    wanted = Wanted(within, _standards(asked.standard), found.team_ids)
    seen = loading.scope(work.actor, work.today, case_rules.SEE)
    session, today = work.session, work.today
    if page is None:
        rows = queries.clocks_behind(session, wanted, result, today, within=seen, limit=None)
        return rows, len(rows), found.title
    count = queries.count_behind(session, wanted, result, today, within=seen)
    rows = queries.clocks_behind(
        session, wanted, result, today, within=seen, limit=PAGE, offset=(page - 1) * PAGE
    )
    return rows, count, found.title


def result_of(clock: Row[Any], today: date) -> Result:
    """Return what a kept clock says today."""
    return _said(clock.state, clock.due_on, today)


def adjusted_of(clock: Row[Any], today: date) -> Result | None:
    """Return what a kept clock says with its pauses left out, None where it is excused."""
    if clock.adjusted_state == EXCUSED:
        return None
    return _said(clock.adjusted_state, clock.adjusted_due_on, today)


def _said(state: str, due_on: date, today: date) -> Result:
    if state != RUNNING:
        return Result(state)
    return Result.OVERDUE if due_on < today else Result.DUE


def _standards(code: str) -> list[str]:
    known = [one.code for one in get_standards().standards]
    if code and code not in known:
        raise Refused("unknown_standard", "Choose a standard of the list.", field="standard")
    return [code] if code else known


def _chosen(work: Work, asked: Asked, within: Period | None) -> _Chosen:
    """Return the teams that were chosen; with a period also what is kept back in it."""
    actor, today = work.actor, work.today
    reach = team_scope(actor, today, permissions.SEE_TIMELINESS)
    places = queries.places(work.session, reach, team_scope(actor, today, case_rules.SEE))
    if not places and not any(actor.has(role) for role in WIDE_ROLES):
        raise Forbidden("You have no team whose figures are yours to see.")
    found = _at(places, asked.place)
    closed = [place for place in places if not place.is_open]
    if within is None or all(place.is_open for place in found.chosen):
        return found
    codes = [one.code for one in get_standards().standards]
    people = queries.people_by_team_and_month(
        work.session, Wanted(within, codes, [place.team_id for place in closed])
    )
    return replace(found, kept=kept_back(people, {p.team_id: p.region_id for p in closed}))


def _at(places: list[Place], asked: tuple[str, int] | None) -> _Chosen:
    if asked is None:
        only = places[0].team if len(places) == 1 else "All teams in your reach"
        return _Chosen(places, places, only)
    kind, number = asked
    if kind == TEAM:
        chosen = [place for place in places if place.team_id == number]
        names = [place.team for place in chosen]
    else:
        chosen = [place for place in places if place.region_id == number]
        names = [place.region for place in chosen]
    if not chosen:
        raise NotFound("There is no such team or region, or it is not yours to see.")
    return _Chosen(places, chosen, names[0])


def _kept(
    late: list[Late[tuple[date, str, int]]], wanted: Wanted
) -> list[Late[tuple[date, str, int]]]:
    return [row for row in late if (row.group[2], row.group[0]) not in wanted.without]


def _over(each: Mapping[tuple[date, str], Rates], part: int) -> dict[Any, Rates]:
    """Return the figures taken together over all but one part of their groups, in its order."""
    found: dict[Any, list[Rates]] = {}
    for group in sorted(each):
        found.setdefault(group[part], []).append(each[group])
    return {key: together(several) for key, several in sorted(found.items())}


def _add_not_started(by_standard: dict[str, Rates], waiting: Mapping[str, int]) -> None:
    for code, number in waiting.items():
        more = rates_of((), (), {code: number})[code]
        by_standard[code] = together([by_standard.get(code, NOTHING), more])


def _by_team(
    work: Work, found: _Chosen, wanted: Wanted, late: list[Late[tuple[date, str, int]]]
) -> list[tuple[Place, Rates | None]]:
    """Return each team's figures in the order of the teams; None where all is kept back."""
    figures = rates_of(
        queries.by_team(work.session, wanted, work.today),
        [row.under(row.group[2]) for row in _kept(late, wanted)],
    )
    hidden = {team for team, _ in found.kept.alone}
    return [
        (p, figures.get(p.team_id, None if p.team_id in hidden else NOTHING)) for p in found.chosen
    ]


def _people(work: Work, one: Place | None) -> list[tuple[int, str]]:
    """Return whose own figures may be opened from a team's page, by name."""
    if one is None or not one.is_open:
        return []
    person_id = Person.__table__.c.id
    mine = access.scope(work.actor, work.today, case_rules.SEE_CASELOAD, person_id)
    return queries.people_of(work.session, one.team_id, mine)
