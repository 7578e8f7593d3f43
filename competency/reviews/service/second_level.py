"""After a second-level review: both levels side by side, differences resolved, coaching notes.

Until the second-level reviewer has submitted, what the first level found is closed to them; see
`permissions.READ`.
"""

from collections.abc import Mapping

from competency.cases.domain.writing import checked
from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.kernel.values import Value
from competency.reviews import permissions
from competency.reviews.domain.comparing import Pair, compare, open_differences
from competency.reviews.domain.levels import Level, State
from competency.reviews.events import DifferenceResolved, SupervisorCoached
from competency.reviews.models import (
    Review,
    ReviewAnswer,
    ReviewCoachingNote,
    ReviewForm,
    ReviewResolution,
)
from competency.reviews.queries import sheets
from competency.reviews.service.loading import NO_REVIEW, load
from competency.reviews.service.sheets import Sheet, open_sheet


class NothingToCompare(Refused):
    """The first level of this case was not done."""

    def __init__(self) -> None:
        super().__init__(
            "no_first_level",
            "The first-level review of this case was not completed, so there is nothing to "
            "compare.",
        )


class Beside(Value):
    """Both levels of a case: the answers by item, their pairs, and what was made of them."""

    first: Review
    second: Review
    instrument: CaseReviewInstrument
    pairs: tuple[Pair, ...]
    first_rows: Mapping[str, ReviewAnswer]
    second_rows: Mapping[str, ReviewAnswer]
    resolutions: Mapping[str, ReviewResolution]
    form: ReviewForm | None

    @property
    def unresolved(self) -> tuple[str, ...]:
        """Return the items that differ and have no resolution yet, in order."""
        return open_differences(self.pairs, self.resolutions)

    @property
    def agreed(self) -> int:
        """Return to how many items both gave the same answer."""
        return sum(not pair.to_resolve for pair in self.pairs)


def side_by_side(
    work: Work, second_id: int, action: Action = permissions.READ, *, lock: bool = False
) -> Beside:
    """Return both levels of a case with the first level's form.

    Refuses (Forbidden) whoever may not read the second level, its own reviewer before they have
    submitted included; refuses a case whose first-level review was not done.
    """
    return beside(open_sheet(work, second_id, action, lock=lock))


def beside(sheet: Sheet) -> Beside:
    """Return both levels of a second-level review that the caller may read; refuses the same."""
    if sheet.review.level != Level.SECOND.value:
        raise NotFound(NO_REVIEW)
    sheet.check_state(State.SUBMITTED)
    first = sheet.work.session.get_one(Review, sheet.review.first_id)
    if first.state != State.SUBMITTED.value:
        raise NothingToCompare
    rows, second_rows = sheets.answers_of_two(sheet.work.session, first.id, sheet.id)
    return Beside(
        first=first,
        second=sheet.review,
        instrument=sheet.instrument,
        pairs=compare(
            sheet.instrument,
            _applying(Sheet(sheet.work, first), rows),
            _applying(sheet, second_rows),
        ),
        first_rows=rows,
        second_rows=second_rows,
        resolutions=sheets.resolutions_of(sheet.work.session, sheet.id),
        form=sheets.form_of(sheet.work.session, first.id),
    )


def resolve(
    work: Work, second_id: int, item: str, agreed: str, words: str, version: int
) -> ReviewResolution:
    """Record what the two levels made of an item that they answered differently, and return it.

    `agreed` is the answer that both now stand behind, "" where they still differ; the answers of
    the two reviews stay as they are. `version` is that of the resolution seen, 0 for none.
    Refuses an item that does not differ, an answer its scale does not have, and empty words.
    """
    both = side_by_side(work, second_id, permissions.RESOLVE, lock=True)
    if not any(pair.item.code == item and pair.to_resolve for pair in both.pairs):
        raise Refused("no_difference", f"The two levels do not differ on {item}.", field="item")
    if agreed:
        both.instrument.answer_to(item, agreed)
    said = checked(words, "words", "Say what you made of the difference.")
    row = both.resolutions.get(item)
    if (row.version if row else 0) != version:
        raise _overtaken(item, said, row)
    if row is None:
        row = ReviewResolution(review_id=second_id, item=item)
        work.session.add(row)
    row.agreed, row.words = agreed, said
    row.by_id, row.at = work.actor.person_id or 0, work.now
    work.session.flush()
    work.record(DifferenceResolved(review_id=second_id, item=item))
    return row


def coach(work: Work, second_id: int, words: str) -> ReviewCoachingNote:
    """Write a coaching note to the supervisor after a second-level review, and return it.

    Notes are appended and never changed. Refuses another level, and empty words.
    """
    review = load(work, second_id, permissions.COACH, lock=True)
    if review.level != Level.SECOND.value:
        raise Refused("not_second_level", "Coaching notes follow a second-level review.")
    note = ReviewCoachingNote(
        review_id=second_id,
        words=checked(words, "words", "Write what you want to tell the supervisor."),
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(note)
    work.session.flush()
    work.record(SupervisorCoached(review_id=second_id, note_id=note.id))
    return note


def _applying(sheet: Sheet, rows: Mapping[str, ReviewAnswer]) -> dict[str, str]:
    """Return the answers of the items that applied to this review."""
    sheet.rows = dict(rows)
    return {item.code: rows[item.code].answer for item in sheet.items if item.code in rows}


def _overtaken(item: str, mine: str, row: ReviewResolution | None) -> Stale:
    theirs = [("What came of it", row.words if row else "Nothing yet")]
    return Stale(
        f"What came of {item} was changed meanwhile. Nothing is lost: both are shown.",
        mine=Version("This page", [("What came of it", mine)]),
        theirs=Version("Saved meanwhile", theirs),
    )
