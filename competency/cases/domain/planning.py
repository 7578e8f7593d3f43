"""SMARTER goals, their objectives and actions: what has to be in them, and how goals end."""

from datetime import date
from enum import StrEnum
from typing import Any

from competency.cases.domain.writing import checked
from competency.kernel.errors import Refused
from competency.kernel.values import Value, replace

ASKS = {
    "specific": "Say what will be different.",
    "measurable": "Say how you will both know.",
    "achievable": "Say what makes it possible.",
    "relevant": "Say why it matters to the client.",
    "evaluation": "Say how you will judge whether it worked.",
}
LABELS = {
    "specific": "What will be different",
    "measurable": "How we will know",
    "achievable": "What makes it possible",
    "relevant": "Why it matters to the client",
    "evaluation": "How we judge whether it worked",
}
OBJECTIVE, ACTION = "objective", "action"


class Goal(Value, kw_only=True):
    """A goal that is specific, measurable, achievable, relevant, timed, evaluated, reviewed."""

    specific: str
    measurable: str
    achievable: str
    relevant: str
    due_on: date
    evaluation: str
    review_on: date
    need_id: int | None = None


class GoalEnding(StrEnum):
    """How a goal ends."""

    REACHED = "reached"
    PARTLY = "partly"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        """Return the ending as a page says it."""
        return {"reached": "Reached", "partly": "Reached in part", "dropped": "Dropped"}[self]


def checked_goal(goal: Goal, today: date) -> Goal:
    """Return the goal without blanks around its texts; refuse an empty part and impossible days."""
    texts: dict[str, Any] = {
        name: checked(getattr(goal, name), name, ask) for name, ask in ASKS.items()
    }
    if goal.due_on < today:
        raise Refused("past", "Choose a day that is still to come.", field="due_on")
    if not today <= goal.review_on <= goal.due_on:
        raise Refused(
            "review_day", "Look at it again by the day it is to be reached.", field="review_on"
        )
    return replace(goal, **texts)


def checked_ending(ending: str, reason: str) -> tuple[GoalEnding, str]:
    """Return how a goal ends, with its reason; dropping one needs a reason."""
    try:
        found = GoalEnding(ending)
    except ValueError:
        raise Refused("unknown_ending", "Choose how the goal ended.", field="ending") from None
    if found is GoalEnding.DROPPED:
        reason = checked(reason, "reason", "Say why this goal was dropped.", longest=1_000)
    return found, reason.strip()
