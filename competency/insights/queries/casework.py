"""The casework of some people of one team: their clocks by month, and who holds open cases.

A team's rows are looked up month by month in the kept counts, so that a page of one team costs
the same however many teams there are.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseFile
from competency.infra.db import plain_rows
from competency.insights.domain.standing import OVER, PRESENT, Counted, Late, Period, months_on
from competency.insights.queries.standing import CLOCK, TALLY, is_late
from competency.people.models import Person, RoleGrant

FILE: Any = CaseFile.__table__.c


def clocks(
    session: Session,
    team_id: int,
    people: Collection[int],
    standards: Collection[str],
    period: Period,
    today: date,
) -> list[Counted[tuple[date, str]]]:
    """Return how many clocks of each month and standard stand how."""
    this = today.replace(day=1)
    groups = (TALLY.month, TALLY.standard, TALLY.state, TALLY.adjusted_state)
    rows = plain_rows(
        session,
        select(*groups, cast(func.sum(TALLY.clocks), Integer))
        .where(
            TALLY.month.in_(period.months),
            TALLY.standard.in_(standards),
            TALLY.team_id == team_id,
            TALLY.holder_id.in_(people),
        )
        .group_by(*groups),
    )
    return [
        Counted((month, standard), (month > this) - (month < this), state, adjusted, number)
        for month, standard, state, adjusted, number in rows
    ]


def late(
    session: Session,
    team_id: int,
    people: Collection[int],
    standards: Collection[str],
    period: Period,
    today: date,
) -> list[Late[tuple[date, str]]]:
    """Return the running clocks due before today, and those that only a pause keeps from it."""
    counts = CLOCK.adjusted_state == RUNNING
    adjusted = and_(counts, CLOCK.adjusted_due_on < today)
    paused = and_(counts, CLOCK.adjusted_due_on >= today)
    this = today.replace(day=1)
    rows = plain_rows(
        session,
        select(
            CLOCK.month,
            CLOCK.standard,
            func.count(),
            func.count().filter(adjusted),
            func.count().filter(paused),
        )
        .where(
            *is_late(today),
            CLOCK.team_id == team_id,
            CLOCK.holder_id.in_(people),
            CLOCK.standard.in_(standards),
            CLOCK.due_on >= period.first,
            CLOCK.due_on < months_on(period.last, 1),
            or_(CLOCK.due_on >= this, paused),
        )
        .group_by(CLOCK.month, CLOCK.standard),
    )
    return [
        Late((month, standard), OVER if month < this else PRESENT, number, kept, stood)
        for month, standard, number, kept, stood in rows
    ]


def open_cases(
    session: Session, team_id: int, within: ColumnElement[bool], role: str, today: date
) -> dict[int, int]:
    """Return how many open cases each worker of a team holds, those with none too.

    A worker is whoever holds the role on the day, and whoever holds a case.
    """
    held = (
        select(func.count())
        .where(FILE.key_worker_id == Person.id, FILE.ended_on.is_(None), FILE.disposed_at.is_(None))
        .correlate(Person)
        .scalar_subquery()
    )
    is_worker = (
        select(RoleGrant.id)
        .where(
            RoleGrant.person_id == Person.id,
            RoleGrant.role == role,
            RoleGrant.starts_on <= today,
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
        )
        .exists()
    )
    rows = plain_rows(
        session,
        select(Person.id, held, is_worker).where(
            Person.team_id == team_id,
            within,
            or_(Person.left_on.is_(None), Person.left_on >= today),
        ),
    )
    return {person_id: cases for person_id, cases, works in rows if works or cases}
