"""What reviews found in people's casework, about a set of people given as SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, exists, extract, func, select
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


def talked_over(people: People, since: datetime, *, is_sqlite: bool) -> Select[Any]:
    """Return the question for the reviews that count for these people, one row for each review.

    `answers` are all of its answers as one text (`I1=strength,I2=...`), because a row for each of
    forty would cost more than all else; `chosen` is instrument, version and elements as kept,
    `submitted` the moment in seconds since 1970.
    """
    code = ANSWER.item + "=" + ANSWER.answer
    chosen = REVIEW.instrument_id + "/" + REVIEW.instrument_version + "/" + REVIEW.elements
    return (
        select(
            REVIEW.worker_id.label("person_id"),
            REVIEW.practice_area_id,
            REVIEW.id.label("review_id"),
            _seconds(REVIEW.submitted_at, is_sqlite=is_sqlite).label("submitted"),
            chosen.label("chosen"),
            func.aggregate_strings(code, ",").label("answers"),
        )
        .join(FORM.id.table, FORM.review_id == REVIEW.id)
        .join(ANSWER.id.table, ANSWER.review_id == REVIEW.id)
        .where(
            REVIEW.worker_id.in_(people),
            REVIEW.level.in_(LEVELS),
            REVIEW.state == State.SUBMITTED.value,
            REVIEW.submitted_at >= since,
            FORM.discussed_on.is_not(None),
            ANSWER.answer != "",
            ~_is_awaited(),
        )
        .group_by(REVIEW.id)
    )


def references(
    session: Session, review_ids: Sequence[int], seen: ColumnElement[bool]
) -> dict[int, str]:
    """Return the references of the cases of those of the reviews that are seen, by review."""
    rows = plain_rows(
        session,
        select(REVIEW.id, reference_of(REVIEW.case_id)).where(REVIEW.id.in_(review_ids), seen),
    )
    return {row[0]: row[1] for row in rows}


def _is_awaited() -> ColumnElement[bool]:
    """Return SQL: another level's review of the same case and draw is still to be submitted."""
    return exists().where(
        _OTHER.draw_id == REVIEW.draw_id,
        _OTHER.case_id == REVIEW.case_id,
        _OTHER.id != REVIEW.id,
        _OTHER.state.in_(sorted(state.value for state in OPEN)),
    )


def _seconds(moment: ColumnElement[datetime], *, is_sqlite: bool) -> ColumnElement[int]:
    said: Any = func.strftime("%s", moment) if is_sqlite else extract("epoch", moment)
    return cast(said, BigInteger)
