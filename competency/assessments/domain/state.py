"""Where an appraisal stands, worked out from what has happened to it; never stored."""

from datetime import datetime
from enum import StrEnum

from competency.assessments.domain.marks import Hand
from competency.kernel.errors import Refused
from competency.kernel.values import Value


class State(StrEnum):
    """The states of the product page, row 1, in the order of a usual appraisal."""

    OPEN = "open"
    SELF_SUBMITTED = "self_submitted"
    SUPERVISOR_SUBMITTED = "supervisor_submitted"
    REVEALED = "revealed"
    AGREED = "agreed"
    SIGNED_BY_ONE = "signed_by_one"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """Return the state as people say it."""
        return WORDS[self]


WORDS = {
    State.OPEN: "Being rated",
    State.SELF_SUBMITTED: "Self-assessment submitted",
    State.SUPERVISOR_SUBMITTED: "Supervisor rating submitted",
    State.REVEALED: "To talk about",
    State.AGREED: "Ready to sign",
    State.SIGNED_BY_ONE: "Signed by one",
    State.SIGNED: "Signed",
    State.WITHDRAWN: "Withdrawn",
}
RATING = (State.OPEN, State.SELF_SUBMITTED, State.SUPERVISOR_SUBMITTED)
TALKING = (State.REVEALED,)
SIGNING = (State.AGREED, State.SIGNED_BY_ONE)
ENDED = (State.SIGNED, State.WITHDRAWN)


class Facts(Value):
    """The moments that decide an appraisal's state."""

    self_submitted_at: datetime | None = None
    supervisor_submitted_at: datetime | None = None
    agreed_at: datetime | None = None
    signatures: int = 0
    sealed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def submitted_at(self, hand: Hand) -> datetime | None:
        """Return when this hand submitted, if it has."""
        return self.self_submitted_at if hand is Hand.SELF else self.supervisor_submitted_at


def state_of(facts: Facts) -> State:
    """Return the state that the facts amount to."""
    if facts.withdrawn_at:
        return State.WITHDRAWN
    if facts.sealed_at:
        return State.SIGNED
    if facts.agreed_at:
        return State.SIGNED_BY_ONE if facts.signatures else State.AGREED
    if facts.self_submitted_at and facts.supervisor_submitted_at:
        return State.REVEALED
    if facts.self_submitted_at:
        return State.SELF_SUBMITTED
    if facts.supervisor_submitted_at:
        return State.SUPERVISOR_SUBMITTED
    return State.OPEN


def sees_other(facts: Facts, *, open_ratings: bool) -> bool:
    """Return whether each of the two may see the other's rating.

    Only when both have submitted, unless the organisation chose open ratings.
    """
    return open_ratings or bool(facts.self_submitted_at and facts.supervisor_submitted_at)


def check_may_rate(facts: Facts, hand: Hand) -> None:
    """Refuse a rating after its own submission, or when the appraisal is past rating."""
    state = state_of(facts)
    if state is State.WITHDRAWN:
        raise Refused("withdrawn", "This appraisal was withdrawn, so it takes no more ratings.")
    if state not in RATING:
        raise Refused(
            "revealed",
            "Both ratings are submitted and shown to both of you, so they no longer change. "
            "Record what you agree instead.",
        )
    if facts.submitted_at(hand):
        raise Refused(
            "already_submitted",
            "You have submitted this rating. Take it back first if you want to change it.",
        )


def check_may_submit(facts: Facts, hand: Hand) -> None:
    """Refuse a second submission, or one to an appraisal that has ended."""
    if facts.submitted_at(hand):
        raise Refused("already_submitted", "This rating is already submitted.")
    check_may_rate(facts, hand)


def check_may_take_back(facts: Facts, hand: Hand) -> None:
    """Refuse to take back what was not submitted, or anything after the reveal."""
    if not facts.submitted_at(hand):
        raise Refused("not_submitted", "There is nothing to take back: it is not submitted.")
    if state_of(facts) not in RATING:
        raise Refused(
            "revealed",
            "The other rating is submitted too, so both of you have seen both. "
            "A submission can only be taken back before that.",
        )


def check_may_talk(facts: Facts) -> None:
    """Refuse agreements, section words and objectives except between reveal and agreement."""
    state = state_of(facts)
    if state in RATING:
        raise Refused("not_revealed", "Both ratings must be submitted first.")
    if state in SIGNING:
        raise Refused(
            "agreed", "You have closed the conversation. Open it again before changing anything."
        )
    if state in ENDED:
        raise Refused("ended", f"This appraisal is {state.words.lower()} and no longer changes.")


def check_may_sign(facts: Facts) -> None:
    """Refuse a signature before everything is agreed, or after the end."""
    state = state_of(facts)
    if state in ENDED:
        raise Refused("ended", f"This appraisal is {state.words.lower()} and no longer changes.")
    if state not in SIGNING:
        raise Refused("not_agreed", "Finish the conversation first; then both of you sign.")


def check_may_withdraw(facts: Facts) -> None:
    """Refuse to withdraw what is signed or withdrawn already."""
    state = state_of(facts)
    if state is State.SIGNED:
        raise Refused("signed", "A signed appraisal is not withdrawn. Reopen it as a new revision.")
    if state is State.WITHDRAWN:
        raise Refused("withdrawn", "This appraisal is already withdrawn.")
