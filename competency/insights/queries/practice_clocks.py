"""One person's own clocks, counted for the pages about their practice."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseClock, CaseFile
from competency.infra.db import plain_rows
from competency.insights import permissions
from competency.kernel.actor import Actor, Grant
from competency.people.models import Person
from competency.people.service import access
from competency.timeliness.domain.results import Result

CLOCK: Any = CaseClock.__table__.c
FILE: Any = CaseFile.__table__.c
Within = ColumnElement[bool]


def counts(today: date) -> Within:
    """Return SQL that is true for clocks that enter a rate: met, missed or overdue today."""
    ended = CLOCK.state.in_([Result.MET.value, Result.MISSED.value])
    return or_(ended, and_(CLOCK.state == RUNNING, CLOCK.due_on < today))


def _is_in_rate(columns: Any, today: date) -> Within:
    """Return SQL for the clocks that enter a rate with pauses and excusals left out."""
    state, due = columns.adjusted_state, columns.adjusted_due_on
    ended = state.in_([Result.MET.value, Result.MISSED.value])
    return or_(ended, and_(state == RUNNING, due < today))


def clocks(
    session: Session, person_id: int, standards: Collection[str], today: date, *, last: int
) -> Sequence[Row[Any]]:
    """Return k met of n of a person's clocks by standard, month and practice area, and adjusted.

    `is_last` is true for those among the last so many that were due of their standard. What is
    adjusted leaves out what was excused or is kept from being late by a pause. Each person has a
    few hundred clocks, found by whose they are, so that this does not grow with the others'.
    """
    place = func.row_number().over(
        partition_by=CLOCK.standard,
        order_by=(CLOCK.due_on.desc(), CLOCK.case_id, CLOCK.sequence),
    )
    each = (
        select(
            CLOCK.standard,
            CLOCK.month,
            CLOCK.state,
            CLOCK.adjusted_state,
            CLOCK.adjusted_due_on,
            CLOCK.case_id,
            place.label("place"),
        )
        .where(CLOCK.holder_id == person_id, CLOCK.standard.in_(standards), counts(today))
        .subquery()
    )
    is_last = each.c.place <= last
    groups = (each.c.standard, each.c.month, FILE.practice_area_id, is_last.label("is_last"))
    return plain_rows(
        session,
        select(
            *groups,
            func.count().filter(each.c.state == Result.MET.value).label("k"),
            func.count().label("n"),
            func.count().filter(each.c.adjusted_state == Result.MET.value).label("adjusted_k"),
            func.count().filter(_is_in_rate(each.c, today)).label("adjusted_n"),
        )
        .join(CaseFile, FILE.id == each.c.case_id)
        .group_by(each.c.standard, each.c.month, FILE.practice_area_id, is_last)
        .order_by(each.c.standard, each.c.month),
    ).all()


@lru_cache(maxsize=256)
def _last_due(grants: frozenset[Grant], standards: tuple[str, ...], last: int) -> Any:
    """Return the question of `last_due`, built once: who asks, whom and when are parameters."""
    whom: Any = bindparam("person_id", type_=Integer)
    today: Any = bindparam("today", type_=Date)
    asking = Actor(person_id=bindparam("actor_id", type_=Integer), name="", grants=grants)  # type: ignore[arg-type]
    may = access.scope(asking, today, permissions.SEE_PRACTICE, Person.__table__.c.id)
    place = func.row_number().over(
        partition_by=CLOCK.standard,
        order_by=(CLOCK.due_on.desc(), CLOCK.case_id, CLOCK.sequence),
    )
    each = (
        select(CLOCK.standard, CLOCK.state, place.label("place"))
        .where(CLOCK.holder_id == whom, CLOCK.standard.in_(standards), counts(today))
        .subquery()
    )
    figures = (
        select(
            each.c.standard,
            func.count().filter(each.c.state == Result.MET.value).label("k"),
            func.count().label("n"),
        )
        .where(each.c.place <= last)
        .group_by(each.c.standard)
        .subquery()
    )
    return (
        select(may.label("may"), figures.c.standard, figures.c.k, figures.c.n)
        .select_from(Person)
        .outerjoin(figures, true())
        .where(Person.id == whom)
    )


def last_due(
    session: Session,
    actor: Actor,
    person_id: int,
    standards: tuple[str, ...],
    today: date,
    *,
    last: int,
) -> dict[str, tuple[int, int]] | None:
    """Return k met of n of a person's last clocks by standard; None for who may not see them.

    Asked in one statement, as it stands beside every rating.
    """
    rows = plain_rows(
        session,
        _last_due(actor.grants, standards, last),
        {"person_id": person_id, "actor_id": actor.person_id, "today": today},
    ).all()
    if not rows or not rows[0].may:
        return None
    return {row.standard: (row.k, row.n) for row in rows if row.standard is not None}
