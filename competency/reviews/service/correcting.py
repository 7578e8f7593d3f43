"""Corrections that follow from a form: agreed with a day, reported as done, looked at again."""

from datetime import date

from sqlalchemy import select

from competency.cases.domain.writing import at_most, checked
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.kernel.values import Value
from competency.reviews import permissions
from competency.reviews.domain.drafting import check_due
from competency.reviews.events import CorrectionChanged
from competency.reviews.models import Review, ReviewCorrection, ReviewForm
from competency.reviews.service.form_rows import (
    LONGEST_PART,
    NO_FORM,
    add,
    changed,
    check_day,
    check_open,
    limit_of,
    me,
    newest,
    open_form,
)
from competency.reviews.service.loading import load
from competency.reviews.service.rules import get_instrument

CORRECTED, STILL_OPEN, DROPPED = "corrected", "still-open", "dropped"
OUTCOMES = (CORRECTED, STILL_OPEN, DROPPED)


class ReReview(Value, kw_only=True):
    """What a second look at a correction found; `due_on` where it is still open."""

    on: date
    outcome: str
    words: str = ""
    due_on: date | None = None


def add_correction(
    work: Work, form_id: int, words: str, due_on: date, item: str = ""
) -> ReviewCorrection:
    """Add something that the worker will put right, and return it.

    Refuses an unknown item, empty words and a day beyond the limit of the instrument.
    """
    form, review = open_form(work, form_id, permissions.WRITE_FORM)
    check_open(form)
    if item:
        get_instrument(review.instrument_id, review.instrument_version).item(item)
    return add(
        work, form, review, item, _words(words), check_due(due_on, work.today, limit_of(review))
    )


def change_correction(
    work: Work, correction_id: int, words: str, due_on: date, version: int
) -> ReviewCorrection:
    """Reword a correction or move its day, and return it; refused once it is done."""
    row, review = _correction(work, correction_id, permissions.WRITE_FORM)
    _check_fresh(row, version, words)
    if row.done_on is not None or row.outcome:
        raise Refused("done", "This correction was reported as done and no longer changes.")
    row.words = _words(words)
    if due_on != row.due_on:
        row.due_on = check_due(due_on, work.today, limit_of(review))
    return changed(work, row, "changed")


def remove_correction(work: Work, correction_id: int, version: int) -> None:
    """Take a drafted correction away; refused once the form was talked over: drop it then."""
    row, _ = _correction(work, correction_id, permissions.WRITE_FORM)
    _check_fresh(row, version, "")
    form = work.session.get_one(ReviewForm, row.form_id)
    if form.discussed_on is not None:
        raise Refused(
            "discussed", "You have talked this over. Drop it with your reason when you look again."
        )
    work.session.delete(row)
    work.record(CorrectionChanged(review_id=row.review_id, correction_id=row.id, step="removed"))


def correction_done(
    work: Work, correction_id: int, on: date, words: str, version: int
) -> ReviewCorrection:
    """Report a correction as done on a day, in words, and return it.

    Refuses one whose form was not talked over, one that is done, and a day that has not come.
    """
    row, review = _correction(work, correction_id, permissions.CORRECT)
    _check_fresh(row, version, words)
    _check_discussed(work, row)
    if row.done_on is not None or row.outcome:
        raise Refused("done", "This correction was reported as done already.")
    check_day(work, on, review)
    row.done_on, row.done_words = on, at_most(words, "words")
    row.done_by_id = me(work)
    return changed(work, row, "done")


def re_review(work: Work, correction_id: int, looked: ReReview, version: int) -> ReviewCorrection:
    """Record what a second look at a correction found, and return it.

    `corrected` needs it to be reported as done; `dropped` needs words; `still-open` opens a new
    correction in the same words, due on a day within the limit. Refuses a second re-review.
    """
    row, review = _correction(work, correction_id, permissions.RE_REVIEW)
    _check_fresh(row, version, looked.words)
    _check_discussed(work, row)
    _check_outcome(row, looked)
    check_day(work, looked.on, review)
    row.outcome_words = (
        checked(looked.words, "words", "Say why it is dropped.")
        if looked.outcome == DROPPED
        else at_most(looked.words, "words")
    )
    if looked.outcome == STILL_OPEN:
        _open_again(work, row, review, looked)
    row.outcome, row.re_reviewed_on, row.re_reviewed_by_id = looked.outcome, looked.on, me(work)
    return changed(work, row, looked.outcome)


def _check_outcome(row: ReviewCorrection, looked: ReReview) -> None:
    if looked.outcome not in OUTCOMES:
        raise Refused("unknown_outcome", "Choose what you found.", field="outcome")
    if row.outcome:
        raise Refused("looked_at", "This correction was looked at again already.")
    if looked.outcome == CORRECTED and row.done_on is None:
        raise Refused(
            "not_done", "It has not been reported as done yet. Report that first.", field="outcome"
        )


def _open_again(work: Work, row: ReviewCorrection, review: Review, looked: ReReview) -> None:
    if looked.due_on is None:
        raise Refused("due_needed", "Say by when it is to be put right instead.", field="due_on")
    due_on = check_due(looked.due_on, work.today, limit_of(review))
    form = work.session.get_one(ReviewForm, row.form_id)
    add(work, form, review, row.item, row.words, due_on)


def _correction(work: Work, correction_id: int, action: Action) -> tuple[ReviewCorrection, Review]:
    review_id = work.session.scalar(
        select(ReviewCorrection.review_id).where(ReviewCorrection.id == correction_id)
    )
    if review_id is None:
        raise NotFound(NO_FORM)
    review = load(work, review_id, action, lock=True)
    return newest(work.session, ReviewCorrection, correction_id), review


def _check_discussed(work: Work, row: ReviewCorrection) -> None:
    if work.session.get_one(ReviewForm, row.form_id).discussed_on is None:
        raise Refused("not_discussed", "Talk the form over first, then put things right.")


def _check_fresh(row: ReviewCorrection, version: int, words: str) -> None:
    if row.version != version:
        raise Stale(
            "This correction changed after your page was shown. Look at it again, then decide.",
            mine=Version("This page", [("You wrote", words or "nothing")]),
            theirs=Version("Now", [("It says", row.words), ("Due", f"{row.due_on:%d %B %Y}")]),
        )


def _words(words: str) -> str:
    return checked(words, "words", "Say what is to be put right.", longest=LONGEST_PART)
