"""Sets of people as SQL, so that what is asked of one person and of thousands costs the same."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.people.models import Person
from competency.people.service.access import scope

# The numbers of some people; goes into `column.in_(people)`.
People = Select[int]


def just(person_id: int) -> People:
    """Return the set of this one person, whether or not there is such a person."""
    return select(Person.id).where(Person.id == person_id)


def within(work: Work, action: Action, person_id: int | None = None) -> People:
    """Return those who work here today and on whom the actor may carry out the action.

    With a person, this one or nobody.
    """
    mine = scope(work.actor, work.today, action, Person.__table__.c.id)
    found = select(Person.id).where(mine, _here(work.today))
    return found if person_id is None else found.where(Person.id == person_id)


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
