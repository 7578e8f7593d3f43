"""Where an entry stands and what may follow.

draft -> shared -> verified, or returned -> shared again. A verified entry never changes: what
has to be corrected becomes a *successor*, a draft of its own that starts with the same words and
goes through sharing again. Until the successor is shared the verified entry stands as evidence;
from then on the successor stands in its place and the two are shown together. So every verified
row can be sealed as it is, and nobody's verification is ever attached to words they did not see.
"""

from enum import StrEnum

from competency.kernel.errors import Refused

LONGEST_COMMENT = 4_000


class State(StrEnum):
    """The states of an entry."""

    DRAFT = "draft"
    SHARED = "shared"
    RETURNED = "returned"
    VERIFIED = "verified"

    @property
    def words(self) -> str:
        """Return the state as people say it."""
        return WORDS[self]


WORDS = {
    State.DRAFT: "Draft, only you see it",
    State.SHARED: "Shared, waiting for your supervisor",
    State.RETURNED: "Returned with a comment",
    State.VERIFIED: "Verified",
}
COUNTS = (State.SHARED, State.VERIFIED)  # what stands as evidence beside a strand


def check_may_write(state: State) -> None:
    """Refuse to change words that somebody else reads, or that are sealed."""
    if state is State.SHARED:
        raise Refused(
            "shared", "This entry is shared. Take it back first if you want to change it."
        )
    if state is State.VERIFIED:
        raise Refused(
            "verified",
            "A verified entry does not change. Start a correction; it takes this one's place.",
        )


def check_may_share(state: State) -> None:
    """Refuse to share what is shared or verified already."""
    if state not in (State.DRAFT, State.RETURNED):
        raise Refused("shared", f"This entry is {state.value} already.")


def check_may_take_back(state: State) -> None:
    """Refuse to take back what waits for nobody."""
    if state is not State.SHARED:
        raise Refused("not_shared", "Only an entry that waits for the supervisor is taken back.")


def check_may_decide(state: State) -> None:
    """Refuse to verify or return what does not wait for it."""
    if state is not State.SHARED:
        raise Refused(
            "not_shared",
            "This entry does not wait for a decision; look at it again.",
        )


def check_may_remove(state: State, *, was_shared: bool) -> None:
    """Refuse to remove an entry that somebody else has seen: its versions are kept."""
    if state is not State.DRAFT or was_shared:
        raise Refused(
            "was_shared",
            "Only a draft that was never shared can be removed.",
        )


def check_may_correct(state: State, *, has_successor: bool) -> None:
    """Refuse to correct what can simply be changed, or has a correction already."""
    if state is not State.VERIFIED:
        raise Refused("not_verified", "This entry is not verified: change it as it is.")
    if has_successor:
        raise Refused("has_successor", "There is a correction of this entry already.")


def checked_comment(comment: str, *, needed: bool) -> str:
    """Return the supervisor's comment, trimmed; refuse to return an entry without a word."""
    comment = comment.strip()
    if needed and not comment:
        raise Refused(
            "comment_needed", "Say what is to be changed, so that it can be.", field="comment"
        )
    if len(comment) > LONGEST_COMMENT:
        raise Refused(
            "long_comment", f"Keep the comment to {LONGEST_COMMENT:,} characters.", field="comment"
        )
    return comment
