"""Lists of people within an actor's scope, in a number of queries that does not grow with them."""

from sqlalchemy import func, or_, select

from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.people.models import (
    Person,
    PersonPracticeArea,
    Post,
    PracticeArea,
    SupervisionLine,
)
from competency.people.queries import in_force
from competency.people.service.access import scope


class Member(Value):
    """A person in a roster, with their post and the practice areas they work in."""

    id: int
    name: str
    post: str
    practice_area_ids: frozenset[int]


def in_scope(work: Work, action: Action) -> list[Member]:
    """Return the people who still work here on whom the actor may carry out the action, by name."""
    person = Person.__table__.c.id
    within = scope(work.actor, work.today, action, person)
    still_here = Person.left_on.is_(None) | (Person.left_on >= work.today)
    areas: dict[int, set[int]] = {}
    for person_id, area_id in work.session.execute(
        select(PersonPracticeArea.person_id, PersonPracticeArea.practice_area_id)
        .join(Person, Person.id == PersonPracticeArea.person_id)
        .where(within, still_here)
    ):
        areas.setdefault(person_id, set()).add(area_id)
    rows = work.session.execute(
        select(Person.id, Person.name, Post.name.label("post"))
        .outerjoin(Post, Post.id == Person.post_id)
        .where(within, still_here)
        .order_by(Person.name, Person.id)
    )
    return [
        Member(row.id, row.name, row.post or "", frozenset(areas.get(row.id, ()))) for row in rows
    ]


def practice_areas_in_scope(work: Work, action: Action) -> dict[int, str]:
    """Return the practice areas of those people, the most common first."""
    person = Person.__table__.c.id
    rows = work.session.execute(
        select(PracticeArea.id, PracticeArea.name)
        .join(PersonPracticeArea, PersonPracticeArea.practice_area_id == PracticeArea.id)
        .join(Person, Person.id == PersonPracticeArea.person_id)
        .where(
            scope(work.actor, work.today, action, person),
            Person.left_on.is_(None) | (Person.left_on >= work.today),
        )
        .group_by(PracticeArea.id, PracticeArea.name)
        .order_by(func.count().desc(), PracticeArea.name)
    )
    return dict(rows.all())


def colleagues(work: Work) -> list[Member]:
    """Return who works in the actor's team or has the same supervisor today, by name."""
    me = work.actor.person_id or 0
    mine = select(Person.team_id).where(Person.id == me)
    above = select(SupervisionLine.supervisor_id).where(
        SupervisionLine.supervisee_id == me, in_force(work.today)
    )
    beside = select(SupervisionLine.supervisee_id).where(
        SupervisionLine.supervisor_id.in_(above), in_force(work.today)
    )
    rows = work.session.execute(
        select(Person.id, Person.name, Post.name.label("post"))
        .outerjoin(Post, Post.id == Person.post_id)
        .where(
            or_(Person.team_id.in_(mine), Person.id.in_(beside)),
            Person.id != me,
            Person.left_on.is_(None) | (Person.left_on >= work.today),
        )
        .order_by(Person.name, Person.id)
    )
    return [Member(row.id, row.name, row.post or "", frozenset()) for row in rows]
