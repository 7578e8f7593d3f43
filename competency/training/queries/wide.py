"""Counting everybody's states in the database, for tables over thousands of people.

Where one rule about everyone asks for a course, the newest completion decides most states by a
comparison of dates (`domain.sure`). What it cannot decide comes back with its whole history, one
row a person and course, and is decided by the same function as everywhere else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    Date,
    Integer,
    String,
    Subquery,
    and_,
    case,
    cast,
    column,
    func,
    or_,
    select,
    true,
    union_all,
    values,
)
from sqlalchemy.orm import Session

from competency.training.domain.requirements import Requirement
from competency.training.domain.state import Completion, State
from competency.training.domain.sure import band
from competency.training.models import TrainingExemption, TrainingRefresher
from competency.training.queries.histories import COUNTS, DONE

UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of a team are surely in a state with a course."""

    course_id: int
    team_id: int | None
    state: State
    people: int


@dataclass(frozen=True, slots=True)
class Undecided:
    """Somebody whose whole history has to be looked at."""

    course_id: int
    team_id: int | None
    person_id: int
    started_on: date
    history: list[Completion]


def can_count(requirement: Requirement, on: date) -> bool:
    """Return whether the database can decide on this rule: in force for longer than its grace."""
    begun = requirement.applies_from
    return begun is None or begun + timedelta(days=requirement.grace_days) < on


def count(
    session: Session,
    people: Subquery,
    rules: Mapping[int, Requirement],
    on: date,
    *,
    by_name: Collection[int] = (),
    in_time: Collection[int] = (),
) -> tuple[list[Count], list[Undecided]]:
    """Return the sure counts by course and team, and who remains to be decided, in one query.

    `rules` holds by course the one rule there is about everyone. Of the courses `by_name` all
    who are not surely current come back one by one, because their names are wanted; of those
    `in_time` all who may be in time without being surely current.
    """
    if not rules:
        return [], []
    counted: list[Count] = []
    undecided: list[Undecided] = []
    for course_id, team_id, person_id, started_on, state, n, said in session.execute(
        _cells(people, rules, on, by_name, in_time)
    ):
        if person_id is None:
            counted.append(Count(course_id, team_id, State(state), n))
        else:
            known = Undecided(course_id, team_id, person_id, started_on, _history(said))
            undecided.append(known)
    return counted, undecided


def _cells(
    people: Subquery,
    rules: Mapping[int, Requirement],
    on: date,
    by_name: Collection[int],
    in_time: Collection[int],
) -> Any:
    """Return the query: a row for each sure count, and one for each person it cannot decide."""
    terms = _terms(rules, on)
    newest = _newest()
    special = union_all(
        select(TrainingExemption.person_id), select(TrainingRefresher.person_id)
    ).subquery("special")
    is_begun = people.c.started_on < terms.c.started_before
    cells = (
        select(
            terms.c.course_id,
            people.c.team_id,
            people.c.id,
            people.c.started_on,
            newest.c.history,
            case(
                (people.c.id.in_(select(special.c.person_id)), UNSURE),
                (or_(newest.c.expires_on.is_not(None), newest.c.on > on), UNSURE),
                (newest.c.on > terms.c.current_after, State.CURRENT.value),
                (terms.c.course_id.in_(by_name), UNSURE),
                (and_(newest.c.on.is_(None), is_begun), State.NEVER.value),
                (and_(newest.c.on.is_(None), terms.c.course_id.in_(in_time)), UNSURE),
                (newest.c.on.is_(None), State.DUE_SOON.value),
                (and_(newest.c.on < terms.c.overdue_before, is_begun), State.OVERDUE.value),
                else_=UNSURE,
            ).label("state"),
        )
        .select_from(people)
        .join(terms, true())
        .outerjoin(
            newest,
            and_(newest.c.person_id == people.c.id, newest.c.course_id == terms.c.course_id),
        )
        .subquery("cells")
    )
    unsure = cells.c.state == UNSURE
    who = case((unsure, cells.c.id))
    return select(
        cells.c.course_id,
        cells.c.team_id,
        who,
        func.min(cells.c.started_on),
        cells.c.state,
        func.count(),
        func.max(case((unsure, cells.c.history))),
    ).group_by(cells.c.course_id, cells.c.team_id, cells.c.state, who)


def _newest() -> CTE:
    """Return by person and course the newest completion, and all of them as one text."""
    expires = func.coalesce(cast(DONE.expires_on, String), "")
    return (
        select(
            DONE.course_id,
            DONE.person_id,
            func.max(DONE.completed_on).label("on"),
            func.max(DONE.expires_on).label("expires_on"),
            func.aggregate_strings(cast(DONE.completed_on, String) + "/" + expires, ",").label(
                "history"
            ),
        )
        .where(COUNTS)
        .group_by(DONE.course_id, DONE.person_id)
        .cte("newest")
    )


def _terms(rules: Mapping[int, Requirement], on: date) -> CTE:
    """Return the days that decide, by course, as rows."""
    rows: Sequence[tuple[int, date, date, date]] = [
        (course_id, *band(one.rule, on), on - timedelta(days=one.grace_days))
        for course_id, one in rules.items()
    ]
    days = [column(name, Date) for name in ("current_after", "overdue_before", "started_before")]
    return values(column("course_id", Integer), *days, name="terms").data(rows).cte("terms")


def _history(said: str | None) -> list[Completion]:
    """Return the completions of an aggregated text, oldest first."""
    found = []
    for one in sorted(said.split(",")) if said else ():
        on, _, expires = one.partition("/")
        found.append(
            Completion(date.fromisoformat(on), date.fromisoformat(expires) if expires else None)
        )
    return found
