"""A region's and the organisation's figures: people in groups of five or more, never by name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, false, select

from competency.assessments.service.reading import sections_of
from competency.cases import permissions as case_rules
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.insights import permissions
from competency.insights.domain.caseload import Range
from competency.insights.domain.regions import Middle, Share, Shown, counts, middle, shares, shown
from competency.insights.domain.standing import Period, period
from competency.insights.domain.team_practice import a_year_before
from competency.insights.queries import regions as queries
from competency.insights.queries import standing as clocks
from competency.insights.queries.standing import Place
from competency.insights.service import standing
from competency.insights.service.clocks_of_teams import of_teams
from competency.insights.service.team_practice import own_line
from competency.insights.service.team_work import caseload_range
from competency.kernel.actor import Role
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.models import Person
from competency.people.service.crowds import People
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.service import glance
from competency.timeliness.domain.rates import Rates
from competency.training.domain.state import State
from competency.training.domain.tally import Tally, tally
from competency.training.domain.tally import together as tallies
from competency.training.service import practice as training

LEADS = (Role.SUPERVISOR, Role.MANAGER)
EVERYWHERE = "The whole organisation"


class Reach(Value, kw_only=True):
    """What a page is about: the teams it may count, those asked for, and by what they are shown.

    `by_region` lists regions instead of teams. `team` is the one team that was asked for.
    """

    title: str
    places: Sequence[Place]
    asked: Sequence[int]
    by_region: bool
    region_id: int | None
    team: Place | None

    @property
    def teams(self) -> list[int]:
        """Return every team whose figures decide what is kept back."""
        return [place.team_id for place in self.places]

    @property
    def region_of(self) -> dict[int, int]:
        """Return the region of each team."""
        return {place.team_id: place.region_id for place in self.places}

    @property
    def rows(self) -> list[tuple[int, str]]:
        """Return what the tables list, number and name: regions, or the teams of one."""
        if self.by_region:
            return list({place.region_id: place.region for place in self.places}.items())
        return [(p.team_id, p.team) for p in self.places if p.team_id in self.asked]


class RegionPractice(Value, kw_only=True):
    """How people practise in an area: who signed this year, positions by section, evidence."""

    reach: Reach
    areas: Mapping[int, str]
    area_id: int
    framework: CompetencyFramework
    signed: Shown[Share]
    evidenced: Shown[Share]
    sections: Mapping[str, Shown[Middle]]

    @property
    def leaves_out(self) -> bool:
        """Return whether small groups are kept back somewhere on the page."""
        people = self.signed.leaves_out or self.evidenced.leaves_out
        return people or any(one.leaves_out for one in self.sections.values())


class RegionCasework(Value, kw_only=True):
    """How casework stands in time, and how many open cases workers hold."""

    reach: Reach
    period: Period
    clocks: Shown[Rates]
    reviews: glance.Board
    caseloads: Shown[Counter[int]]
    range: Range

    @property
    def leaves_out(self) -> bool:
        """Return whether small groups are kept back somewhere on the page."""
        return self.clocks.leaves_out or self.caseloads.leaves_out


class RegionTraining(Value, kw_only=True):
    """Who is in time with what is asked, course by course."""

    reach: Reach
    courses: Sequence[tuple[str, Shown[Tally]]]

    @property
    def leaves_out(self) -> bool:
        """Return whether small groups are kept back somewhere on the page."""
        return any(found.leaves_out for _, found in self.courses)


def regions_in_reach(work: Work) -> list[tuple[int, str]]:
    """Return the regions whose figures the actor may see, by name."""
    places = _places(work)
    return list({place.region_id: place.region for place in places}.items())


def may_see_organisation(work: Work) -> bool:
    """Return whether the figures of all regions are the actor's to see."""
    return work.actor.has(Role.CENTRAL_OFFICE)


def reach(work: Work, region_id: int | None, team_id: int | None = None) -> Reach:
    """Return a region, or without one the organisation; with a team only that one.

    Raises NotFound for a region or team out of reach, and for the organisation where it is not
    the actor's to see.
    """
    places = _places(work)
    if region_id is None:
        if not may_see_organisation(work):
            raise NotFound("There is no such page, or it is not yours to see.")
        title = EVERYWHERE
    else:
        places = [place for place in places if place.region_id == region_id]
        title = places[0].region if places else ""
    if not places:
        raise NotFound("There is no such region, or it is not yours to see.")
    team = next((place for place in places if place.team_id == team_id), None)
    if team_id is not None and team is None:
        raise NotFound("There is no such team, or it is not yours to see.")
    return Reach(
        title=f"{title}: {team.team}" if team else title,
        places=places,
        asked=[team.team_id] if team else [place.team_id for place in places],
        by_region=region_id is None and team is None,
        region_id=region_id,
        team=team,
    )


