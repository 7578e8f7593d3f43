"""The strengthening and mentoring form: drafted, written, discussed, acknowledged; corrections.

The form follows a first-level review. It is closed to a second-level reviewer of the same case
until they have submitted their own.
"""

from datetime import date

from competency.cases.domain.writing import at_most
from competency.infra.work import Work
from competency.kernel.errors import Refused, Stale, Version
from competency.kernel.values import Value
from competency.reviews import permissions
from competency.reviews.domain.drafting import draft
from competency.reviews.domain.levels import Level
from competency.reviews.events import FormAcknowledged, FormDiscussed, FormWritten
from competency.reviews.models import ReviewForm
from competency.reviews.queries import sheets
from competency.reviews.service.form_rows import (
    LONGEST_PART,
    add,
    check_day,
    check_open,
    me,
    open_form,
)
from competency.reviews.service.sheets import open_sheet


class Written(Value, kw_only=True):
    """What the reviewer made of the two parts of the form."""

    strengths: str
    needs: str


def draft_form(work: Work, review_id: int) -> ReviewForm:
    """Draft the form from the answers of a submitted first-level review, and return it.

    A form that is there already is returned as it is. Refuses a review of another level.
    """
    sheet = open_sheet(work, review_id, permissions.WRITE_FORM, lock=True)
    if sheet.review.level != Level.FIRST.value:
        raise Refused(
            "not_first_level",
            "The form follows a first-level review. After a second-level review, write coaching "
            "notes to the supervisor.",
        )
    found = sheets.form_of(work.session, review_id)
    if found is not None:
        return found
    made = draft(sheet.instrument, sheet.items, sheet.given, work.today)
    form = ReviewForm(
        review_id=review_id,
        strengths=made.strengths[:LONGEST_PART],
        needs=made.needs[:LONGEST_PART],
        written_by_id=me(work),
        written_at=work.now,
    )
    work.session.add(form)
    work.session.flush()
    for one in made.corrections:
        add(work, form, sheet.review, one.item, one.words, one.due_on)
    work.record(FormWritten(review_id=review_id, form_id=form.id))
    return form


def write_form(work: Work, form_id: int, written: Written, version: int) -> ReviewForm:
    """Save what the reviewer wrote, and return the form; refused once it is acknowledged."""
    form, _ = open_form(work, form_id, permissions.WRITE_FORM)
    check_open(form)
    _check_version(form, version, [("Strengths", written.strengths), ("Needs", written.needs)])
    form.strengths = at_most(written.strengths, "strengths", longest=LONGEST_PART)
    form.needs = at_most(written.needs, "needs", longest=LONGEST_PART)
    form.written_by_id, form.written_at = me(work), work.now
    work.session.flush()
    work.record(FormWritten(review_id=form.review_id, form_id=form.id))
    return form


def discussed(work: Work, form_id: int, on: date, version: int) -> ReviewForm:
    """Record the day on which reviewer and worker talked the form over, and return it.

    Refuses an empty form, a day before the review was complete, and one that has not come.
    """
    form, review = open_form(work, form_id, permissions.WRITE_FORM)
    check_open(form)
    _check_version(form, version, [("Talked over on", f"{on:%d %B %Y}")])
    if not (form.strengths or form.needs):
        raise Refused("nothing_written", "Write strengths or needs first.", field="strengths")
    check_day(work, on, review)
    form.discussed_on = on
    work.session.flush()
    work.record(FormDiscussed(review_id=form.review_id, form_id=form.id))
    return form


def acknowledge(work: Work, form_id: int, comment: str, version: int) -> ReviewForm:
    """Let the worker acknowledge the form with a comment, by which its two parts are sealed.

    Acknowledging is not agreeing. Refuses a form that nobody has talked over, and a second time.
    """
    form, _ = open_form(work, form_id, permissions.ACKNOWLEDGE)
    check_open(form)
    _check_version(form, version, [("Your comment", comment)])
    if form.discussed_on is None:
        raise Refused(
            "not_discussed", "Talk the form over first; your reviewer records on which day."
        )
    form.worker_comment = at_most(comment, "comment")
    form.acknowledged_by_id, form.acknowledged_at = me(work), work.now
    work.session.flush()
    work.record(FormAcknowledged(review_id=form.review_id, form_id=form.id))
    return form


def _check_version(form: ReviewForm, version: int, mine: list[tuple[str, str]]) -> None:
    if form.version != version:
        theirs = [("Strengths", form.strengths), ("Needs", form.needs)]
        raise Stale(
            "The form changed after your page was shown. Nothing is lost: both are shown.",
            mine=Version("This page", mine),
            theirs=Version("Saved meanwhile", theirs),
        )
