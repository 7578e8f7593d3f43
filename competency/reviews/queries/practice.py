"""What reviews found in people's casework, about a set of people given as SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from competency.cases.service.held import reference_of
from competency.infra.db import plain_rows
from competency.people.service.crowds import People
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.domain.scores import COUNTED, GOOD
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
        .join(ANSWER.id.table, ANSWER.review_id == REVIEW.id)
        .where(
            REVIEW.worker_id.in_(people),
            REVIEW.submitted_at >= since,
            ANSWER.answer != "",
            *_counts(),
        )
        .group_by(REVIEW.id)
    )


def around(spans: FromClause, deciding: Mapping[str, Collection[str]]) -> Select[Any]:
    """Return the question for k good of n answers before and after, by all that decides on them.

    `spans` has the columns key, person_id, code (an item), before_from, before_until, after_from
    and after_until, moments of which each `until` no longer counts. Columns: key, whether it is
    after, item, what was `chosen` as in `talked_over`, as one text the answers to the items that
    are `deciding` for any (NULL without any, or where nothing decides this one), k and n.
    """
    to: Any = spans.c
    other: Any = ReviewAnswer.__table__.alias("deciding").c
    sides = (REVIEW.submitted_at < to.before_until, REVIEW.submitted_at >= to.after_from)
    chosen = REVIEW.instrument_id + "/" + REVIEW.instrument_version + "/" + REVIEW.elements
    said = (
        select(func.aggregate_strings(other.item + "=" + other.answer, ","))
        .where(
            other.review_id == REVIEW.id,
            other.item.in_(sorted({one for some in deciding.values() for one in some})),
            other.answer != "",
        )
        .scalar_subquery()
    )
    said_so = exists().where(ANSWER.review_id == REVIEW.id, ANSWER.item == to.code)
    is_good = case(
        (said_so.where(ANSWER.answer.in_(sorted(GOOD))), 1),
        (said_so.where(ANSWER.answer.in_(sorted(COUNTED - GOOD))), 0),
    )
    decided = case((to.code.in_(sorted(deciding)), said))
    is_after = case((sides[0], 0), else_=1)
    rows = (
        select(
            *(to.key, to.code, is_after.label("is_after"), chosen.label("chosen")),
            *(decided.label("decided"), is_good.label("is_good")),
        )
        .select_from(spans)
        .join(
            REVIEW.id.table,
            and_(
                REVIEW.worker_id == to.person_id,
                REVIEW.submitted_at >= to.before_from,
                REVIEW.submitted_at < func.coalesce(to.after_until, to.before_until),
            ),
        )
        .where(or_(*sides), *_counts())
        .subquery()
        .c
    )
    groups = (rows.key, rows.is_after, rows.code, rows.chosen, rows.decided)
    return (
        select(*groups, cast(func.sum(rows.is_good), Integer), func.count(rows.is_good))
        .where(rows.is_good.is_not(None))
        .group_by(*groups)
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


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Return SQL that is true for the reviews that count: submitted, talked over, none awaited."""
    talked_over = exists().where(FORM.review_id == REVIEW.id, FORM.discussed_on.is_not(None))
    return (
        REVIEW.level.in_(LEVELS),
        REVIEW.state == State.SUBMITTED.value,
        talked_over,
        ~_is_awaited(),
    )


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
