"""What the pages of a review say of it."""

from flask import url_for

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.infra.formats import plain_day
from competency.kernel.values import Value
from competency.reviews import permissions
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.domain.prefilling import ClockResult, read_shown
from competency.reviews.models import ReviewAnswer
from competency.reviews.service.reading import Page
from competency.timeliness.domain.results import Result

WHILE_OPEN = (
    "What you answer is yours alone until you submit. That this review is under way, its worker, "
    "their line, and the quality specialist and leadership of the region can see."
)
ONCE_SUBMITTED = (
    "The worker, their line, the reviewer, the quality specialist and leadership of the region, "
    "and central office can see this; a reviewer of the same case at another level only once "
    "they have submitted theirs"
)
RESULT_WORDS = {
    Result.MET: "in time",
    Result.MISSED: "late",
    Result.OVERDUE: "overdue, not done yet",
}


class NextStep(Value):
    """What to do next with a review, and where."""

    text: str
    href: str
    why: str


def next_step(page: Page) -> NextStep | None:
    """Return what the reader has to do next with this review, None where it is nothing."""
    may, review_id = page.may, page.id
    if may[permissions.WORK] and page.state is State.DRAWN:
        why = f"Choose what belongs to the case by {plain_day(page.review.start_due_on)}."
        return NextStep("Start this review", url_for("reviews.start", review_id=review_id), why)
    if may[permissions.WORK] and page.state is State.STARTED:
        return _go_on(page)
    if page.review.level == Level.FIRST.value and page.state is State.SUBMITTED:
        return _form_step(page)
    if page.review.level == Level.SECOND.value and may[permissions.RESOLVE]:
        href = url_for("reviews.levels", review_id=review_id)
        return NextStep("Look at both levels", href, "Talk differences over and record them.")
    return None


def who_sees(page: Page) -> str:
    """Return who can see what stands on the page."""
    return WHILE_OPEN if page.state in OPEN else ONCE_SUBMITTED


def label_of(instrument: CaseReviewInstrument, item: str, answer: str) -> str:
    """Return an answer as the page says it; an open item is not answered."""
    return instrument.answer_to(item, answer).label if answer else "Not answered"


def dates_of(row: ReviewAnswer | None) -> list[str]:
    """Return the clocks that propose an answer, one sentence each."""
    return [_clock(one) for one in read_shown(row.shown)] if row and row.suggested else []


def _clock(one: ClockResult) -> str:
    end = f", done {plain_day(one.end_on)}" if one.end_on else ""
    said = RESULT_WORDS.get(one.result, one.result.value)
    return f"Began {plain_day(one.start_on)}, due {plain_day(one.due_on)}{end}: {said}."


def _go_on(page: Page) -> NextStep:
    progress = page.sheet.progress
    section = progress.next_section
    if section is None:
        href = url_for("reviews.submit", review_id=page.id)
        return NextStep("Look over and submit", href, "Every item that applies is answered.")
    href = url_for("reviews.section", review_id=page.id, code=section.code)
    why = f"{progress.answered} of {progress.applicable} items are answered."
    return NextStep(f"Go on with {section.code} {section.title}", href, why)


def _form_step(page: Page) -> NextStep | None:
    href = url_for("reviews.form", review_id=page.id)
    if page.may[permissions.WRITE_FORM]:
        why = "Talk strengths, needs and corrections over with the worker."
        return NextStep("Strengthening and mentoring form", href, why)
    if page.may[permissions.ACKNOWLEDGE]:
        why = "What your reviewer saw, what you put right, and your own words on it."
        return NextStep("Strengthening and mentoring form", href, why)
    return None
