"""What waits for one person, or for the specialists of a region, all of it in one statement."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, or_, select, union_all
from sqlalchemy.orm import Session

from competency.reviews.domain.duties import Duty
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.models import (
    Review,
    ReviewCorrection,
    ReviewDraw,
    ReviewForm,
    ReviewSubstitution,
)
from competency.timeliness.domain.due import add_months

_OPEN = sorted(state.value for state in OPEN)
_BASE: tuple[Any, ...] = (Review.id, Review.case_id, Review.level, ReviewDraw.month)


def gather(
    session: Session,
    waiting: Iterable[Select[Any]],
    reference: Callable[[ColumnElement[int]], ColumnElement[str]],
) -> Sequence[Row[Any]]:
    """Return all that these find, by one statement: duty, review, what about it, and until when.

    `reference` gives the SQL for the reference of a case by its number.
    """
    found = union_all(*waiting).subquery()
    return session.execute(select(found, reference(found.c.case_id).label("reference"))).all()


def own_reviews(person_id: int) -> Select[Any]:
    """Find the open reviews of a reviewer with duty and day: to start, or to complete."""
    begun = Review.state == State.STARTED.value
    return _of(
        case((begun, Duty.COMPLETE.value), else_=Duty.START.value),
        Review.id,
        case((begun, Review.due_on), else_=Review.start_due_on),
    ).where(Review.reviewer_id == person_id, Review.state.in_(_OPEN))


def forms(person_id: int) -> Select[Any]:
    """Find the forms to write and to talk over as a reviewer, and to acknowledge as a worker."""
    return (
        _of(
            case(
                (ReviewForm.id.is_(None), Duty.WRITE_FORM.value),
                (ReviewForm.discussed_on.is_(None), Duty.DISCUSS.value),
                else_=Duty.ACKNOWLEDGE.value,
            ),
            Review.id,
            Review.due_on,
        )
        .outerjoin(ReviewForm, ReviewForm.review_id == Review.id)
        .where(
            Review.level == Level.FIRST.value,
            Review.state == State.SUBMITTED.value,
            or_(
                and_(
                    Review.reviewer_id == person_id,
                    or_(ReviewForm.id.is_(None), ReviewForm.discussed_on.is_(None)),
                ),
                and_(
                    Review.worker_id == person_id,
                    ReviewForm.discussed_on.is_not(None),
                    ReviewForm.acknowledged_at.is_(None),
                ),
            ),
        )
    )


def corrections(person_id: int) -> Select[Any]:
    """Find what is to be put right by its owner, and what the reviewer is to look at again."""
    done = ReviewCorrection.done_on.is_not(None)
    return (
        _of(
            case((done, Duty.RE_REVIEW.value), else_=Duty.CORRECT.value),
            ReviewCorrection.id,
            ReviewCorrection.due_on,
        )
        .join(ReviewCorrection, ReviewCorrection.review_id == Review.id)
        .where(
            ReviewCorrection.outcome == "",
            or_(
                and_(~done, ReviewCorrection.owner_id == person_id),
                and_(done, Review.reviewer_id == person_id),
            ),
        )
    )


def to_assign(within: ColumnElement[bool], today: date) -> Select[Any]:
    """Find the reviews without a reviewer: the second level from its month on."""
    second = Review.level == Level.SECOND.value
    return _of(
        case((second, Duty.ASSIGN_SECOND.value), else_=Duty.ASSIGN.value),
        Review.id,
        Review.start_due_on,
    ).where(
        within,
        Review.reviewer_id.is_(None),
        Review.state.in_(_OPEN),
        or_(~second, Review.start_due_on < add_months(today.replace(day=1), 1)),
    )


def to_decide(within: ColumnElement[bool]) -> Select[Any]:
    """Find the requests for another case that wait, due when the reviews are."""
    return (
        _of(Duty.DECIDE.value, ReviewSubstitution.id, Review.due_on)
        .join(ReviewSubstitution, ReviewSubstitution.review_id == Review.id)
        .where(within, ReviewSubstitution.outcome == "")
    )


def _of(duty: Any, about: Any, on: Any) -> Select[Any]:
    found: Any = duty if not isinstance(duty, str) else case((Review.id > 0, duty), else_=duty)
    return select(*_BASE, found.label("duty"), about.label("about"), on.label("due_on")).outerjoin(
        ReviewDraw, ReviewDraw.id == Review.draw_id
    )
