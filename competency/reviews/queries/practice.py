"""What reviews found in people's casework, about a set of people given as SQL."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, select
from sqlalchemy.orm import Session, aliased

from competency.cases.service.held import reference_of
from competency.infra.db import plain_rows
from competency.people.service.crowds import People
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.models import Review, ReviewAnswer, ReviewForm

REVIEW: Any = Review.__table__.c
ANSWER: Any = ReviewAnswer.__table__.c
FORM: Any = ReviewForm.__table__.c
_OTHER = aliased(Review)
LEVELS = (Level.FIRST.value, Level.SECOND.value)


def talked_over(session: Session, people: People, since: datetime) -> Sequence[Row[Any]]:
    """Return the reviews that count for these people, the oldest first for each of them."""
    return plain_rows(
        session,
        _talked_over(people, since)
        .with_only_columns(
            REVIEW.id,
            REVIEW.worker_id,
            REVIEW.practice_area_id,
            REVIEW.submitted_at,
            REVIEW.elements,
            REVIEW.instrument_id,
            REVIEW.instrument_version,
        )
        .order_by(REVIEW.worker_id, REVIEW.submitted_at, REVIEW.id),
    ).all()


def answers(session: Session, people: People, since: datetime) -> dict[int, dict[str, str]]:
    """Return the answers of the same reviews, by review and item."""
    rows = plain_rows(
        session,
        select(ANSWER.review_id, ANSWER.item, ANSWER.answer)
        .where(ANSWER.review_id.in_(_talked_over(people, since)), ANSWER.answer != "")
        .order_by(ANSWER.review_id),
    )
    return {
        review: {item: answer for _, item, answer in found}
        for review, found in groupby(rows, key=lambda row: row[0])
    }


def references(
    session: Session, review_ids: Sequence[int], seen: ColumnElement[bool]
) -> dict[int, str]:
    """Return the references of the cases of those of the reviews that are seen, by review."""
    rows = plain_rows(
        session,
        select(REVIEW.id, reference_of(REVIEW.case_id)).where(REVIEW.id.in_(review_ids), seen),
    )
    return {row[0]: row[1] for row in rows}


def _talked_over(people: People, since: datetime) -> Select[Any]:
    """Return the reviews that were discussed, and of which nobody has to be kept blind."""
    return (
        select(REVIEW.id)
        .join(FORM.id.table, FORM.review_id == REVIEW.id)
        .where(
            REVIEW.worker_id.in_(people),
            REVIEW.level.in_(LEVELS),
            REVIEW.state == State.SUBMITTED.value,
            REVIEW.submitted_at >= since,
            FORM.discussed_on.is_not(None),
            ~_is_awaited(),
        )
    )


def _is_awaited() -> ColumnElement[bool]:
    """Return SQL: another level's review of the same case and draw is still to be submitted."""
    return exists().where(
        _OTHER.draw_id == REVIEW.draw_id,
        _OTHER.case_id == REVIEW.case_id,
        _OTHER.id != REVIEW.id,
        _OTHER.state.in_(sorted(state.value for state in OPEN)),
    )
