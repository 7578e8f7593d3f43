"""When somebody is reminded: 60, 30 and 7 days before the due date, and weekly after it."""

from datetime import date

from competency.training.domain.state import PENDING, Standing, State

AHEAD = (7, 30, 60)
WEEK = 7


def occasion(found: Standing, on: date) -> str | None:
    """Return the occasion that the day falls under, or None when nothing is to be said.

    A day that was missed is made up for: who is told late is told once, for the nearest occasion.
    """
    if found.state is State.DUE_SOON and found.due_on is not None:
        left = (found.due_on - on).days
        return next((f"ahead-{days}" for days in AHEAD if left <= days), None)
    if found.state in PENDING and found.since is not None:
        return f"late-{(on - found.since).days // WEEK}"
    return None


def tells_supervisor(occasion: str) -> bool:
    """Return whether the supervisor is told too: only once the due date is past."""
    return occasion.startswith("late-")
