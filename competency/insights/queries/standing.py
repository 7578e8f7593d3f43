"""Clocks counted for dashboards: what has ended from the kept counts, what runs late live."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseClock, CaseFile, CaseTally
from competency.infra.db import plain_rows
from competency.insights.domain.standing import (
    AHEAD,
    OVER,
    PRESENT,
    Counted,
    Late,
    Period,
    months_on,
)
from competency.kernel.values import Value
from competency.people.models import Person, Region, Team
from competency.timeliness.domain.results import Result

TALLY: Any = CaseTally.__table__.c
CLOCK: Any = CaseClock.__table__.c
Within = ColumnElement[bool]


class Place(Value):
    """A team with its region; `is_open` where the actor may see its individuals and cases."""

    team_id: int
    team: str
    region_id: int
    region: str
    is_open: bool


class Wanted(Value):
    """Which clocks are asked for: of which months and standards, and of which teams or person.

    `team_ids` None is every team, `holder_id` None everybody. `without` are the months of teams
    that are left out, each a team and the first day of a month.
    """

    period: Period
    standards: Collection[str]
    team_ids: Collection[int] | None = None
    holder_id: int | None = None
    without: Collection[tuple[int, date]] = ()


def places(session: Session, within: Within, is_open: Within) -> list[Place]:
    """Return the teams in scope, by region and name."""
    rows = session.execute(
        select(Team.id, Team.name, Region.id, Region.name, is_open)
        .join(Region, Region.id == Team.region_id)
        .where(within)
        .order_by(Region.name, Team.name, Team.id)
    )
    return [Place(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def people_of(session: Session, team_id: int, within: Within) -> list[tuple[int, str]]:
    """Return id and name of those of a team who are in scope, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .where(Person.team_id == team_id, within)
        .order_by(Person.name, Person.id)
    )
    return [(row.id, row.name) for row in rows]


def by_month_and_standard(
    session: Session, wanted: Wanted, today: date
) -> list[Counted[tuple[date, str]]]:
    """Return how many clocks of each month and standard stand how."""
    rows = _counted(session, wanted, TALLY.month, TALLY.standard)
    this = today.replace(day=1)
    return [
        Counted((month, standard), (month > this) - (month < this), state, adjusted, clocks)
        for month, standard, state, adjusted, clocks in rows
    ]


