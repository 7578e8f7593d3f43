"""Lists of people within an actor's scope, in a number of queries that does not grow with them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, func, or_, select

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


def names_and_company(
    work: Work, ids: Iterable[int | None], action: Action
) -> tuple[dict[int, str], bool]:
    """Return these people's names by id, and whether the actor has anybody to meet with.

    That is, whether `colleagues`, or `in_scope` of the action, has somebody. One statement; the
    actor is among the people.
    """
    person = Person.__table__.c.id
    mine = scope(work.actor, work.today, action, person)
    here = Person.left_on.is_(None) | (Person.left_on >= work.today)
    company = select(Person.id).where(or_(mine, _beside(work)), here).exists()
    named = Person.__table__.alias("named")
    wanted = sorted({one for one in ids if one is not None})
    rows = work.session.execute(
        select(named.c.id, named.c.name, company).where(named.c.id.in_(wanted))
    ).all()
    return {id_: name for id_, name, _ in rows}, any(found for *_, found in rows)


def _beside(work: Work) -> ColumnElement[bool]:
    """Return SQL that is true for who works in the actor's team or has the same supervisor."""
    me = work.actor.person_id or 0
    mine = select(Person.team_id).where(Person.id == me)
    above = select(SupervisionLine.supervisor_id).where(
        SupervisionLine.supervisee_id == me, in_force(work.today)
    )
    beside = select(SupervisionLine.supervisee_id).where(
        SupervisionLine.supervisor_id.in_(above), in_force(work.today)
    )
    return and_(or_(Person.team_id.in_(mine), Person.id.in_(beside)), Person.id != me)


def colleagues(work: Work) -> list[Member]:
    """Return who works in the actor's team or has the same supervisor today, by name."""
    rows = work.session.execute(
        select(Person.id, Person.name, Post.name.label("post"))
        .outerjoin(Post, Post.id == Person.post_id)
        .where(
            _beside(work),
            Person.left_on.is_(None) | (Person.left_on >= work.today),
        )
        .order_by(Person.name, Person.id)
    )
    return [Member(row.id, row.name, row.post or "", frozenset()) for row in rows]
