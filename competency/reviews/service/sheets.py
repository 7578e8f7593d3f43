"""A review as it is worked on: its row, its instrument, what was chosen and what was answered."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument, Item
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.reviews.domain.applying import applying_items
from competency.reviews.domain.completeness import Given, Progress, progress_of
from competency.reviews.domain.levels import STATE_WORDS, State
from competency.reviews.domain.period import Investigation, Period
from competency.reviews.models import Review, ReviewAnswer
from competency.reviews.queries import sheets
from competency.reviews.service.loading import load
from competency.reviews.service.rules import get_instrument


class Chosen(Value):
    """What the reviewer chose as the review started: elements, and the investigation looked at."""

    elements: tuple[str, ...] = ()
    investigation: Investigation | None = None

    def as_text(self) -> str:
        """Return the choice as it is kept (JSON)."""
        looked = self.investigation
        return json.dumps(
            {
                "elements": list(self.elements),
                "investigation": looked
                and {
                    "kind": looked.kind,
                    "completed_on": looked.completed_on and looked.completed_on.isoformat(),
                },
            }
        )


def read_chosen(text: str) -> Chosen:
    """Return a kept choice; nothing chosen where it is empty."""
    if not text:
        return Chosen()
    kept = json.loads(text)
    looked = kept["investigation"]
    return Chosen(
        tuple(kept["elements"]),
        looked and Investigation(looked["kind"], date.fromisoformat(looked["completed_on"])),
    )


@dataclass
class Sheet:
    """A review with its answers, read once."""

    work: Work
    review: Review

    @property
    def id(self) -> int:
        """Return the review's number."""
        return self.review.id

    @property
    def period(self) -> Period:
        """Return the period under review."""
        return Period(self.review.period_from, self.review.period_to)

    @cached_property
    def instrument(self) -> CaseReviewInstrument:
        """Return the version of the instrument that the review began on."""
        return get_instrument(self.review.instrument_id, self.review.instrument_version)

    @property
    def chosen(self) -> Chosen:
        """Return what was chosen as the review started."""
        return read_chosen(self.review.elements)

    @cached_property
    def rows(self) -> dict[str, ReviewAnswer]:
        """Return the rows of the answers by item."""
        return sheets.answers(self.work.session, self.id)

    @property
    def given(self) -> dict[str, Given]:
        """Return the answers as the rules take them, by item."""
        return sheets.given_of(self.rows)

    @property
    def progress(self) -> Progress:
        """Return how far the review is."""
        return progress_of(self.instrument, self.chosen.elements, self.given)

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items that apply now, in order."""
        answers = {item: row.answer for item, row in self.rows.items()}
        return applying_items(self.instrument, self.chosen.elements, answers)

    def check_state(self, *states: State) -> None:
        """Refuse what the state of the review does not allow, in words."""
        state = State(self.review.state)
        if state in states:
            return
        if state is State.SUBMITTED:
            raise Refused("submitted", "This review is submitted and no longer changes.")
        if state is State.DRAWN:
            raise Refused("not_started", "Choose the elements of the case first.")
        if state is State.STARTED:
            raise Refused("not_submitted", "This review is not submitted yet.")
        raise Refused("not_done", f"This review is not done: {STATE_WORDS[state].lower()}.")


def open_sheet(work: Work, review_id: int, action: Action, *, lock: bool = False) -> Sheet:
    """Return the review to work on, locked if asked; refuses as `load` does."""
    return Sheet(work, load(work, review_id, action, lock=lock))
