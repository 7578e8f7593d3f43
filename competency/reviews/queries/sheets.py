"""What is written in a review: answers, form, corrections, resolutions, notes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.db import insert_into, plain_rows
from competency.reviews.domain.completeness import Given
from competency.reviews.models import (
    ReviewAnswer,
    ReviewCoachingNote,
    ReviewCorrection,
    ReviewForm,
    ReviewResolution,
    ReviewTally,
)

TALLY_KEY = ("quarter", "region_id", "level", "item", "answer")
_TALLY = ReviewTally.metadata.tables[ReviewTally.__tablename__]


def answers(session: Session, review_id: int) -> dict[str, ReviewAnswer]:
    """Return the rows of a review's answers by item."""
    rows = session.scalars(select(ReviewAnswer).where(ReviewAnswer.review_id == review_id))
    return {row.item: row for row in rows}


def answers_of_two(
    session: Session, first_id: int, second_id: int
) -> tuple[dict[str, ReviewAnswer], dict[str, ReviewAnswer]]:
    """Return the rows of two reviews' answers by item, in one query."""
    found: dict[int, dict[str, ReviewAnswer]] = {first_id: {}, second_id: {}}
    for row in session.scalars(
        select(ReviewAnswer).where(ReviewAnswer.review_id.in_((first_id, second_id)))
    ):
        found[row.review_id][row.item] = row
    return found[first_id], found[second_id]


def given_of(rows: Mapping[str, ReviewAnswer]) -> dict[str, Given]:
    """Return rows of answers as the rules take them."""
    return {item: Given(row.answer, row.narrative, row.suggested) for item, row in rows.items()}


def form_of(session: Session, review_id: int) -> ReviewForm | None:
    """Return the form of a review, None where none is written yet."""
    return session.scalar(select(ReviewForm).where(ReviewForm.review_id == review_id))


def corrections_of(session: Session, review_id: int) -> Sequence[ReviewCorrection]:
    """Return the corrections of a review by their due dates."""
    return session.scalars(
        select(ReviewCorrection)
        .where(ReviewCorrection.review_id == review_id)
        .order_by(ReviewCorrection.due_on, ReviewCorrection.id)
    ).all()


def resolutions_of(session: Session, review_id: int) -> dict[str, ReviewResolution]:
    """Return what was made of the differences of a second-level review, by item."""
    rows = session.scalars(select(ReviewResolution).where(ReviewResolution.review_id == review_id))
    return {row.item: row for row in rows}


def notes_of(session: Session, review_id: int) -> Sequence[ReviewCoachingNote]:
    """Return the coaching notes of a second-level review, oldest first."""
    return session.scalars(
        select(ReviewCoachingNote)
        .where(ReviewCoachingNote.review_id == review_id)
        .order_by(ReviewCoachingNote.id)
    ).all()


def tally(
    session: Session,
    quarter: date,
    region_id: int,
    level: str,
    answered: Iterable[tuple[str, str]],
) -> None:
    """Add one review's answers (item, answer) to the counts of its quarter, region and level.

    In the order of the items, so that two at once never lock crosswise.
    """
    adding = insert_into(session, _TALLY)
    total = _TALLY.c.reviews + adding.excluded.reviews
    statement = adding.on_conflict_do_update(
        index_elements=list(TALLY_KEY), set_={"reviews": total}
    )
    for item, answer in sorted(answered):
        key = (quarter, region_id, level, item, answer)
        plain_rows(session, statement, dict(zip(TALLY_KEY, key, strict=True), reviews=1))
