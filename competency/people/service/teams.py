"""What other rooms ask about teams: who stands how to one, as SQL, and their names."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.values import Value
from competency.people.models import Person, PracticeArea, Team
from competency.people.queries.teams import (
    belongs,
    holding,
    leads,
    line_between,
    role_reaches,
    supervises,
)

__all__ = [
    "Staff",
    "TeamFacts",
    "all_teams",
    "belongs",
    "find_staff",
    "holders",
    "leads",
    "line_between",
    "members",
    "names",
    "own_teams",
    "place_names",
    "role_reaches",
    "supervises",
    "team_of",
]


CHUNK = 200


class Staff(Value):
    """Somebody who works here, and in which team."""

    id: int
    team_id: int | None


class TeamFacts(Value):
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


def members(session: Session, team_id: int, today: date) -> dict[int, str]:
    """Return the names by id of those who work in a team on the day, in the order of the names."""
    here = Person.left_on.is_(None) | (Person.left_on >= today)
    rows = session.execute(
        select(Person.id, Person.name)
        .where(Person.team_id == team_id, here)
        .order_by(Person.name, Person.id)
    )
    return dict(rows.all())


def team_of(session: Session, person_id: int) -> int | None:
    """Return the team a person works in."""
    return session.scalar(select(Person.team_id).where(Person.id == person_id))


def holders(session: Session, role: Role, team_id: int, today: date) -> list[int]:
    """Return who works here and holds a role that reaches the team on the day."""
    return list(session.scalars(holding(role, team_id, today)))


def find_staff(session: Session, words: Iterable[str]) -> dict[str, list[Staff]]:
    """Return whom each of these words names: a staff number, an email address or a full name.

    Upper and lower case are alike; words that name nobody are left out.
    """
    wanted = sorted({word.casefold() for word in words if word})
    found: dict[str, list[Staff]] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        columns = (Person.staff_number, Person.email, Person.name)
        rows = session.execute(
            select(Person.id, Person.team_id, *columns).where(
                or_(*(func.lower(column).in_(some) for column in columns))
            )
        )
        for row in rows:
            one = Staff(row.id, row.team_id)
            for word in {
                (row.staff_number or "").casefold(),
                row.email.casefold(),
                row.name.casefold(),
            }:
                if word in some:
                    found.setdefault(word, []).append(one)
    return found


def place_names(session: Session, team_id: int, practice_area_id: int) -> tuple[str, str]:
    """Return the names of a team and of a practice area, in one query."""
    row = session.execute(
        select(Team.name, PracticeArea.name.label("area"))
        .join(PracticeArea, PracticeArea.id == practice_area_id)
        .where(Team.id == team_id)
    ).one()
    return row.name, row.area
