"""What other rooms ask about teams: who stands how to one, as SQL, and their names."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.people.models import Person, PracticeArea, Team
from competency.people.queries.teams import belongs, leads, role_reaches

__all__ = [
    "TeamFacts",
    "all_teams",
    "belongs",
    "leads",
    "names",
    "own_teams",
    "place_names",
    "role_reaches",
    "team_of",
]


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team by number and name."""

    id: int
    name: str


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of teams by id, in one query."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return dict(session.execute(select(Team.id, Team.name).where(Team.id.in_(wanted))).all())


def all_teams(session: Session) -> list[TeamFacts]:
    """Return all teams, by name."""
    rows = session.execute(select(Team.id, Team.name).order_by(Team.name, Team.id))
    return [TeamFacts(row.id, row.name) for row in rows]


def own_teams(work: Work) -> list[TeamFacts]:
    """Return the teams in which the actor works or somebody works whom they lead, by name."""
    team = Team.__table__.c.id
    mine = or_(belongs(work.actor, team), leads(work.actor, work.today, team))
    rows = work.session.execute(select(Team.id, Team.name).where(mine).order_by(Team.name, Team.id))
    return [TeamFacts(row.id, row.name) for row in rows]


def team_of(session: Session, person_id: int) -> int | None:
    """Return the team a person works in."""
    return session.scalar(select(Person.team_id).where(Person.id == person_id))


def place_names(session: Session, team_id: int, practice_area_id: int) -> tuple[str, str]:
    """Return the names of a team and of a practice area, in one query."""
    row = session.execute(
        select(Team.name, PracticeArea.name.label("area"))
        .join(PracticeArea, PracticeArea.id == practice_area_id)
        .where(Team.id == team_id)
    ).one()
    return row.name, row.area