def by_team(session: Session, wanted: Wanted, today: date) -> list[Counted[int]]:
    """Return how many clocks of each team stand how, over all the months asked for."""
    this = today.replace(day=1)
    phase = sql_case((TALLY.month < this, OVER), (TALLY.month == this, PRESENT), else_=AHEAD)
    rows = _counted(session, wanted, TALLY.team_id, phase)
    return [Counted(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def _counted(session: Session, wanted: Wanted, *groups: Any) -> Sequence[Any]:
    query: Select[Any] = (
        select(*groups, TALLY.state, TALLY.adjusted_state, cast(func.sum(TALLY.clocks), Integer))
        .where(*_in_tally(wanted))
        .group_by(*groups, TALLY.state, TALLY.adjusted_state)
    )
    return plain_rows(session, query).all()


def people_by_team_and_month(session: Session, wanted: Wanted) -> dict[tuple[int, date], int]:
    """Return how many people held clocks in each month of each team."""
    groups = (TALLY.team_id, TALLY.month)
    rows = plain_rows(
        session,
        select(*groups, func.count(TALLY.holder_id.distinct()))
        .where(*_in_tally(wanted), TALLY.holder_id > 0)
        .group_by(*groups),
    )
    return {(row[0], row[1]): row[2] for row in rows}


def late(session: Session, wanted: Wanted, today: date) -> list[Late[tuple[date, str, int]]]:
    """Return the running clocks that were due before today, by month, standard and team.

    Of months that are over only those which a pause keeps from being late: the others are late
    as they are counted.
    """
    counts = CLOCK.adjusted_state == RUNNING
    adjusted = and_(counts, CLOCK.adjusted_due_on < today)
    paused = and_(counts, CLOCK.adjusted_due_on >= today)
    this = today.replace(day=1)
    rows = plain_rows(
        session,
        select(
            CLOCK.month,
            CLOCK.standard,
            CLOCK.team_id,
            func.count(),
            func.count().filter(adjusted),
            func.count().filter(paused),
        )
        .where(*_in_clocks(wanted), *is_late(today), or_(CLOCK.due_on >= this, paused))
        .group_by(CLOCK.month, CLOCK.standard, CLOCK.team_id),
    )
    return [
        Late((row[0], row[1], row[2]), OVER if row[0] < this else PRESENT, row[3], row[4], row[5])
        for row in rows
    ]


def is_late(today: date) -> tuple[Within, ...]:
    """Return SQL for the clocks that run although they were due before today."""
    return (CLOCK.state == literal(RUNNING, literal_execute=True), CLOCK.due_on < today)


def not_started(session: Session, team_id: int, standards: Collection[str]) -> dict[str, int]:
    """Return in how many open cases of a team each standard's clock has not begun."""
    is_running = (
        CaseFile.team_id == team_id,
        CaseFile.ended_on.is_(None),
        CaseFile.disposed_at.is_(None),
    )
    cases = session.scalar(select(func.count()).select_from(CaseFile).where(*is_running)) or 0
    rows = plain_rows(
        session,
        select(CLOCK.standard, func.count())
        .join(CaseFile, CaseFile.id == CLOCK.case_id)
        .where(*is_running, CLOCK.sequence == 1, CLOCK.standard.in_(standards))
        .group_by(CLOCK.standard),
    )
    begun = {row[0]: row[1] for row in rows}
    return {standard: cases - begun.get(standard, 0) for standard in standards}


def clocks_behind(
    session: Session,
    wanted: Wanted,
    result: Result | None,
    today: date,
    *,
    within: Within,
    limit: int | None,
    offset: int = 0,
) -> Sequence[Row[Any]]:
    """Return the clocks behind a figure with their cases' references, the newest due first."""
    query = (
        _behind(wanted, result, today, within)
        .with_only_columns(
            CLOCK.case_id,
            CaseFile.reference,
            CLOCK.standard,
            CLOCK.sequence,
            CLOCK.start_on,
            CLOCK.due_on,
            CLOCK.end_on,
            CLOCK.state,
            CLOCK.adjusted_state,
            CLOCK.adjusted_due_on,
        )
        .order_by(CLOCK.due_on.desc(), CaseFile.reference, CLOCK.standard, CLOCK.sequence)
        .offset(offset)
    )
    return plain_rows(session, query.limit(limit) if limit is not None else query).all()


def count_behind(
    session: Session, wanted: Wanted, result: Result | None, today: date, *, within: Within
) -> int:
    """Return how many clocks `clocks_behind` has."""
    query = _behind(wanted, result, today, within).with_only_columns(func.count())
    return int(plain_rows(session, query).scalar_one())


def last_due(
    session: Session,
    holder_id: int,
    standards: Collection[str],
    today: date,
    seen: Within,
    *,
    limit: int,
) -> Sequence[Row[Any]]:
    """Return somebody's clocks that were due last and count in a rate, the latest first.

    `seen` says of which the actor may see the case; of the others there is no reference.
    """
    return plain_rows(
        session,
        select(
            CLOCK.case_id,
            sql_case((seen, CaseFile.reference), else_=None).label("reference"),
            CLOCK.standard,
            CLOCK.sequence,
            CLOCK.start_on,
            CLOCK.due_on,
            CLOCK.end_on,
            CLOCK.state,
            CLOCK.adjusted_state,
            CLOCK.adjusted_due_on,
        )
        .join(CaseFile, CaseFile.id == CLOCK.case_id)
        .where(CLOCK.holder_id == holder_id, CLOCK.standard.in_(standards), _counts(today))
        .order_by(CLOCK.due_on.desc(), CLOCK.case_id, CLOCK.standard, CLOCK.sequence)
        .limit(limit),
    ).all()


def _counts(today: date) -> Within:
    ended = CLOCK.state.in_([Result.MET.value, Result.MISSED.value])
    return or_(ended, and_(CLOCK.state == RUNNING, CLOCK.due_on < today))


def _behind(wanted: Wanted, result: Result | None, today: date, within: Within) -> Select[Any]:
    return (
        select(CLOCK.id)
        .join(CaseFile, CaseFile.id == CLOCK.case_id)
        .where(*_in_clocks(wanted), _has(result, today), CaseFile.disposed_at.is_(None), within)
    )


def _has(result: Result | None, today: date) -> Within:
    if result is None:
        return true()
    if result is Result.OVERDUE:
        return and_(CLOCK.state == RUNNING, CLOCK.due_on < today)
    if result is Result.DUE:
        return and_(CLOCK.state == RUNNING, CLOCK.due_on >= today)
    found: Within = CLOCK.state == result.value
    return found


def _in_tally(wanted: Wanted) -> list[Within]:
    found: list[Within] = [
        TALLY.month >= wanted.period.first,
        TALLY.month <= wanted.period.last,
        TALLY.standard.in_(wanted.standards),
    ]
    if wanted.team_ids is not None:
        found.append(TALLY.team_id.in_(wanted.team_ids))
    if wanted.holder_id is not None:
        found.append(TALLY.holder_id == wanted.holder_id)
    if wanted.without:
        found.append(tuple_(TALLY.team_id, TALLY.month).not_in(sorted(wanted.without)))
    return found


def _in_clocks(wanted: Wanted) -> list[Within]:
    found: list[Within] = [
        CLOCK.due_on >= wanted.period.first,
        CLOCK.due_on < months_on(wanted.period.last, 1),
        CLOCK.standard.in_(wanted.standards),
    ]
    if wanted.team_ids is not None:
        found.append(CLOCK.team_id.in_(wanted.team_ids))
    if wanted.holder_id is not None:
        found.append(CLOCK.holder_id == wanted.holder_id)
    return found
