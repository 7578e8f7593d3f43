"""What waits for one person, or for the specialists of a region; a statement each."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, or_, select
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


def own_reviews(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """Return the open reviews of a reviewer with duty and day: to start, or to complete."""
    begun = Review.state == State.STARTED.value
    return session.execute(
        _of(
            case((begun, Duty.COMPLETE.value), else_=Duty.START.value),
            Review.id,
            case((begun, Review.due_on), else_=Review.start_due_on),
        ).where(Review.reviewer_id == person_id, Review.state.in_(_OPEN))
    ).all()


def forms(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """Return the forms to write and to talk over as a reviewer, and to acknowledge as a worker."""
    return session.execute(
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
    ).all()


def corrections(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """Return what is to be put right by its owner, and what the reviewer is to look at again."""
    done = ReviewCorrection.done_on.is_not(None)
    return session.execute(
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
    ).all()


def to_assign(session: Session, within: ColumnElement[bool], today: date) -> Sequence[Row[Any]]:
    """Return the reviews without a reviewer: the second level from its month on."""
    second = Review.level == Level.SECOND.value
    return session.execute(
        _of(
            case((second, Duty.ASSIGN_SECOND.value), else_=Duty.ASSIGN.value),
            Review.id,
            Review.start_due_on,
        ).where(
            within,
            Review.reviewer_id.is_(None),
            Review.state.in_(_OPEN),
            or_(~second, Review.start_due_on < add_months(today.replace(day=1), 1)),
        )
    ).all()


def to_decide(session: Session, within: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Return the requests for another case that wait, due when the reviews are."""
    return session.execute(
        _of(Duty.DECIDE.value, ReviewSubstitution.id, Review.due_on)
        .join(ReviewSubstitution, ReviewSubstitution.review_id == Review.id)
        .where(within, ReviewSubstitution.outcome == "")
    ).all()


def _of(duty: Any, about: Any, on: Any) -> Select[Any]:
    found: Any = duty if not isinstance(duty, str) else case((Review.id > 0, duty), else_=duty)
    return (
        select(*_BASE, found.label("duty"), about.label("about"), on.label("due_on"))
        .outerjoin(ReviewDraw, ReviewDraw.id == Review.draw_id)
        .order_by(on, Review.id, about)
    )