def _places(work: Work) -> list[Place]:
    within = standing.team_scope(work.actor, work.today, permissions.SEE_REGION)
    is_open = standing.team_scope(work.actor, work.today, case_rules.SEE)
    return clocks.places(work.session, within, is_open)


def seen_by_name(work: Work) -> ColumnElement[bool]:
    """Return SQL that is true for the people whom the reader sees by name anyway."""
    leads = any(work.actor.has(role) for role in LEADS)
    return own_line(work) if leads else false()


def practice(
    work: Work, region_id: int | None, area_id: int | None = None, team_id: int | None = None
) -> RegionPractice:
    """Return how people practise in an area, by default the commonest, in six statements."""
    found = reach(work, region_id, team_id)
    session, teams, today, own = work.session, found.teams, work.today, seen_by_name(work)
    areas = queries.areas(session, teams, today)
    if area_id not in areas:
        area_id = next(iter(areas), 0)
    framework = frameworks.get_framework()
    section_of = {strand: code for code, several in sections_of(framework) for strand in several}
    begin = datetime(today.year, 1, 1, tzinfo=UTC)
    signed = queries.signed(session, teams, area_id, begin, own, today)
    recent = queries.evidenced(session, teams, area_id, a_year_before(today), own, today)
    spread = queries.positions(session, teams, area_id, framework.id, section_of, own, today)
    none = queries.Spreads({}, {})
    return RegionPractice(
        reach=found,
        areas=areas,
        area_id=area_id,
        framework=framework,
        signed=shown(signed.shares, signed.protected, found.region_of, shares, found.asked),
        evidenced=shown(recent.shares, recent.protected, found.region_of, shares, found.asked),
        sections={
            section.code: _middles(spread.get(section.code, none), found)
            for section in framework.sections
        },
    )


def _middles(spread: queries.Spreads, found: Reach) -> Shown[Middle]:
    each = shown(spread.counts, spread.protected, found.region_of, counts, found.asked)
    return Shown(
        {team: None if one is None else middle(one) for team, one in each.teams.items()},
        {region: None if one is None else middle(one) for region, one in each.regions.items()},
        None if each.whole is None else middle(each.whole),
        each.leaves_out,
    )


def casework(
    work: Work,
    region_id: int | None,
    first: date | None = None,
    last: date | None = None,
    team_id: int | None = None,
) -> RegionCasework:
    """Return how casework stands in time and what workers hold, in nine statements.

    Refuses months in the wrong order.
    """
    within = period(first, last, work.today)
    found = reach(work, region_id, team_id)
    held = queries.caseloads(work.session, found.teams, seen_by_name(work), work.today)
    return RegionCasework(
        reach=found,
        period=within,
        clocks=of_teams(work, found.places, within, found.asked),
        reviews=glance.board(work, glance.Asked(quarter_of(work.today), region_id=region_id)),
        caseloads=shown(held.counts, held.protected, found.region_of, counts, found.asked),
        range=caseload_range(work.session),
    )


def training_of(work: Work, region_id: int | None, team_id: int | None = None) -> RegionTraining:
    """Return who is in time with what is asked, in eight statements."""
    found = reach(work, region_id, team_id)
    people: People = select(Person.id).where(Person.team_id.in_(found.teams))
    by_name = set(work.session.scalars(people.where(seen_by_name(work)))) if _leads(work) else set()
    each: dict[str, dict[int, list[training.Stands]]] = {}
    for one in training.standings_of(work.session, people, work.today):
        if one.team_id is not None:
            each.setdefault(one.course, {}).setdefault(one.team_id, []).append(one)
    courses = []
    for course, teams in each.items():
        values = {team: tally(one.state for one in several) for team, several in teams.items()}
        protected = {
            team: sum(
                one.person_id not in by_name and one.state is not State.EXEMPT for one in several
            )
            for team, several in teams.items()
        }
        courses.append((course, shown(values, protected, found.region_of, tallies, found.asked)))
    return RegionTraining(reach=found, courses=courses)


def _leads(work: Work) -> bool:
    return any(work.actor.has(role) for role in LEADS)
