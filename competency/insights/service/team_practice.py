"""A team's practice on one page: for whoever stands above each of the people on it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement

from competency.assessments import queries as appraisals
from competency.assessments.service.reading import sections_of
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.insights import permissions
from competency.insights.domain import team_practice as domain
from competency.insights.domain.team_practice import Apart, Facts, Moved, Row
from competency.insights.queries import teams as queries
from competency.insights.queries.teams import Roster, TeamOfLine
from competency.kernel.authz import Relation
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.models import Person
from competency.people.service import access
from competency.people.service import teams as standing_to_teams

PERSON_ID: ColumnElement[int] = Person.__table__.c.id


class TeamPractice(Value, kw_only=True):
    """The people of a team who stand in the actor's line, in one practice area.

    `teams` are all teams of that line. `apart` and `moved` are of all the people together, by
    section: of the newest cycle that both have revealed, and since the cycle before.
    """

    team: TeamOfLine
    teams: Sequence[TeamOfLine]
    areas: Mapping[int, str]
    area_id: int
    framework: CompetencyFramework
    rows: Sequence[Row]
    apart: Mapping[str, Apart]
    moved: Mapping[str, Moved]


def teams_of_line(work: Work) -> list[TeamOfLine]:
    """Return the teams in which people of the actor's line work, by name, in one statement."""
    return queries.teams_of_line(work.session, own_line(work), work.today)


def own_line(work: Work) -> ColumnElement[bool]:
    """Return SQL that is true for the people above whom the actor stands.

    In a form that an index serves: a team's page must not look at everybody.
    """
    actor, today = work.actor, work.today

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        if relation is Relation.SUPERVISES:
            return standing_to_teams.supervises(actor, today, PERSON_ID)
        return None

    return access.scope(actor, today, permissions.SEE_TEAM, PERSON_ID, resolve)


def chosen_team(work: Work, team_id: int) -> tuple[TeamOfLine, list[TeamOfLine]]:
    """Return a team of the actor's line and all of them; raises NotFound for any other."""
    teams = teams_of_line(work)
    for team in teams:
        if team.id == team_id:
            return team, teams
    raise NotFound("There is no such team, or nobody of it stands in your line.")


def practice(work: Work, team_id: int, area_id: int | None = None) -> TeamPractice:
    """Return a team's practice in an area, by default the commonest, in eight statements.

    Raises NotFound where nobody of the team stands in the actor's line.
    """
    team, teams = chosen_team(work, team_id)
    roster = queries.roster(work.session, team_id, own_line(work), work.today)
    if area_id not in roster.areas:
        area_id = next(iter(roster.areas), 0)
    framework = frameworks.get_framework()
    sections = sections_of(framework)
    members = [m for m in roster.members if m.id in roster.in_area.get(area_id, ())]
    facts = _facts(work, roster, area_id, framework.id)
    shown = [facts.pairs.get(one.id, {}) for one in facts.revealed.values()]
    cycles = [found for found in facts.signed.values() if len(found) > 1]
    both = [(facts.agreed.get(c[1].id, {}), facts.agreed.get(c[0].id, {})) for c in cycles]
    return TeamPractice(
        team=team,
        teams=teams,
        areas=roster.areas,
        area_id=area_id,
        framework=framework,
        rows=domain.rows(members, sections, facts, work.today),
        apart=domain.apart_by_section(sections, shown),
        moved=domain.moved_by_section(sections, both),
    )


def _facts(work: Work, roster: Roster, area_id: int, framework_id: str) -> Facts:
    session, people = work.session, sorted(roster.in_area.get(area_id, ()))
    posts = {member.post_id for member in roster.members if member.post_id is not None}
    signed, revealed = queries.cycles(session, people, area_id, framework_id)
    newest = [cycle.id for found in signed.values() for cycle in found]
    return Facts(
        signed=signed,
        revealed=revealed,
        agreed=appraisals.agreed_marks_of(session, newest),
        pairs=queries.pairs(session, [cycle.id for cycle in revealed.values()]),
        targets=queries.targets(session, sorted(posts), framework_id),
        evidence=queries.newest_evidence(session, people, area_id, framework_id),
    )
