"""Each person's own list of what is due about reviews, and the same for their calendar."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, and_

from competency.cases.service import held
from competency.infra.slots import DateDue
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.reviews import permissions
from competency.reviews.domain.duties import DUTY_WORDS, Due, Duty
from competency.reviews.domain.levels import Level
from competency.reviews.models import Review
from competency.reviews.queries import waiting
from competency.reviews.service.loading import scope


def due_for_me(work: Work) -> list[Due]:
    """Return what the actor has to do about reviews, the first day due before the others.

    At most six statements. A quality specialist also finds what the region waits for.
    """
    me = work.actor.person_id
    if me is None:
        return []
    rows: list[Row[Any]] = [
        *waiting.own_reviews(work.session, me),
        *waiting.forms(work.session, me),
        *waiting.corrections(work.session, me),
        *_of_the_region(work),
    ]
    references = held.references(work.session, (row.case_id for row in rows))
    found = [
        Due(
            duty=Duty(row.duty),
            review_id=row.id,
            about_id=row.about,
            reference=references[row.case_id],
            level=row.level,
            month=row.month,
            on=row.due_on,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.on, one.reference, one.duty, one.about_id))


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return the same for the actor's calendar, which others may read: no case is named."""
    for one in due_for_me(work):
        key = f"review-{one.duty}-{one.about_id}"
        yield DateDue(one.on, f"A case review: {DUTY_WORDS[one.duty]}", _page(one), key)


def _of_the_region(work: Work) -> Sequence[Row[Any]]:
    actor, today = work.actor, work.today
    if not actor.has(Role.QUALITY_SPECIALIST):
        return []
    drawn = Review.level.in_([Level.FIRST.value, Level.SECOND.value])
    assigns = and_(drawn, scope(actor, today, permissions.ASSIGN))
    return [
        *waiting.to_assign(work.session, assigns, today),
        *waiting.to_decide(work.session, scope(actor, today, permissions.DECIDE_SUBSTITUTION)),
    ]


def _page(one: Due) -> str:
    return f"/reviews/{one.review_id}"
