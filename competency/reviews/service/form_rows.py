"""The rows of a form and its corrections: loaded, locked, added, changed."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.clock import london_date
from competency.kernel.errors import NotFound, Refused
from competency.reviews.events import CorrectionChanged
from competency.reviews.models import Review, ReviewCorrection, ReviewForm
from competency.reviews.service.loading import load
from competency.reviews.service.rules import get_instrument

NO_FORM = "There is no such form, or it is not yours to see."
LONGEST_PART = 20_000


def open_form(work: Work, form_id: int, action: Action) -> tuple[ReviewForm, Review]:
    """Return a form and its review, locked; raises NotFound, Forbidden."""
    review_id = work.session.scalar(select(ReviewForm.review_id).where(ReviewForm.id == form_id))
    if review_id is None:
        raise NotFound(NO_FORM)
    review = load(work, review_id, action, lock=True)
    return newest(work.session, ReviewForm, form_id), review


def newest(session: Session, model: type[Any], row_id: int) -> Any:
    """Return the row as it is now that the review is locked."""
    found = session.scalar(
        select(model).where(model.id == row_id).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(NO_FORM)
    return found


def add(
    work: Work, form: ReviewForm, review: Review, item: str, words: str, due_on: date
) -> ReviewCorrection:
    """Add a correction that the worker owns, and return it; the caller has checked it."""
    row = ReviewCorrection(
        form_id=form.id,
        review_id=review.id,
        item=item,
        words=words,
        owner_id=review.worker_id,
        due_on=due_on,
        done_words="",
        outcome="",
        outcome_words="",
    )
    work.session.add(row)
    return changed(work, row, "added")


def changed(work: Work, row: ReviewCorrection, step: str) -> ReviewCorrection:
    """Write a changed correction and note the step; return it."""
    work.session.flush()
    work.record(CorrectionChanged(review_id=row.review_id, correction_id=row.id, step=step))
    return row


def check_open(form: ReviewForm) -> None:
    """Refuse to change a form that the worker has acknowledged."""
    if form.acknowledged_at is not None:
        raise Refused("acknowledged", "This form is acknowledged and no longer changes.")


def check_day(work: Work, on: date, review: Review) -> None:
    """Refuse a day that has not come, and one before the review was complete."""
    if on > work.today:
        raise Refused("future", "This day has not come yet.", field="on")
    if review.submitted_at is not None and on < london_date(review.submitted_at):
        raise Refused("before_review", "The review was not complete on that day yet.", field="on")


def limit_of(review: Review) -> int:
    """Return within how many calendar days a correction of this review is due."""
    instrument = get_instrument(review.instrument_id, review.instrument_version)
    return instrument.limits.correction_days


def me(work: Work) -> int:
    """Return the number of the person who works; refuses the system."""
    if work.actor.person_id is None:
        raise Refused("nobody", "Only a person can write here.")
    return work.actor.person_id
