"""What submitted reviews answered: counted by quarter from the tally, and one by one behind it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, cast, func, select
from sqlalchemy.orm import Session

from competency.infra.db import plain_rows
from competency.kernel.values import Value
from competency.reviews.domain.levels import State
from competency.reviews.models import Review, ReviewAnswer, ReviewTally

TALLY: Any = ReviewTally.__table__.c
REVIEW: Any = Review.__table__.c
ANSWER: Any = ReviewAnswer.__table__.c
Within = ColumnElement[bool]
CHUNK = 500


class Wanted(Value):
    """Reviews of a level, submitted from one moment until before another, of one region or all."""

    level: str
    since: datetime
    before: datetime
    region_id: int | None = None


def counted(
    session: Session, level: str, first: date, last: date, item: str = ""
) -> list[tuple[date, int, str, str, int]]:
    """Return quarter, region, item, answer and how many reviews, of the quarters in between."""
    query = select(TALLY.quarter, TALLY.region_id, TALLY.item, TALLY.answer, TALLY.reviews).where(
        TALLY.quarter >= first, TALLY.quarter <= last, TALLY.level == level
    )
    rows = plain_rows(session, query.where(TALLY.item == item) if item else query)
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def how_many(
    level: str, quarter: date, answers: Sequence[str], regions: Collection[int] | None
) -> Select[int]:
    """Return the query for how many of these answers a quarter has; `regions` None is all."""
    found = select(cast(func.coalesce(func.sum(TALLY.reviews), 0), Integer)).where(
        TALLY.quarter == quarter, TALLY.level == level, TALLY.answer.in_(answers)
    )
    if regions is not None:
        found = found.where(TALLY.region_id.in_(sorted(regions)))
    return found


def behind(
    session: Session, wanted: Wanted, item: str, within: Within, may_read: Within
) -> Sequence[Row[Any]]:
    """Return the submitted reviews that answered an item, the newest first.

    `may_read` says of which the actor may know what was answered.
    """
    return plain_rows(
        session,
        select(
            REVIEW.id,
            REVIEW.case_id,
            REVIEW.region_id,
            REVIEW.submitted_at,
            REVIEW.elements,
            REVIEW.instrument_id,
            REVIEW.instrument_version,
            ANSWER.answer,
            may_read.label("may_read"),
        )
        .join(ANSWER.review_id.table, ANSWER.review_id == REVIEW.id)
        .where(_submitted(wanted), within, ANSWER.item == item, ANSWER.answer != "")
        .order_by(REVIEW.submitted_at.desc(), REVIEW.id.desc()),
    ).all()


def answers_of(
    session: Session, wanted: Wanted, within: Within, items: Sequence[str] | None = None
) -> dict[int, dict[str, str]]:
    """Return the answers of submitted reviews by review and item, of these items or of all."""
    query = (
        select(ANSWER.review_id, ANSWER.item, ANSWER.answer)
        .join(REVIEW.id.table, REVIEW.id == ANSWER.review_id)
        .where(_submitted(wanted), within, ANSWER.answer != "")
    )
    rows = plain_rows(session, query if items is None else query.where(ANSWER.item.in_(items)))
    return _by_review(rows)


def submitted(session: Session, wanted: Wanted, within: Within) -> Sequence[Row[Any]]:
    """Return the submitted reviews themselves: when, with which elements and instrument."""
    return plain_rows(
        session,
        select(
            REVIEW.id,
            REVIEW.submitted_at,
            REVIEW.elements,
            REVIEW.instrument_id,
            REVIEW.instrument_version,
        )
        .where(_submitted(wanted), within)
        .order_by(REVIEW.id),
    ).all()


def all_submitted(
    session: Session,
) -> Iterator[tuple[Sequence[Row[Any]], dict[int, dict[str, str]]]]:
    """Yield all submitted reviews with their answers by item, five hundred at a time."""
    last = 0
    while True:
        rows = plain_rows(
            session,
            select(
                REVIEW.id,
                REVIEW.level,
                REVIEW.region_id,
                REVIEW.submitted_at,
                REVIEW.elements,
                REVIEW.instrument_id,
                REVIEW.instrument_version,
            )
            .where(REVIEW.state == State.SUBMITTED.value, REVIEW.id > last)
            .order_by(REVIEW.id)
            .limit(CHUNK),
        ).all()
        if not rows:
            return
        last = rows[-1].id
        found = plain_rows(
            session,
            select(ANSWER.review_id, ANSWER.item, ANSWER.answer).where(
                ANSWER.review_id.in_([row.id for row in rows]), ANSWER.answer != ""
            ),
        )
        yield rows, _by_review(found)


def kept_tally(session: Session) -> dict[tuple[date, int, str, str, str], int]:
    """Return the whole tally as it is kept: reviews by quarter, region, level, item, answer."""
    rows = plain_rows(
        session,
        select(
            TALLY.quarter, TALLY.region_id, TALLY.level, TALLY.item, TALLY.answer, TALLY.reviews
        ),
    )
    return {(row[0], row[1], row[2], row[3], row[4]): row[5] for row in rows}


def _submitted(wanted: Wanted) -> Within:
    here = () if wanted.region_id is None else (REVIEW.region_id == wanted.region_id,)
    return and_(
        REVIEW.state == State.SUBMITTED.value,
        REVIEW.level == wanted.level,
        REVIEW.submitted_at >= wanted.since,
        REVIEW.submitted_at < wanted.before,
        *here,
    )


def _by_review(rows: Any) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for review, item, answer in rows:
        found.setdefault(review, {})[item] = answer
    return found
