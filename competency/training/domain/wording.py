"""Where somebody stands, in words: the state, the day, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from competency.training.domain.state import PENDING, Standing, State
from competency.training.domain.tally import Tally

SOON = 30
TONES = {  # how pressing a state is, as the pages' colours say it beside the word
    State.NEVER: "late",
    State.OVERDUE: "late",
    State.DUE_SOON: "waiting",
    State.CURRENT: "good",
    State.EXEMPT: "quiet",
}


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


def own_answer(found: Sequence[tuple[str, Standing]]) -> tuple[str, str]:
    """Return what is out of time and what is due soon, by name, as two sentences."""
    late = [name for name, one in found if one.state in PENDING]
    soon = [name for name, one in found if one.state is State.DUE_SOON]
    if not found:
        return "", ""
    if not late and not soon:
        return "You are in time with everything that is asked of you.", ""
    first = f"Out of time: {', '.join(late)}." if late else "Nothing is out of time."
    return first, f"Due soon: {', '.join(soon)}." if soon else ""


def line_answer(people: int, found: Sequence[Standing]) -> str:
    """Return how much is out of time and due soon among the people of a line."""
    late = sum(one.state in PENDING for one in found)
    soon = sum(one.state is State.DUE_SOON for one in found)
    among = f"among {people} people" if people != 1 else "for one person"
    return f"{late} out of time and {soon} due soon, {among}."


def pressing(found: Standing) -> tuple[int, date]:
    """Return where somebody's standing belongs in a list: what presses most stands first."""
    return list(State).index(found.state), found.due_on or date.max


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
