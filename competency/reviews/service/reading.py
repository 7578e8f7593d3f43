"""What the pages of one review show, in few queries."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from competency.cases.permissions import READ as READ_CASE
from competency.cases.service import held
from competency.cases.service import loading as cases
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.people.service import lookup
from competency.reviews import permissions
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.models import (
    Review,
    ReviewCoachingNote,
    ReviewCorrection,
    ReviewForm,
)
from competency.reviews.queries import sheets
from competency.reviews.service.loading import load_and_ask
from competency.reviews.service.second_level import Beside, NothingToCompare, beside
from competency.reviews.service.sheets import Sheet

ASKED = (
    permissions.READ,
    permissions.WORK,
    permissions.WRITE_FORM,
    permissions.ACKNOWLEDGE,
    permissions.CORRECT,
    permissions.RE_REVIEW,
    permissions.RESOLVE,
    permissions.COACH,
    permissions.SEE_COACHING,
    permissions.ASK_SUBSTITUTION,
    permissions.HAND_TO_PEER,
    permissions.ASSIGN,
    permissions.ASSIGN_CENTRAL,
)


class Page(Value):
    """A review as its pages begin: its sheet, its case by reference, people by name.

    `second` is the second-level review of the same case, as number and state, where this is the
    first and there is one. `reads_record` says whether the reader may open the case itself.
    """

    sheet: Sheet
    reference: str
    names: Mapping[int, str]
    second: tuple[int, State] | None
    may: Mapping[Action, bool]
    reads_record: bool

    @property
    def id(self) -> int:
        """Return the review's number."""
        return self.sheet.id

    @property
    def review(self) -> Review:
        """Return the review's row."""
        return self.sheet.review

    @property
    def state(self) -> State:
        """Return how far the review is."""
        return State(self.review.state)

    @property
    def is_late(self) -> bool:
        """Return whether it was to be complete before today and is not."""
        return self.state in OPEN and self.review.due_on < self.sheet.work.today

    def name(self, person_id: int | None) -> str:
        """Return a person's name; nobody where there is none yet."""
        if person_id is None:
            return "nobody yet"
        return self.names.get(person_id, "a former reviewer")


class FormPage(Value):
    """The form of a review with its corrections; None where it is not drafted yet."""

    page: Page
    form: ReviewForm | None
    corrections: Sequence[ReviewCorrection]


class SecondPage(Value):
    """Both levels of a case, with the coaching notes for those who may read them.

    `both` is None where the first-level review was not done, so that nothing can be compared.
    """

    page: Page
    both: Beside | None
    notes: Sequence[ReviewCoachingNote]


def page(work: Work, review_id: int, action: Action = permissions.SEE) -> Page:
    """Return a review for a page that needs this action, in at most five queries.

    Raises NotFound for who may not see it at all, Forbidden for who may not do this. Answers are
    read only when they are asked for, and only where `may[READ]` says so.
    """
    review, may = load_and_ask(work, review_id, action, ASKED)
    second = None
    if review.level == Level.FIRST.value:
        row = work.session.execute(
            select(Review.id, Review.state).where(Review.first_id == review_id)
        ).one_or_none()
        second = row and (row.id, State(row.state))
    ids = {review.worker_id, review.supervisor_id, review.reviewer_id, work.actor.person_id}
    return Page(
        sheet=Sheet(work, review),
        reference=held.references(work.session, [review.case_id])[review.case_id],
        names=lookup.names(work.session, ids),
        second=second,
        may=may,
        reads_record=cases.holds(work, review.case_id, READ_CASE),
    )


def form_page(work: Work, review_id: int) -> FormPage:
    """Return the form of a review for those who may read what the review found."""
    found = page(work, review_id, permissions.READ)
    form = sheets.form_of(work.session, review_id)
    corrections = sheets.corrections_of(work.session, review_id) if form else ()
    return FormPage(found, form, corrections)


def second_page(work: Work, review_id: int) -> SecondPage:
    """Return both levels side by side; refuses a second level that is not submitted yet."""
    found = page(work, review_id, permissions.READ)
    try:
        both = beside(found.sheet)
    except NothingToCompare:
        both = None
    notes = sheets.notes_of(work.session, review_id) if found.may[permissions.SEE_COACHING] else ()
    return SecondPage(found, both, notes)
