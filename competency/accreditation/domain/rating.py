"""What a self-study says of one practice: a rating on the scale, or why there is none."""

from collections.abc import Collection
from enum import StrEnum

from competency.accreditation.domain.writing import at_most
from competency.kernel.errors import Refused
from competency.kernel.values import Value, replace


class Answer(StrEnum):
    """What was said of a practice; nothing while only the narrative is being written."""

    NONE = ""
    RATED = "rated"
    NOT_APPLICABLE = "not_applicable"


class Said(Value):
    """What is said of a practice: `rating` where it is rated, `reason` where it does not apply."""

    answer: Answer = Answer.NONE
    rating: int | None = None
    reason: str = ""
    narrative: str = ""


NOTHING = Said()


def checked(said: Said, scale: Collection[int]) -> Said:
    """Return what is said, tidied to what its answer needs; `scale` holds the allowed ratings.

    Refuses a rating that the scale does not have, not applicable without a reason, and too much
    text.
    """
    said = replace(
        said,
        reason=at_most(said.reason, "reason"),
        narrative=at_most(said.narrative, "narrative"),
    )
    if said.answer is not Answer.RATED:
        said = replace(said, rating=None)
    elif said.rating not in scale:
        allowed = ", ".join(str(one) for one in scale)
        raise Refused("off_the_scale", f"Choose one of {allowed}.", field="answer")
    if said.answer is not Answer.NOT_APPLICABLE:
        return replace(said, reason="")
    if not said.reason:
        raise Refused(
            "no_reason",
            "Say why this practice does not apply. It does not where the service is not "
            "provided at all.",
            field="reason",
        )
    return said
