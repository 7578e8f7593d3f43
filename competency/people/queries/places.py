"""Regions, teams, posts and practice areas, each with how many people it concerns."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from competency.kernel.values import Value
from competency.people.models import (
    Person,
    PersonPracticeArea,
    Post,
    PracticeArea,
    Region,
    Team,
)


class PlaceRow(Value):
    """One place; `within` is a team's region."""

    id: int
    name: str
    people: int
    within: str | None = None
    in_use: bool = True


def list_regions(session: Session, today: date) -> list[PlaceRow]:
    """Return the regions by name, with how many people work in their teams."""
    statement = (
        select(Region.id, Region.name, func.count(Person.id))
        .outerjoin(Team, Team.region_id == Region.id)
        .outerjoin(Person, (Person.team_id == Team.id) & _working(today))
        .group_by(Region.id, Region.name)
        .order_by(Region.name)
    )
    return [PlaceRow(*row) for row in session.execute(statement)]


def list_teams(session: Session, today: date) -> list[PlaceRow]:
    """Return the teams by name, with their region and how many people work there."""
    statement = (
        select(Team.id, Team.name, func.count(Person.id), Region.name)
        .join(Region, Region.id == Team.region_id)
        .outerjoin(Person, (Person.team_id == Team.id) & _working(today))
        .group_by(Team.id, Team.name, Region.name)
        .order_by(Team.name)
    )
    return [PlaceRow(*row) for row in session.execute(statement)]


def list_posts(session: Session, today: date) -> list[PlaceRow]:
    """Return the posts by name, with how many people hold them."""
    statement = (
        select(Post.id, Post.name, func.count(Person.id))
        .outerjoin(Person, (Person.post_id == Post.id) & _working(today))
        .group_by(Post.id, Post.name)
        .order_by(Post.name)
    )
    return [PlaceRow(*row) for row in session.execute(statement)]


def list_areas(session: Session, today: date) -> list[PlaceRow]:
    """Return the practice areas by name, with how many people work in them."""
    statement = (
        select(PracticeArea.id, PracticeArea.name, func.count(Person.id), PracticeArea.in_use)
        .outerjoin(PersonPracticeArea, PersonPracticeArea.practice_area_id == PracticeArea.id)
        .outerjoin(Person, (Person.id == PersonPracticeArea.person_id) & _working(today))
        .group_by(PracticeArea.id, PracticeArea.name, PracticeArea.in_use)
        .order_by(PracticeArea.name)
    )
    return [PlaceRow(i, name, n, None, in_use) for i, name, n, in_use in session.execute(statement)]


def list_names(session: Session, model: type[Any]) -> list[tuple[int, str]]:
    """Return id and name of all rows of a kind of place, by name."""
    rows = session.execute(select(model.id, model.name).order_by(model.name))
    return [(row[0], row[1]) for row in rows]


def _working(today: date) -> ColumnElement[bool]:
    return or_(Person.left_on.is_(None), Person.left_on >= today)
