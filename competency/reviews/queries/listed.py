"""Reviews as rows for lists, one statement a list; who may see them is said by the caller."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from competency.reviews.models import Review, ReviewDraw, ReviewSubstitution

_SECOND = aliased(Review)
COLUMNS: tuple[Any, ...] = (
    Review.id,
    Review.level,
    Review.state,
    Review.draw_id,
    ReviewDraw.month,
    Review.case_id,
    Review.worker_id,
    Review.supervisor_id,
    Review.reviewer_id,
    Review.region_id,
    Review.slot,
    Review.first_id,
    Review.replaces_id,
    Review.start_due_on,
    Review.due_on,
    Review.started_at,
    Review.submitted_at,
    Review.unassigned_reason,
    Review.version,
    exists().where(_SECOND.first_id == Review.id).label("is_flagged"),
    exists()
    .where(ReviewSubstitution.review_id == Review.id, ReviewSubstitution.outcome == "")
    .label("is_asked"),
)


def listed(
    session: Session,
    within: ColumnElement[bool],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Row[Any]]:
    """Return the reviews that fit: newest month first, then by level, due day and number."""
    return session.execute(_listed(within).limit(limit).offset(offset or None)).all()


def counted(
    session: Session, within: ColumnElement[bool], *, limit: int | None = None, offset: int = 0
) -> tuple[Sequence[Row[Any]], int]:
    """Return a part of the same list, and how many there are in all, by one statement.

    Behind the end of the list there is nothing to count: then it is 0.
    """
    statement = _listed(within).add_columns(func.count().over().label("of"))
    rows = session.execute(statement.limit(limit).offset(offset or None)).all()
    return rows, rows[0].of if rows else 0


def drawn_months(session: Session) -> list[date]:
    """Return the months whose cases were drawn, newest first."""
    return list(session.scalars(select(ReviewDraw.month).order_by(ReviewDraw.month.desc())))


def months(session: Session, within: ColumnElement[bool]) -> list[date]:
    """Return the months whose draws hold a review that fits, newest first."""
    return list(
        session.scalars(
            select(ReviewDraw.month)
            .join(Review, Review.draw_id == ReviewDraw.id)
            .where(within)
            .distinct()
            .order_by(ReviewDraw.month.desc())
        )
    )


def _listed(within: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*COLUMNS)
        .outerjoin(ReviewDraw, ReviewDraw.id == Review.draw_id)
        .where(within)
        .order_by(ReviewDraw.month.desc(), Review.level, Review.due_on, Review.id)
    )
