"""Answers that the dates proposed and a reviewer confirmed, for whoever looks at a sample of them.

Nobody checks a review that they did themselves.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from competency.infra.work import Work
from competency.kernel.errors import Forbidden
from competency.reviews import permissions
from competency.reviews.models import ReviewAnswer
from competency.reviews.service.loading import REVIEW, load, scope


class Submitted(NamedTuple):
    """A submitted review and who did it."""

    id: int
    reviewer_id: int | None
    case_id: int
    submitted_at: datetime


def submitted(work: Work, since: datetime) -> list[Submitted]:
    """Return the submitted reviews that the actor may look at a sample of, the latest first."""
    rows = work.session.execute(
        select(REVIEW.id, REVIEW.reviewer_id, REVIEW.case_id, REVIEW.submitted_at)
        .where(*_to_look_at(work, since))
        .order_by(REVIEW.submitted_at.desc(), REVIEW.id.desc())
    )
    return [Submitted(*row) for row in rows]


def _to_look_at(work: Work, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        scope(work.actor, work.today, permissions.CHECK_SAMPLE),
        or_(REVIEW.reviewer_id.is_(None), REVIEW.reviewer_id != (work.actor.person_id or 0)),
        REVIEW.submitted_at >= since,
    )


def sizes(work: Work, since: datetime, most: int) -> Select[int, datetime, int]:
    """Return the question for the newest such reviews: number, when, how many were confirmed."""
    newest = (
        select(REVIEW.id, REVIEW.submitted_at.label("at"))
        .where(*_to_look_at(work, since))
        .order_by(REVIEW.submitted_at.desc(), REVIEW.id.desc())
        .limit(most)
        .subquery()
    )
    items = select(func.count(ReviewAnswer.id)).where(
        ReviewAnswer.review_id == newest.c.id, ReviewAnswer.confirmed.is_(True)
    )
    return select(newest.c.id, newest.c.at, items.scalar_subquery().label("codes"))


def confirmed(work: Work, review_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the items of these reviews whose proposed answer was confirmed."""
    row = ReviewAnswer
    found: dict[int, list[str]] = {}
    for id_, item in work.session.execute(
        select(row.review_id, row.item)
        .where(row.review_id.in_(sorted(review_ids)), row.confirmed.is_(True))
        .order_by(row.review_id, row.item)
    ):
        found.setdefault(id_, []).append(item)
    return found


def get_submitted(work: Work, review_id: int, *, to_check: bool) -> Submitted:
    """Return one review for its checker, or for whoever reads what the reviewer is told.

    Raises NotFound outside the actor's scope, Forbidden to a checker who did it themselves.
    """
    wanted = permissions.CHECK_SAMPLE if to_check else permissions.SEE_COACHING
    one = load(work, review_id, wanted)
    if to_check and one.reviewer_id == work.actor.person_id:
        raise Forbidden("You did this review, so somebody else looks at it.")
    return Submitted(one.id, one.reviewer_id, one.case_id, one.submitted_at or work.now)
