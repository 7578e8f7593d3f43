"""Telling people about reviews: references and dates only, never what a review found."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import insert, select

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.notifications.service.telling import Said, notify_each
from competency.people.service import standing
from competency.reviews.domain.calendar import month_words
from competency.reviews.domain.substituting import GRANTED
from competency.reviews.events import (
    ReviewerChosen,
    ReviewUnassigned,
    SubstitutionAsked,
    SubstitutionDecided,
)
from competency.reviews.models import Review, ReviewDraw, ReviewNotice, ReviewSubstitution

OWN_PAGE = "/reviews"
SPECIALIST, LEADERSHIP = (Role.QUALITY_SPECIALIST,), (Role.REGIONAL_LEADERSHIP,)


def tell_asked(work: Work, happened: SubstitutionAsked) -> None:
    """Tell the region's quality specialists that another case was asked for."""
    review, reference, month = _facts(work, happened.review_id)
    to = standing.in_region(work.session, SPECIALIST, review.region_id, work.today)
    words = f"{work.actor.name} asks for another case than {reference} in the reviews of {month}"
    _tell(work, to, "review-substitution-asked", words, review.id, happened.substitution_id)


def tell_decided(work: Work, happened: SubstitutionDecided) -> None:
    """Tell who asked, the reviewer and the workers of both cases what was decided."""
    review, reference, month = _facts(work, happened.review_id)
    asked_by = work.session.scalar(
        select(ReviewSubstitution.asked_by_id).where(
            ReviewSubstitution.id == happened.substitution_id
        )
    )
    kind, about = "review-substitution-decided", happened.substitution_id
    if happened.outcome != GRANTED:
        words = f"The case {reference} is reviewed as it was drawn for {month}"
        _tell(work, [asked_by, review.reviewer_id], kind, words, review.id, about)
        return
    if happened.replacement_id is None:
        words = f"The case {reference} is not reviewed for {month}, and no other could be drawn"
        _tell(work, [asked_by, review.reviewer_id, review.worker_id], kind, words, review.id, about)
        return
    new, other, _ = _facts(work, happened.replacement_id)
    words = f"The case {other} is reviewed for {month} in place of {reference}"
    _tell(work, [asked_by, new.reviewer_id, new.worker_id], kind, words, new.id, about)
    if review.worker_id != new.worker_id:
        words = f"The case {reference} is not reviewed for {month}"
        _tell(work, [review.worker_id], kind, words, review.id, about)


def tell_reviewer(work: Work, happened: ReviewerChosen) -> None:
    """Tell the new reviewer that a review is theirs, the former one and, without one, the region.

    Where a post was un-assigned the former reviewer is away and is not told.
    """
    review, reference, month = _facts(work, happened.review_id)
    about = f"{happened.review_id}-{review.version}"
    if happened.reviewer_id is not None:
        words = f"You are to review the case {reference} for {month}"
        _tell(work, [happened.reviewer_id], "review-assigned", words, review.id, about)
        words = f"Somebody else reviews the case {reference} for {month} now"
        _tell(work, [happened.former_id], "review-taken", words, review.id, about)
    elif not any(isinstance(one, ReviewUnassigned) for one in work.events):
        to = standing.in_region(work.session, SPECIALIST, review.region_id, work.today)
        words = f"The review of the case {reference} for {month} has no reviewer any more"
        _tell(work, to, "review-without-reviewer", words, review.id, about)


def tell_unassigned(work: Work, happened: ReviewUnassigned) -> None:
    """Tell the worker that there is no first-level review, and regional leadership of a second.

    Who of leadership was told is kept with the review.
    """
    review, reference, month = _facts(work, happened.review_id)
    words = f"The case {reference} has no first-level review for {month}: the post is vacant"
    _tell(work, [review.worker_id], "review-unassigned", words, review.id, review.id)
    if not happened.is_flagged:
        return
    to = standing.in_region(work.session, LEADERSHIP, review.region_id, work.today)
    words = (
        f"The case {reference} for {month} has no first-level review, because the supervisor's "
        "post is vacant. Its second-level review goes ahead"
    )
    _tell(work, to, "review-vacant", words, review.id, review.id)
    note(work, ((review.id, person_id) for person_id in to), "vacant")


def note(work: Work, told: Iterable[tuple[int, int]], occasion: str) -> int:
    """Keep who was told of which reviews, each once an occasion, and return how many times."""
    wanted = sorted(set(told))
    known = {
        (row.review_id, row.told_id)
        for row in work.session.execute(
            select(ReviewNotice.review_id, ReviewNotice.told_id).where(
                ReviewNotice.occasion == occasion,
                ReviewNotice.review_id.in_({review_id for review_id, _ in wanted}),
            )
        )
    }
    new = [pair for pair in wanted if pair not in known]
    if new:
        rows = [
            {"review_id": review_id, "told_id": told_id, "occasion": occasion, "at": work.now}
            for review_id, told_id in new
        ]
        work.session.execute(insert(ReviewNotice), rows)
    return len(new)


def _facts(work: Work, review_id: int) -> tuple[Review, str, str]:
    """Return a review, its case's reference, and its month in words."""
    review = work.session.get_one(Review, review_id)
    reference = held.references(work.session, [review.case_id])[review.case_id]
    month: date = work.now.date()
    if review.draw_id is not None:
        month = work.session.scalars(
            select(ReviewDraw.month).where(ReviewDraw.id == review.draw_id)
        ).one()
    return review, reference, month_words(month)


def _tell(
    work: Work,
    to: Iterable[int | None],
    kind: str,
    words: str,
    review_id: int,
    about: int | str,
) -> None:
    people = sorted({id_ for id_ in to if id_ is not None} - {work.actor.person_id or 0})
    path = f"{OWN_PAGE}/{review_id}"
    notify_each(
        work,
        (
            Said(to_id=id_, kind=kind, words=words, path=path, key=f"{kind}-{about}")
            for id_ in people
        ),
    )
