"""What one person says about one strand."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from competency.kernel.errors import Refused

LONGEST_COMMENT = 4_000
LONGEST_REASON = 1_000


class Hand(StrEnum):
    """Whose rating it is: the practitioner's own, or the supervisor's."""

    SELF = "self"
    SUPERVISOR = "supervisor"

    @property
    def other(self) -> "Hand":
        """Return the other of the two."""
        return Hand.SUPERVISOR if self is Hand.SELF else Hand.SELF


class Answer(StrEnum):
    """Unrated, not applicable and a position ("not yet" is one) are three different things."""

    RATED = "rated"
    NOT_APPLICABLE = "not_applicable"
    UNRATED = "unrated"


class Mark(NamedTuple):
    """One strand's answer: a position on the scale, not applicable with its reason, or none.

    `seq` counts how often this rater saved this strand; 0 is never. A tuple, because a page
    makes two hundred of them and a tuple is made six times as fast as a frozen class.
    """

    answer: Answer = Answer.UNRATED
    position: int | None = None
    reason: str = ""
    comment: str = ""
    seq: int = 0

    @property
    def is_closed(self) -> bool:
        """Return whether the rater has said something that counts as an answer."""
        return self.answer is not Answer.UNRATED

    def says_the_same(self, other: "Mark") -> bool:
        """Return whether the two say the same, whenever they were saved."""
        return (self.answer, self.position, self.reason, self.comment) == (
            other.answer,
            other.position,
            other.reason,
            other.comment,
        )


UNRATED = Mark()


def check_mark(
    positions: Collection[int],
    *,
    answer: str,
    position: int | None = None,
    reason: str = "",
    comment: str = "",
) -> Mark:
    """Return the mark, or refuse one that is off the scale or lacks what it needs.

    `positions` are the values of the framework's scale (product page, row 1).
    """
    reason, comment = reason.strip(), comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise Refused(
            "long_comment", f"Use at most {LONGEST_COMMENT:,} characters.", field="comment"
        )
    if len(reason) > LONGEST_REASON:
        raise Refused("long_reason", f"Use at most {LONGEST_REASON:,} characters.", field="reason")
    try:
        kind = Answer(answer)
    except ValueError:
        raise Refused(
            "unknown_answer", "Choose a position, or say that it does not apply.", field="position"
        ) from None
    if kind is Answer.RATED:
        if position is None or position not in positions:
            raise Refused(
                "off_the_scale",
                "That position is not on the scale. Choose one of those shown.",
                field="position",
            )
        return Mark(kind, position, "", comment)
    if kind is Answer.NOT_APPLICABLE:
        if not reason:
            raise Refused(
                "reason_needed", "Say why this does not apply to the role.", field="reason"
            )
        return Mark(kind, None, reason, comment)
    return Mark(kind, None, "", comment)
