"""Each person's own list of what is due about reviews, and the same for their calendar."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, or_

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

_STEPS = {
    Duty.START: "/start",
    Duty.WRITE_FORM: "/form",
    Duty.DISCUSS: "/form",
    Duty.ACKNOWLEDGE: "/form",
    Duty.CORRECT: "/form",
    Duty.RE_REVIEW: "/form",
    Duty.ASSIGN: "/reviewer",
}  # of the others the page of the review itself says what comes next


def due_for_me(work: Work) -> list[Due]:
    """Return what the actor has to do about reviews, the first day due before the others.

    One statement. A quality specialist also finds what the region waits for, and central
    office its targeted reviews without a reviewer.
    """
    me = work.actor.person_id
    if me is None:
        return []
    own = [waiting.own_reviews(me), waiting.forms(me), waiting.corrections(me)]
    rows = waiting.gather(work.session, [*own, *_to_give_out(work)], held.reference_of)
    found = [
        Due(
            duty=Duty(row.duty),
            review_id=row.id,
            about_id=row.about,
            reference=row.reference,
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
        yield DateDue(one.on, f"A case review: {DUTY_WORDS[one.duty]}", page_of(one), key)


def _to_give_out(work: Work) -> list[Select[Any]]:
    """Find what waits for a reviewer or a decision, for the region and for central office."""
    actor, today, found = work.actor, work.today, list[Select[Any]]()
    ways = []
    drawn = Review.level.in_([Level.FIRST.value, Level.SECOND.value])
    if actor.has(Role.QUALITY_SPECIALIST):
        ways.append(and_(drawn, scope(actor, today, permissions.ASSIGN)))
        found.append(waiting.to_decide(scope(actor, today, permissions.DECIDE_SUBSTITUTION)))
    if actor.has(Role.CENTRAL_OFFICE):
        ways.append(and_(~drawn, scope(actor, today, permissions.ASSIGN_CENTRAL)))
    if ways:
        found.append(waiting.to_assign(or_(*ways), today))
    return found


def page_of(one: Due) -> str:
    """Return the path of the page on which it is done."""
    if one.duty is Duty.DECIDE:
        return f"/reviews/substitutions/{one.about_id}"
    if one.duty is Duty.ASSIGN_SECOND and one.month is not None:
        return f"/reviews/second-level?month={one.month:%Y-%m}"
    return f"/reviews/{one.review_id}{_STEPS.get(one.duty, '')}"
