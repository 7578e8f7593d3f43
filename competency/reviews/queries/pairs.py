"""Cases that both levels reviewed, with what each answered; two statements however many."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal, or_, select
from sqlalchemy.orm import Session, aliased

from competency.infra.db import plain_rows
from competency.reviews.domain.levels import Level, State
from competency.reviews.models import Review, ReviewAnswer, ReviewDraw

_FIRST, _SECOND = aliased(Review), aliased(Review)


def pairs(
    session: Session,
    within: ColumnElement[bool],
    named: ColumnElement[bool],
    months: tuple[date, date],
) -> Sequence[Row[Any]]:
    """Return the cases drawn in these months that both levels have submitted, oldest draw first.

    `within` is a rule over reviews that one of the two must fit; `is_named` says that one of
    them fits `named`. Columns also: the elements and the instrument of both.
    """
    columns: tuple[Any, ...] = (
        _FIRST.id.label("first_id"),
        _SECOND.id.label("second_id"),
        _FIRST.reviewer_id.label("first_reviewer_id"),
        _SECOND.reviewer_id.label("second_reviewer_id"),
        _FIRST.region_id,
        _FIRST.instrument_id,
        _FIRST.instrument_version,
        _FIRST.elements.label("first_elements"),
        _SECOND.elements.label("second_elements"),
        _one_fits(named).label("is_named"),
    )
    query = _both(within, months).with_only_columns(*columns)
    return session.execute(query.order_by(ReviewDraw.month, _SECOND.id)).all()


def answers(
    session: Session, within: ColumnElement[bool], months: tuple[date, date]
) -> dict[int, dict[str, str]]:
    """Return the answers of both reviews of each such case: by review, then by item."""
    both = _both(within, months).with_only_columns(_FIRST.id, _SECOND.id).subquery()
    rows = plain_rows(
        session,
        select(ReviewAnswer.review_id, ReviewAnswer.item, ReviewAnswer.answer).where(
            or_(
                ReviewAnswer.review_id.in_(select(both.c[0])),
                ReviewAnswer.review_id.in_(select(both.c[1])),
            ),
            ReviewAnswer.answer != "",
        ),
    ).all()
    found: dict[int, dict[str, str]] = {}
    for review_id, item, answer in rows:
        found.setdefault(review_id, {})[item] = answer
    return found


def _both(within: ColumnElement[bool], months: tuple[date, date]) -> Select[Any]:
    done = State.SUBMITTED.value
    return (
        select(literal(1))
        .select_from(_SECOND)
        .join(_FIRST, _FIRST.id == _SECOND.first_id)
        .join(ReviewDraw, ReviewDraw.id == _SECOND.draw_id)
        .where(
            _SECOND.level == Level.SECOND.value,
            _SECOND.state == done,
            _FIRST.state == done,
            ReviewDraw.month.between(*months),
            _one_fits(within),
        )
    )


def _one_fits(rule: ColumnElement[bool]) -> ColumnElement[bool]:
    fitting = select(Review.id).where(rule)
    return or_(_FIRST.id.in_(fitting), _SECOND.id.in_(fitting))
