"""Where a session stands, worked out from what has happened to it, and what may be done then."""

from datetime import date
from enum import StrEnum

from competency.kernel.errors import Refused
from competency.kernel.values import Value

LONGEST = 4_000
LONGEST_ITEM = 300


class State(StrEnum):
    """The states of a session in the order of a usual one."""

    PLANNED = "planned"
    HELD = "held"
    SIGNED_BY_ONE = "signed_by_one"
    SEALED = "sealed"
    CALLED_OFF = "called_off"

    @property
    def words(self) -> str:
        """Return the state as people say it."""
        return WORDS[self]


WORDS = {
    State.PLANNED: "Planned",
    State.HELD: "Held, to be signed",
    State.SIGNED_BY_ONE: "Signed by one",
    State.SEALED: "Signed and sealed",
    State.CALLED_OFF: "Called off",
}
OPEN = (State.PLANNED, State.HELD)


class Visibility(StrEnum):
    """Who reads a note."""

    PRIVATE = "private"
    SHARED = "shared"
    RECORD = "record"


class Source(StrEnum):
    """Where a point of the agenda comes from."""

    SIGNAL = "signal"
    ACTION = "action"
    CASE = "case"
    SECOND_LEVEL = "second-level"
    OWN = "own"


class Outcome(StrEnum):
    """What became of a point of the agenda."""

    COVERED = "covered"
    CARRIED_OVER = "carried-over"


class Facts(Value):
    """The moments that decide a session's state."""

    held_on: date | None = None
    signatures: int = 0
    is_sealed: bool = False
    is_called_off: bool = False


def state_of(facts: Facts) -> State:
    """Return the state that the facts amount to."""
    if facts.is_called_off:
        return State.CALLED_OFF
    if facts.is_sealed:
        return State.SEALED
    if facts.held_on is None:
        return State.PLANNED
    return State.SIGNED_BY_ONE if facts.signatures else State.HELD


def check_open(state: State) -> None:
    """Refuse to change what somebody has signed, what is sealed and what was called off."""
    if state is State.SIGNED_BY_ONE:
        raise Refused(
            "signed", "Somebody has signed this session. Open it again before you change it."
        )
    if state is State.SEALED:
        raise Refused(
            "sealed", "Both have signed this session, so it stays as it is. Add to it instead."
        )
    if state is State.CALLED_OFF:
        raise Refused("called_off", "This session was called off. Plan another one.")


def check_planned(state: State) -> None:
    """Refuse what is done only before a session has been held."""
    check_open(state)
    if state is not State.PLANNED:
        raise Refused("held", "This session has been held already.")


def check_held(state: State) -> None:
    """Refuse what is done only after a session has been held, until it is signed."""
    check_open(state)
    if state is not State.HELD:
        raise Refused("not_held", "Record first that this session was held.")


def check_may_sign(state: State) -> None:
    """Refuse a signature before the session was held, or after it was sealed or called off."""
    if state is State.SIGNED_BY_ONE:
        return
    if state is State.SEALED:
        raise Refused("sealed", "This session is signed and sealed already.")
    check_held(state)


def check_day_held(day: date, today: date) -> None:
    """Refuse to have met on a day to come."""
    if day > today:
        raise Refused("future", "Choose the day on which you met, today at the latest.", field="on")


def said(words: str, field: str, ask: str, longest: int = LONGEST) -> str:
    """Return what was written without blanks around it; refuse nothing and too much."""
    words = at_most(words, field, longest)
    if not words:
        raise Refused("missing", ask, field=field)
    return words


def at_most(words: str, field: str, longest: int = LONGEST) -> str:
    """Return what was written without blanks around it; refuse too much."""
    words = words.strip()
    if len(words) > longest:
        raise Refused("too_long", f"Use at most {longest:,} characters.", field=field)
    return words
