"""Agreed actions: what one needs to say, and how it is closed out."""

from datetime import date
from enum import StrEnum

from competency.coaching.domain.days import check_ahead
from competency.coaching.domain.measures import Measure
from competency.kernel.errors import Refused
from competency.kernel.values import Value

LONGEST = 1_000


class Ending(StrEnum):
    """How an action was closed out; the same three ways as an appraisal's objectives."""

    COMPLETE = "complete"
    CARRIED_FORWARD = "carried_forward"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        """Return the ending as people say it."""
        return WORDS[self]


WORDS = {
    Ending.COMPLETE: "Complete",
    Ending.CARRIED_FORWARD: "Carried forward",
    Ending.DROPPED: "Dropped",
}


class Agreed(Value, kw_only=True):
    """An action as two people agree it: about whose practice, who does what, by when.

    `kind` is the code of a kind of coaching. `strand` needs a practice area. `measure` is what
    the action is meant to move; `signal` (rule and subject) what it answers.
    """

    person_id: int
    owner_id: int
    text: str
    kind: str
    due_on: date
    practice_area_id: int | None = None
    strand: str | None = None
    measure: Measure | None = None
    signal: tuple[str, str] | None = None
    session_id: int | None = None


def check_agreed(wanted: Agreed, today: date) -> str:
    """Return the action's words; refuse none, too many, an odd day, a strand without area."""
    words = wanted.text.strip()
    if not words:
        raise Refused("text_missing", "Say what is to be done.", field="text")
    if len(words) > LONGEST:
        raise Refused("too_long", f"Use at most {LONGEST:,} characters.", field="text")
    check_ahead(wanted.due_on, today, "due_on")
    if wanted.strand and wanted.practice_area_id is None:
        raise Refused(
            "area_missing",
            "Choose the practice area too: a strand belongs to practice in one area.",
            field="practice_area",
        )
    return words


def check_ending(ending: str, reason: str) -> tuple[Ending, str]:
    """Return how an action ends; dropping one needs a reason."""
    try:
        found = Ending(ending)
    except ValueError:
        raise Refused("unknown_ending", "Choose how this action ended.", field="ending") from None
    reason = reason.strip()
    if found is Ending.DROPPED and not reason:
        raise Refused("reason_needed", "Say why you drop this action.", field="reason")
    if len(reason) > LONGEST:
        raise Refused("too_long", f"Use at most {LONGEST:,} characters.", field="reason")
    return found, reason
