"""Telling people what follows a review: that it is in, talked over, put right; never what it says.

Each notice goes out once a step and lands on a page that its reader may open.
"""

from collections.abc import Iterable

from competency.cases.service import held
from competency.infra.work import Work
from competency.notifications.service.telling import Said, notify_each
from competency.reviews.domain.levels import Level
from competency.reviews.events import (
    CorrectionChanged,
    FormAcknowledged,
    FormDiscussed,
    ReviewSubmitted,
    SupervisorCoached,
)
from competency.reviews.models import Review
from competency.reviews.service.correcting import STILL_OPEN


def tell_submitted(work: Work, happened: ReviewSubmitted) -> None:
    """Tell the worker that a first-level review is in, the supervisor that a second-level one is.

    Of a central review the worker hears as of a first-level one.
    """
    review, reference = _facts(work, happened.review_id)
    if review.level == Level.SECOND.value:
        words = f"The second-level review of the case {reference} is in"
        _tell(work, [review.supervisor_id], "review-second-in", words, _levels(review), review.id)
        return
    words = f"The review of the case {reference} is in"
    _tell(work, [review.worker_id], "review-in", words, f"/reviews/{review.id}", review.id)


def tell_discussed(work: Work, happened: FormDiscussed) -> None:
    """Tell the worker that the form can be acknowledged."""
    review, reference = _facts(work, happened.review_id)
    words = f"Read and acknowledge the mentoring form on the case {reference}"
    _tell(work, [review.worker_id], "review-talked-over", words, _form(review), happened.form_id)


def tell_acknowledged(work: Work, happened: FormAcknowledged) -> None:
    """Tell the reviewer, and the supervisor where a peer reviewed, that it is acknowledged."""
    review, reference = _facts(work, happened.review_id)
    words = f"The mentoring form on the case {reference} is acknowledged"
    to = [review.reviewer_id, review.supervisor_id]
    _tell(work, to, "review-acknowledged", words, _form(review), happened.form_id)


def tell_correction(work: Work, happened: CorrectionChanged) -> None:
    """Tell the reviewer what was reported as put right, and the worker what is still open."""
    review, reference = _facts(work, happened.review_id)
    about = f"{happened.correction_id}-{happened.step}"
    if happened.step == "done":
        words = f"Look again at what was put right on the case {reference}"
        to = [review.reviewer_id, review.supervisor_id]
        _tell(work, to, "review-put-right", words, _form(review), about)
    elif happened.step == STILL_OPEN:
        words = f"Something on the case {reference} is still to be put right, by a new day"
        _tell(work, [review.worker_id], "review-still-open", words, _form(review), about)


def tell_coached(work: Work, happened: SupervisorCoached) -> None:
    """Tell the supervisor that there is a coaching note."""
    review, reference = _facts(work, happened.review_id)
    words = f"There is a coaching note for you on the case {reference}"
    to = [review.supervisor_id]
    _tell(work, to, "review-coached", words, _levels(review), happened.note_id)


def _facts(work: Work, review_id: int) -> tuple[Review, str]:
    review = work.session.get_one(Review, review_id)
    return review, held.references(work.session, [review.case_id])[review.case_id]


def _levels(review: Review) -> str:
    return f"/reviews/{review.id}/levels"


def _form(review: Review) -> str:
    return f"/reviews/{review.id}/form"


def _tell(
    work: Work, to: Iterable[int | None], kind: str, words: str, path: str, about: int | str
) -> None:
    people = sorted({id_ for id_ in to if id_ is not None} - {work.actor.person_id or 0})
    key = f"{kind}-{about}"
    notify_each(
        work, (Said(to_id=id_, kind=kind, words=words, path=path, key=key) for id_ in people)
    )
