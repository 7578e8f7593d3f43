"""How reviews and the end of their cases go together: which cases stay, and what is let go of.

When a case is disposed of, what was written about the client goes. Answers stay, as counts do,
and so does the form, which is about the worker's practice.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from competency.cases.events import CasesDisposed
from competency.cases.service import held
from competency.infra.work import Work
from competency.reviews.models import Review, ReviewAnswer, ReviewSubstitution

SOME = 500


def follow_disposal(work: Work, happened: CasesDisposed) -> None:
    """Empty narratives, dates shown, the target client and words of requests of disposed cases."""
    ids = held.disposed_in(work.session, happened.run_id)
    for start in range(0, len(ids), SOME):
        _empty(work.session, ids[start : start + SOME])


def reviewed(session: Session, case_ids: Sequence[int]) -> Iterator[int]:
    """Return those of the cases that were drawn or chosen for a review, so that they stay."""
    for start in range(0, len(case_ids), SOME):
        some = case_ids[start : start + SOME]
        yield from session.scalars(
            select(Review.case_id).where(Review.case_id.in_(some)).distinct()
        )


def _empty(session: Session, case_ids: Iterable[int]) -> None:
    of_case = select(Review.id).where(Review.case_id.in_(case_ids))
    for review in session.scalars(
        select(Review).where(Review.id.in_(of_case), Review.target_client != "")
    ):
        review.target_client = ""
    for answer in session.scalars(
        select(ReviewAnswer).where(
            ReviewAnswer.review_id.in_(of_case),
            or_(ReviewAnswer.narrative != "", ReviewAnswer.shown != ""),
        )
    ):
        answer.narrative = answer.shown = ""
    for request in session.scalars(
        select(ReviewSubstitution).where(
            ReviewSubstitution.review_id.in_(of_case),
            ReviewSubstitution.words != "",
        )
    ):
        request.words = ""
    session.flush()
