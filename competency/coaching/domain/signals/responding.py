"""What the two made of a signal: new, discussed, parked until a day, dismissed with a reason.

A response rests on the figures that it was given to. It holds until the signal rests on a newer
fact; what was parked holds until its day, whatever comes meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from competency.coaching.domain.signals.signal import Key, Signal, in_order
from competency.kernel.errors import Refused
from competency.kernel.values import Value

LONGEST_WORDS = 2_000
LONGEST_PARKING = timedelta(days=183)


class State(StrEnum):
    """How a signal stands with the two."""

    NEW = "new"
    DISCUSSED = "discussed"
    PARKED = "parked"
    DISMISSED = "dismissed"

    @property
    def words(self) -> str:
        """Return the state as people say it."""
        return WORDS[self]


WORDS = {
    State.NEW: "Not talked about yet",
    State.DISCUSSED: "Talked about",
    State.PARKED: "Parked",
    State.DISMISSED: "Set aside",
}
ANSWERED = "answered"  # the worker's own words; they change no state


class Said(NamedTuple):
    """That something was said of a signal: what decides whether it holds, and no words."""

    key: Key
    state: str
    until: date | None
    newest_on: date


class Response(Value):
    """What one of the two said of a signal, and the newest fact it rested on then."""

    key: Key
    state: str
    words: str
    until: date | None
    newest_on: date
    by_id: int
    by: str
    at: datetime


class Standing(Value):
    """A signal as it stands today, the response that holds, and the worker's newest answer.

    `answer_is_old` where the answer was given to figures that newer ones have followed.
    """

    signal: Signal
    state: State
    response: Response | None
    answer: Response | None
    answer_is_old: bool

    @property
    def is_new(self) -> bool:
        """Return whether nobody has said anything that still holds."""
        return self.state is State.NEW


def standing(signal: Signal, responses: Sequence[Response], today: date) -> Standing:
    """Return how a signal stands, given what was said of it, the oldest first."""
    said = [one for one in responses if one.key == signal.key]
    answer = next((one for one in reversed(said) if one.state == ANSWERED), None)
    last = next((one for one in reversed(said) if one.state != ANSWERED), None)
    holds = last is not None and _holds(last, signal, today)
    return Standing(
        signal=signal,
        state=State(last.state) if last is not None and holds else State.NEW,
        response=last if holds else None,
        answer=answer,
        answer_is_old=answer is not None and answer.newest_on < signal.newest_on,
    )


def standings(
    signals: Iterable[Signal], responses: Sequence[Response], today: date
) -> list[Standing]:
    """Return how each signal of a person stands, the strongest first."""
    return [standing(one, responses, today) for one in in_order(signals)]


def is_new(signal: Signal, said: Sequence[Said], today: date) -> bool:
    """Return whether nobody has said anything of a signal that still holds, the oldest first."""
    states = [one for one in said if one.key == signal.key and one.state != ANSWERED]
    return not states or not _holds(states[-1], signal, today)


def _holds(response: Response | Said, signal: Signal, today: date) -> bool:
    if response.state == State.PARKED:
        return response.until is not None and today < response.until
    return signal.newest_on <= response.newest_on


def check_response(state: str, words: str, until: date | None, today: date) -> tuple[State, str]:
    """Return the state and the words in clean form; refuse what lacks what it needs.

    Parking needs a day to come, at most half a year away; setting aside needs a reason.
    """
    words = check_words(words, needed=False)
    try:
        found = State(state)
    except ValueError:
        found = State.NEW
    if found is State.NEW:
        raise Refused("unknown_state", "Choose what you made of it.", field="state")
    if found is State.PARKED:
        _check_until(until, today)
    elif until is not None:
        raise Refused("day_not_asked", "Only what is parked has a day.", field="until")
    if found is State.DISMISSED and not words:
        raise Refused("reason_needed", "Say why it is set aside, so that both know.", field="words")
    return found, words


def check_words(words: str, *, needed: bool) -> str:
    """Return the words without blanks around them; refuse too many, or none where needed."""
    words = words.strip()
    if needed and not words:
        raise Refused("words_needed", "Write what you want to say about it.", field="words")
    if len(words) > LONGEST_WORDS:
        raise Refused("long_words", f"Use at most {LONGEST_WORDS:,} characters.", field="words")
    return words


def _check_until(until: date | None, today: date) -> None:
    if until is None:
        raise Refused("day_needed", "Say until which day it is parked.", field="until")
    if until <= today:
        raise Refused("day_gone", "Choose a day after today.", field="until")
    if until > today + LONGEST_PARKING:
        raise Refused("day_too_far", "Park it for half a year at most.", field="until")
