"""Sets of people as SQL, so that what is asked of one person and of thousands costs the same."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, Integer, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.authz import Action, Relation
from competency.people.models import Person
from competency.people.queries.teams import is_below, supervises
from competency.people.service.access import scope

# The numbers of some people; goes into `column.in_(people)`.
People = Select[int]
ASKING = "asking_person_id"
PERSON_ID: ColumnElement[int] = Person.__table__.c.id


def just(person_id: int) -> People:
    """Return the set of this one person, whether or not there is such a person."""
    return select(Person.id).where(Person.id == person_id)


def within(work: Work, action: Action, person_id: int | None = None) -> People:
    """Return those who work here today and on whom the actor may carry out the action.

    With a person, this one or nobody.
    """
    mine = scope(work.actor, work.today, action, PERSON_ID, lambda r: _by_index(work, r))
    found = select(Person.id).where(mine, _here(work.today))
    return found if person_id is None else found.where(Person.id == person_id)


def of_whoever_asks(action: Action, today: date) -> People:
    """Return `within` of whoever is named as `ASKING` when it is asked, for a kept question.

    Only for what nothing but the line allows: with a role in it, it would be another question for
    each role.
    """
    if action.allow != (frozenset({Relation.SUPERVISES}),):
        raise ValueError(f"{action.name}: more than the line allows it")
    mine = is_below(bindparam(ASKING, type_=Integer), today, PERSON_ID)
    return select(Person.id).where(mine, _here(today))


def _by_index(work: Work, relation: Relation) -> ColumnElement[bool] | None:
    """Return the line in the form that an index serves: nobody else is then looked at."""
    if relation is Relation.SUPERVISES:
        return supervises(work.actor, work.today, PERSON_ID)
    return None


def between(first: int, last: int, today: date) -> People:
    """Return those who work here on the day and have a number from one to another.

    For the system's own work over everybody, a part at a time.
    """
    return select(Person.id).where(Person.id >= first, Person.id <= last, _here(today))


def is_here(session: Session, person_id: int, today: date) -> bool:
    """Return whether the person works here on the day: nobody speaks of who has left."""
    found = session.scalar(select(Person.id).where(Person.id == person_id, _here(today)))
    return found is not None


def _here(today: date) -> ColumnElement[bool]:
    left = Person.__table__.c.left_on
    return or_(left.is_(None), left >= today)


def in_turns(session: Session, today: date, at_once: int = 100) -> Iterator[People]:
    """Yield everybody who works here on the day, so many at a time, for the system's own work."""
    ids = session.scalars(select(Person.id).where(_here(today)).order_by(Person.id)).all()
    for start in range(0, len(ids), at_once):
        some = ids[start : start + at_once]
        yield between(some[0], some[-1], today)
