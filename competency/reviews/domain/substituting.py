"""When another case may stand in for a drawn one (seed 004, "Substitution clause").

All cases that were drawn are reviewed. Another one is drawn only for a reason of the closed
list, asked for by the supervisor by the 12th, and granted by the region's quality specialist.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from competency.frameworks.domain.kinds.case_review_instrument import SubstitutionReason
from competency.frameworks.domain.protocol.parts import Point
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.reviews.domain.calendar import month_words
from competency.reviews.domain.draw import Drawn
from competency.reviews.domain.levels import OPEN, Level, State

GRANTED, REFUSED = "granted", "refused"


class Asked(Value):
    """What a supervisor asks for: the reason by its code, and what it needs said."""

    reason: str
    words: str = ""


def check_case(level: str, state: str) -> None:
    """Refuse to substitute what is not an open review of the first level."""
    if level != Level.FIRST:
        raise Refused(
            "not_first_level",
            "Another case is drawn at the first level only; the second level follows it.",
        )
    if State(state) not in OPEN:
        raise Refused("not_open", "This review is not open any more, so its case stays as it is.")


def check_day(today: date, last_day: date, month: date) -> None:
    """Refuse to ask after the last day of asking."""
    if today > last_day:
        raise Refused(
            "too_late",
            f"Other cases for {month_words(month)} could be asked for until "
            f"{last_day.day} {last_day:%B}. This case is reviewed as it was drawn.",
        )


def check_reason(
    asked: Asked, reasons: Sequence[SubstitutionReason], non_reasons: Sequence[Point]
) -> Asked:
    """Return what is asked with its words trimmed; refuse a reason that the list does not have.

    What the rules name as no reason is refused with what they say about it.
    """
    for point in non_reasons:
        if point.code == asked.reason:
            raise Refused("no_reason", f"{point.title} is no reason. {point.text}", field="reason")
    reason = next((one for one in reasons if one.code == asked.reason), None)
    if reason is None:
        listed = "; ".join(one.title for one in reasons)
        raise Refused(
            "unlisted_reason",
            f"A case is replaced only for one of these reasons: {listed}.",
            field="reason",
        )
    words = asked.words.strip()
    if reason.needs and not words:
        raise Refused("words_needed", f"Write down {reason.needs}.", field="words")
    return Asked(reason.code, words)


class Now(Value):
    """How a case of the frame stands today; `worker` is empty where nobody holds it."""

    worker: str
    region: str
    is_open: bool


def first_reviewable(
    candidates: Iterable[Drawn], now: dict[str, Now], reviewer: str
) -> Drawn | None:
    """Return the first of the candidates that can be reviewed today, or None.

    Passed over is what has ended, what nobody holds, what moved to another region since, and
    what the reviewer holds.
    """
    return next(_reviewable(candidates, now, reviewer), None)


def _reviewable(candidates: Iterable[Drawn], now: dict[str, Now], reviewer: str) -> Iterator[Drawn]:
    for one in candidates:
        there = now.get(one.case_ref)
        if there is None or not there.is_open or there.region != one.region:
            continue
        if there.worker and there.worker != reviewer:
            yield one
