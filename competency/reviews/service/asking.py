"""What the pages of other cases in place of drawn ones show: before asking, waiting, decided."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.orm import aliased

from competency.cases.service import held
from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, lookup, standing
from competency.reviews import permissions
from competency.reviews.domain.substituting import check_case, check_day
from competency.reviews.models import Review, ReviewDraw, ReviewSubstitution
from competency.reviews.service.loading import load, scope
from competency.reviews.service.rules import dates_of, get_instrument

PAGE = 50
_REPLACEMENT = aliased(Review)


class Asking(Value, kw_only=True):
    """A drawn case for which another one may be asked; `why_not` is empty where it may be."""

    review: Review
    reference: str
    worker: str
    month: date
    last_day: date
    instrument: CaseReviewInstrument
    why_not: str
    specialists: Sequence[str]


class Requests(Value, kw_only=True):
    """Requests as rows, those that wait first; how many in all, and what the numbers mean."""

    rows: Sequence[Row[Any]]
    count: int
    references: Mapping[int, str]
    names: Mapping[int, str]
    reasons: Mapping[str, str]


def to_ask(work: Work, review_id: int) -> Asking:
    """Return what a supervisor needs to ask for another case; 403 and 404 as for asking."""
    review = load(work, review_id, permissions.ASK_SUBSTITUTION)
    instrument = get_instrument(review.instrument_id, review.instrument_version)
    month = work.session.scalars(
        select(ReviewDraw.month).where(ReviewDraw.id == review.draw_id)
    ).one()
    last_day = dates_of(month, instrument).substitute_by
    roles = [Role.QUALITY_SPECIALIST]
    ids = standing.in_region(work.session, roles, review.region_id, work.today)
    names = lookup.names(work.session, [review.worker_id, *ids])
    return Asking(
        review=review,
        reference=held.references(work.session, [review.case_id])[review.case_id],
        worker=names[review.worker_id],
        month=month,
        last_day=last_day,
        instrument=instrument,
        why_not=_why_not(work, review, last_day, month),
        specialists=sorted(names[one] for one in ids),
    )


def requests(work: Work, *, page: int = 1) -> Requests:
    """Return the requests of the actor's region or own four, those that wait first.

    For supervisors and for those who decide on or oversee them; central office sees all.
    """
    actor, today = work.actor, work.today
    ways = (permissions.DECIDE_SUBSTITUTION, permissions.ASK_SUBSTITUTION, permissions.MONITOR)
    waits = case((ReviewSubstitution.outcome == "", 0), else_=1)
    rows = work.session.execute(
        _REQUESTS.add_columns(
            func.count().over().label("of"),
            scope(actor, today, permissions.DECIDE_SUBSTITUTION).label("may_decide"),
        )
        .where(or_(*(scope(actor, today, one) for one in ways)))
        .order_by(waits, ReviewSubstitution.asked_at.desc(), ReviewSubstitution.id.desc())
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    return _named(work, rows, rows[0].of if rows else 0)


def get_request(work: Work, substitution_id: int) -> Requests:
    """Return one request for who decides on it; 404 for who may not see it, else 403."""
    actor, today = work.actor, work.today
    row = work.session.execute(
        _REQUESTS.add_columns(
            scope(actor, today, permissions.DECIDE_SUBSTITUTION).label("may"),
            scope(actor, today, permissions.SEE).label("sees"),
        ).where(ReviewSubstitution.id == substitution_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such request, or it is not yours to see.")
    access.decide(bool(row.may), bool(row.sees))
    return _named(work, [row], 1)


_REQUESTS = (
    select(
        ReviewSubstitution.id,
        ReviewSubstitution.review_id,
        ReviewSubstitution.reason,
        ReviewSubstitution.words,
        ReviewSubstitution.asked_by_id,
        ReviewSubstitution.asked_at,
        ReviewSubstitution.outcome,
        ReviewSubstitution.comment,
        ReviewSubstitution.decided_by_id,
        ReviewSubstitution.decided_at,
        ReviewSubstitution.replacement_id,
        ReviewSubstitution.version,
        Review.case_id,
        Review.worker_id,
        ReviewDraw.month,
        _REPLACEMENT.case_id.label("new_case_id"),
    )
    .join(Review, Review.id == ReviewSubstitution.review_id)
    .join(ReviewDraw, ReviewDraw.id == Review.draw_id)
    .outerjoin(_REPLACEMENT, _REPLACEMENT.id == ReviewSubstitution.replacement_id)
)


def _named(work: Work, rows: Sequence[Row[Any]], count: int) -> Requests:
    cases = {row.case_id for row in rows} | {row.new_case_id for row in rows if row.new_case_id}
    people = [one for row in rows for one in (row.asked_by_id, row.decided_by_id, row.worker_id)]
    return Requests(
        rows=rows,
        count=count,
        references=held.references(work.session, cases),
        names=lookup.names(work.session, people),
        reasons={one.code: one.title for one in get_instrument().reasons},
    )


def _why_not(work: Work, review: Review, last_day: date, month: date) -> str:
    waiting = select(ReviewSubstitution.id).where(
        ReviewSubstitution.review_id == review.id, ReviewSubstitution.outcome == ""
    )
    try:
        check_case(review.level, review.state)
        check_day(work.today, last_day, month)
    except Refused as refused:
        return refused.message
    if work.session.scalar(waiting) is not None:
        return "Another case has been asked for already; it waits for the quality specialist."
    return ""
