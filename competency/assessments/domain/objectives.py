"""SMARTER objectives (framework glossary: evaluation and review added to SMART)."""

from datetime import date
from enum import StrEnum

from competency.kernel.errors import Refused
from competency.kernel.values import Value

LONGEST = 1_000
TEXTS = {
    "specific": "Say what will be different.",
    "measurable": "Say how you will know that it is done.",
    "achievable": "Say what makes it achievable, such as time or support.",
    "relevant": "Say why it matters for the work.",
    "evaluation": "Say how you will judge whether it worked.",
}


class Ending(StrEnum):
    """How an objective was closed out."""

    COMPLETE = "complete"
    CARRIED_FORWARD = "carried_forward"
    DROPPED = "dropped"


class Smarter(Value, kw_only=True):
    """Specific, measurable, achievable, relevant, timely; with evaluation and review.

    `about` is the code of the strand or section it serves, or empty.
    """

    specific: str
    measurable: str
    achievable: str
    relevant: str
    due_on: date
    evaluation: str
    review_on: date
    about: str = ""


def check_objective(objective: Smarter, today: date) -> Smarter:
    """Return the objective, or refuse one that misses a part or has its dates the wrong way."""
    for name, ask in TEXTS.items():
        text = getattr(objective, name).strip()
        if not text:
            raise Refused("part_missing", ask, field=name)
        if len(text) > LONGEST:
            raise Refused("too_long", f"Use at most {LONGEST:,} characters.", field=name)
    if objective.due_on < today:
        raise Refused("past", "Choose a day from today on.", field="due_on")
    if objective.review_on < today:
        raise Refused("past", "Choose a day from today on.", field="review_on")
    return objective


def check_ending(ending: str, reason: str) -> tuple[Ending, str]:
    """Return how an objective ends; dropping one needs a reason."""
    try:
        found = Ending(ending)
    except ValueError:
        raise Refused(
            "unknown_ending", "Choose how this objective ended.", field="ending"
        ) from None
    reason = reason.strip()
    if found is Ending.DROPPED and not reason:
        raise Refused("reason_needed", "Say why you drop this objective.", field="reason")
    if len(reason) > LONGEST:
        raise Refused("too_long", f"Use at most {LONGEST:,} characters.", field="reason")
    return found, reason
