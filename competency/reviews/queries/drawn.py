"""Draws and the reviews that came of them, as rows for lists."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import Session

from competency.reviews.domain.levels import Level
from competency.reviews.models import Review, ReviewDraw


def draws(session: Session) -> Sequence[Row[Any]]:
    """Return all draws, newest month first, with how many cases each level had at first."""
    counts = {
        name: func.sum(case(((Review.level == level) & Review.replaces_id.is_(None), 1), else_=0))
        for name, level in (("first", Level.FIRST.value), ("second", Level.SECOND.value))
    }
    return session.execute(
        select(
            ReviewDraw.month,
            ReviewDraw.seed,
            ReviewDraw.on,
            ReviewDraw.by_id,
            *(count.label(name) for name, count in counts.items()),
        )
        .outerjoin(Review, Review.draw_id == ReviewDraw.id)
        .group_by(ReviewDraw.id)
        .order_by(ReviewDraw.month.desc())
    ).all()


def reviews(
    session: Session,
    within: ColumnElement[bool],
    reference: Callable[[ColumnElement[int]], ColumnElement[str]],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Row[Any]]:
    """Return the reviews that fit, by region, supervisor and place, and how many there are.

    `reference` gives the SQL for the reference of a case by its number.
    """
    number = Review.__table__.c.case_id
    columns: tuple[Any, ...] = (
        Review.id,
        Review.level,
        Review.state,
        Review.supervisor_id,
        Review.reviewer_id,
        Review.worker_id,
        Review.region_id,
        Review.replaces_id,
        Review.due_on,
        reference(number).label("reference"),
        func.count().over().label("of"),
    )
    return session.execute(
        select(*columns)
        .where(within)
        .order_by(Review.region_id, Review.supervisor_id, Review.slot, Review.id)
        .limit(limit)
        .offset(offset or None)
    ).all()
