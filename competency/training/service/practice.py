"""Training that is out of time, for the rooms that talk about a person's practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from competency.infra.gathering import Fact, gather
from competency.kernel.actor import Role
from competency.people.service import staff
from competency.people.service.crowds import People
from competency.training.domain.requirements import Requirement
from competency.training.domain.state import PENDING, Completion, Exemption, Refresher, State
from competency.training.queries import practice as queries
from competency.training.queries import rules
from competency.training.queries.histories import Key
from competency.training.queries.rules import CourseRow
from competency.training.service.standings import Board, by_person

__all__ = ["Pending", "Rules", "Stands", "load_rules", "overdue", "parts", "read", "standings_of"]


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
    """Yield where each stands with each course, by course and name, in two statements.

    Of those who work here today; who is not asked is not among them.
    """
    asked = load_rules(session)
    board = _board(gather(session, parts(people, asked)), asked)
    for one, course, found in board.each(today):
        yield Stands(
            one.id, one.name, one.team_id, course.id, course.title, found.state, found.due_on
        )


class Rules(NamedTuple):
    """The courses, and the requirements in force."""

    courses: list[CourseRow]
    requirements: list[Requirement]


def load_rules(session: Session) -> Rules:
    """Return what is asked of whom, in one statement."""
    courses, kept = rules.courses_with_requirements(session)
    return Rules(courses, [one.requirement for one in kept])


def overdue(session: Session, people: People, today: date) -> Iterator[Pending]:
    """Yield who is overdue with a course or never did it although asked, in two statements.

    By course and name, of those who work here today. Who is exempt, and who is not asked, is not
    among them.
    """
    asked = load_rules(session)
    return read(gather(session, parts(people, asked)), asked, today)


def roles_of(asked: Rules) -> frozenset[Role]:
    """Return the roles of which something is asked: of the rules all that `parts` depends on."""
    return frozenset(one.role for one in asked.requirements if one.role)


def parts(people: People, asked: Rules) -> list[Select[Any]]:
    """Return the questions of `overdue` as parts of one statement for several rooms."""
    return [
        staff.colleagues_part(people),
        staff.holdings_part(people, roles_of(asked)),
        *queries.histories(people),
    ]


def read(facts: Mapping[str, Sequence[Fact]], asked: Rules, today: date) -> Iterator[Pending]:
    """Yield what `overdue` yields from the answers to the parts."""
    for one, course, found in _board(facts, asked).each(today):
        if found.state in PENDING and found.since is not None:
            yield Pending(one.id, course.id, course.code, course.title, found.state, found.since)


def _board(facts: Mapping[str, Sequence[Fact]], asked: Rules) -> Board:
    return Board(
        people=staff.read_colleagues(facts),
        courses=asked.courses,
        requirements=asked.requirements,
        holdings=by_person(staff.read_holdings(facts)),
        completions=_histories(facts, queries.COMPLETED, Completion),
        exemptions=_histories(facts, queries.EXEMPT, Exemption),
        refreshers=_histories(facts, queries.REFRESH, Refresher),
    )


Made = TypeVar("Made")


def _histories(
    facts: Mapping[str, Sequence[Fact]], source: str, made: Callable[[date, Any], Made]
) -> dict[Key, list[Made]]:
    """Return the rows of a source by person and course, the oldest first."""
    found: dict[Key, list[Made]] = defaultdict(list)
    for one in sorted(facts.get(source, ()), key=lambda row: row.day):
        found[one.person_id, one.a].append(made(one.day, one.until))
    return found
