"""Where somebody stands, in words: the state, the day, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from competency.training.domain.state import PENDING, Standing, State
from competency.training.domain.tally import Tally

SOON = 30


def short_name(code: str, title: str, also: Sequence[str]) -> str:
    """Return the course's short name where one of its names is its code, else its title."""
    return next((name for name in also if name.casefold() == code.casefold()), title)


def answer(name: str, found: Tally, soon: int) -> tuple[str, str]:
    """Return how many are in time with a course, and what is ahead, as two sentences."""
    counts = [
        f"{found.of(state):,} {state.label.lower()}"
        for state in (State.OVERDUE, State.NEVER)
        if found.of(state)
    ]
    late = f" {', '.join(counts)}." if counts else ""
    verb = "falls" if soon == 1 else "fall"
    ahead = f"{soon:,} {verb} due in the next {SOON} days."
    return f"{name}: {found.k:,} of {found.n:,} current.{late}", ahead


def how_far(due_on: date, today: date) -> str:
    """Return how far away a day is."""
    days = (due_on - today).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


def to_do(found: Standing, *, is_course: bool) -> str:
    """Return what somebody can do about where they stand."""
    if found.state is State.NEVER:
        return "Do this course, then record it." if is_course else "Record what you hold."
    if found.state in PENDING:
        return "Do it again, then record it." if is_course else "Renew it, then record it."
    if found.state is State.DUE_SOON:
        return "You can do it now; nothing is lost by being early."
    return "Nothing for now."
