"""Telling people of a second rating: that it is asked for, over, or there to be compared."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from competency.assessments import queries
from competency.assessments.domain import moderation
from competency.assessments.domain.moderation import Standing
from competency.assessments.events import (
    RatingsRevealed,
    SecondRatingAsked,
    SecondRatingEnded,
    SecondRatingSubmitted,
)
from competency.assessments.models import Appraisal, Moderation
from competency.assessments.queries import moderations
from competency.infra.work import Work
from competency.notifications.service.telling import Said, notify_each

Happened = SecondRatingAsked | SecondRatingSubmitted | SecondRatingEnded | RatingsRevealed


def tell_asked(work: Work, happened: SecondRatingAsked) -> None:
    """Tell the second rater what they are asked for, and the first two that it was asked."""
    second, appraisal = _both(work, happened.moderation_id)
    words = f"{work.actor.name} asks you for a second rating, blind: {appraisal.title}"
    _tell(work, happened, second, {second.rater_id}, words, _desk(second))
    words = f"{work.actor.name} has asked for a second rating: {appraisal.title}"
    path = f"/appraisals/{appraisal.id}"
    _tell(work, happened, second, {appraisal.person_id, appraisal.supervisor_id}, words, path)


def tell_submitted(work: Work, happened: SecondRatingSubmitted) -> None:
    """Tell the first two and whoever asked that it is there, with where to look."""
    second, appraisal = _both(work, happened.moderation_id)
    others = {appraisal.person_id, appraisal.supervisor_id, second.asked_by_id}
    if moderation.is_open(queries.facts_of(appraisal, 0), Standing.SUBMITTED):
        words = f"The second rating is there, you can compare it now: {appraisal.title}"
        path = f"{_desk(second)}/comparison"
    else:
        words = f"The second rating is there and opens with the first two: {appraisal.title}"
        path = f"/appraisals/{appraisal.id}"
    _tell(work, happened, second, others, words, path)


def tell_revealed(work: Work, happened: RatingsRevealed) -> None:
    """Tell a second rater who had submitted before that the comparison is open."""
    second = moderations.standing(work.session, happened.appraisal_id)
    if second is not None and second.submitted_at is not None:
        title = _title(work, happened.appraisal_id)
        words = f"Both first ratings are there, you can compare yours now: {title}"
        _tell(work, happened, second, {second.rater_id}, words, f"{_desk(second)}/comparison")


def tell_ended(work: Work, happened: SecondRatingEnded) -> None:
    """Tell the rater, or whoever asked where the rater ended it, that nothing more is to come."""
    second, appraisal = _both(work, happened.moderation_id)
    words = f"{work.actor.name} has ended the second rating: {appraisal.title}"
    _tell(work, happened, second, {second.rater_id}, words, _desk(second))
    path = f"/appraisals/{appraisal.id}/second-rating"
    _tell(work, happened, second, {second.asked_by_id}, words, path)


def _both(work: Work, moderation_id: int) -> tuple[Moderation, Any]:
    row = work.session.execute(
        select(Moderation, Appraisal)
        .join(Appraisal, Appraisal.id == Moderation.appraisal_id)
        .where(Moderation.id == moderation_id)
    ).one()
    return row[0], row[1]


def _title(work: Work, appraisal_id: int) -> str:
    return work.session.scalars(select(Appraisal.title).where(Appraisal.id == appraisal_id)).one()


def _desk(second: Moderation) -> str:
    return f"/second-ratings/{second.id}"


def _tell(
    work: Work,
    happened: Happened,
    second: Moderation,
    to: Collection[int | None],
    words: str,
    path: str,
) -> None:
    """Say it once to each of them but whoever did it."""
    kind = type(happened).__name__
    key = f"{kind}-{second.id}"
    notify_each(
        work,
        [
            Said(to_id=person_id, kind=kind, words=words, path=path, key=key)
            for person_id in sorted(i for i in to if i is not None)
            if person_id != work.actor.person_id
        ],
    )
