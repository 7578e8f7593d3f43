"""Counting everybody's states in the database, for tables over thousands of people.

Where one rule asks for a course, the newest completion decides most states by a comparison of
dates (`domain.sure`); where it asks once, the last expiry of all certificates does. What they
cannot decide comes back with its whole history, one row a person and course, and is decided by
the same function as everywhere else.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnClause,
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

from competency.kernel.values import Value
from competency.training.domain.requirements import Requirement
from competency.training.domain.state import Completion, State
from competency.training.domain.sure import band
from competency.training.models import TrainingExemption, TrainingRefresher
from competency.training.queries.histories import COUNTS, DONE

UNSURE = "unsure"
ANY_TEAM, EVERYBODY = 0, ""  # in the place of a rule's team and role


class Count(Value):
    """How many people of a team are surely in a state with a course."""

    course_id: int
    team_id: int | None
    team: str | None
    state: State
    people: int


class Undecided(Value):
    """Somebody whose whole history has to be looked at, asked `since` their start or the role's."""

    course_id: int
    team_id: int | None
    team: str | None
    id: int
    name: str
    since: date
    history: list[Completion]


def can_count(requirement: Requirement, on: date) -> bool:
    """Return whether the database can decide on this rule: in force for longer than its grace."""
    begun = requirement.applies_from
    return begun is None or begun + timedelta(days=requirement.grace_days) < on


def count(
    session: Session,
    people: Subquery,
    holding: Subquery,
    rules: Mapping[int, Requirement],
    on: date,
    *,
    by_name: Collection[int] = (),
    in_time: Collection[int] = (),
) -> tuple[list[Count], list[Undecided]]:
    """Return the sure counts by course and team, and who remains to be decided, in one query.

    `rules` holds by course the one rule there is. Of the courses `by_name` all
    who are not surely current come back one by one, because their names are wanted; of those
    `in_time` all who may be in time without being surely current.
    """
    if not rules:
        return [], []
    counted: list[Count] = []
    undecided: list[Undecided] = []
    for course_id, team_id, team, state, n, person_id, name, since, said in session.execute(
        _cells(people, holding, rules, on, by_name, in_time)
    ):
        if person_id is None:
            counted.append(Count(course_id, team_id, team, State(state), n))
        else:
            undecided.append(
                Undecided(course_id, team_id, team, person_id, name, since, _history(said))
            )
    return counted, undecided


def _cells(
    people: Subquery,
    holding: Subquery,
    rules: Mapping[int, Requirement],
    on: date,
    by_name: Collection[int],
    in_time: Collection[int],
) -> Any:
    """Return the query: a row for each sure count, and one for each person it cannot decide."""
    terms = _terms(rules, on)
    asked = and_(
        terms.c.team_id.in_((ANY_TEAM, people.c.team_id)),
        or_(terms.c.role == EVERYBODY, holding.c.since.is_not(None)),
    )
    since = case(
        (holding.c.since > people.c.started_on, holding.c.since), else_=people.c.started_on
    )
    newest = _newest()
    special = union_all(
        select(TrainingExemption.person_id), select(TrainingRefresher.person_id)
    ).subquery("special")
    is_begun = since < terms.c.started_before
    is_late = newest.c.on < terms.c.overdue_before
    cells = (
        select(
            terms.c.course_id,
            people.c.team_id,
            people.c.team,
            people.c.id,
            people.c.name,
            since.label("since"),
            newest.c.history,
            case(
                (people.c.id.in_(select(special.c.person_id)), UNSURE),
                (newest.c.on > on, UNSURE),
                (and_(newest.c.expiries > 0, terms.c.repeats == 1), UNSURE),
                (newest.c.ends_on > terms.c.soon, State.CURRENT.value),
                (
                    and_(newest.c.ends_on.is_(None), newest.c.on > terms.c.current_after),
                    State.CURRENT.value,
                ),
                (terms.c.course_id.in_(by_name), UNSURE),
                (and_(newest.c.on.is_(None), is_begun), State.NEVER.value),
                (and_(newest.c.on.is_(None), terms.c.course_id.in_(in_time)), UNSURE),
                (newest.c.on.is_(None), State.DUE_SOON.value),
                (and_(or_(newest.c.ends_on < on, is_late), is_begun), State.OVERDUE.value),
                else_=UNSURE,
            ).label("state"),
        )
        .select_from(people)
        .join(terms, true())
        .outerjoin(
            holding, and_(holding.c.person_id == people.c.id, holding.c.role == terms.c.role)
        )
        .outerjoin(
            newest,
            and_(newest.c.person_id == people.c.id, newest.c.course_id == terms.c.course_id),
        )
        .where(asked)
        .subquery("cells")
    )
    unsure = cells.c.state == UNSURE
    who = case((unsure, cells.c.id))
    return select(
        cells.c.course_id,
        cells.c.team_id,
        func.max(cells.c.team),
        cells.c.state,
        func.count(),
        who,
        func.max(cells.c.name),
        func.min(cells.c.since),
        func.max(case((unsure, cells.c.history))),
    ).group_by(cells.c.course_id, cells.c.team_id, cells.c.state, who)


def _newest() -> CTE:
    """Return by person and course the newest completion, and all of them as one text.

    `ends_on` is the last expiry where each certificate has one, `expiries` how many have.
    """
    all_end = func.count(DONE.expires_on) == func.count()
    expires = func.coalesce(cast(DONE.expires_on, String), "")
    return (
        select(
            DONE.course_id,
            DONE.person_id,
            func.max(DONE.completed_on).label("on"),
            func.count(DONE.expires_on).label("expiries"),
            case((all_end, func.max(DONE.expires_on))).label("ends_on"),
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
    rows: Sequence[tuple[int, int, str, int, date, date, date, date]] = [
        (
            course_id,
            one.team_id or ANY_TEAM,
            one.role.value if one.role else EVERYBODY,
            int(one.repeat_months is not None),
            *band(one.rule, on),
            on - timedelta(days=one.grace_days),
            on + timedelta(days=one.window_days),
        )
        for course_id, one in rules.items()
    ]
    columns: list[ColumnClause[Any]] = [
        column("course_id", Integer),
        column("team_id", Integer),
        column("role", String),
        column("repeats", Integer),
        column("current_after", Date),
        column("overdue_before", Date),
        column("started_before", Date),
        column("soon", Date),
    ]
    return values(*columns, name="terms").data(rows).cte("terms")


def _history(said: str | None) -> list[Completion]:
    """Return the completions of an aggregated text, oldest first."""
    found = []
    for one in sorted(said.split(",")) if said else ():
        on, _, expires = one.partition("/")
        found.append(
            Completion(date.fromisoformat(on), date.fromisoformat(expires) if expires else None)
        )
    return found
