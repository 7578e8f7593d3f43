"""Training that is out of time, for the rooms that talk about a person's practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from competency.people.service import staff
from competency.people.service.crowds import People
from competency.training.domain.state import PENDING, State
from competency.training.queries import histories, rules
from competency.training.service.standings import Board, by_person

__all__ = ["Pending", "Stands", "overdue", "standings_of"]


class Pending(NamedTuple):
    """Somebody is out of time with a course: overdue, or never trained; `since` the first day."""

    person_id: int
    course_id: int
    code: str
    course: str
    state: State
    since: date


class Stands(NamedTuple):
    """Where somebody stands with a course that is asked of them."""

    person_id: int
    name: str
    team_id: int | None
    course_id: int
    course: str
    state: State
    due_on: date | None


def standings_of(session: Session, people: People, today: date) -> Iterator[Stands]:
    """Yield where each stands with each course, by course and name, in seven statements.

    Of those who work here today; who is not asked is not among them.
    """
    for one, course, found in _board(session, people).each(today):
        yield Stands(
            one.id, one.name, one.team_id, course.id, course.title, found.state, found.due_on
        )


def overdue(session: Session, people: People, today: date) -> Iterator[Pending]:
    """Yield who is overdue with a course or never did it although asked, in seven statements.

    By course and name, of those who work here today. Who is exempt, and who is not asked, is not
    among them.
    """
    for one, course, found in _board(session, people).each(today):
        if found.state in PENDING and found.since is not None:
            yield Pending(one.id, course.id, course.code, course.title, found.state, found.since)


def _board(session: Session, people: People) -> Board:
    def mine(person: ColumnElement[int]) -> ColumnElement[bool]:
        return person.in_(people)

    asked = [kept.requirement for kept in rules.requirements(session)]
    roles = {one.role for one in asked if one.role}
    return Board(
        people=staff.those(session, people),
        courses=rules.courses(session),
        requirements=asked,
        holdings=by_person(staff.holdings_of(session, roles, people)),
        completions=histories.completions(session, mine),
        exemptions=histories.exemptions(session, mine),
        refreshers=histories.refreshers(session, mine),
    )
