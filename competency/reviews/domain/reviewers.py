"""Who may review a case: nobody their own, peers of the same programme and region, four each.

Seed 004, "Process of Review" and "First-Level Review"; product page, row 4.
"""

from datetime import date

from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.reviews.domain.calendar import month_words
from competency.reviews.domain.levels import OPEN, Level, State


class Candidate(Value):
    """Somebody who might review a case, as they stand to it today.

    `is_fitting` says that their role reaches the case: at the first level its supervisor, another
    supervisor of the region or a peer reviewer of its programme and region; at the second a
    specialist, regional leadership or peer of the region; central office for a central review.
    """

    person_id: int
    name: str
    is_worker: bool = False
    is_key_worker: bool = False
    is_first_reviewer: bool = False
    supervises_worker: bool = False
    is_fitting: bool = True
    first_level_reviews: int = 0


def check_open(state: str) -> None:
    """Refuse to give on a review that is complete or was substituted."""
    if State(state) not in OPEN | {State.UNASSIGNED}:
        raise Refused("not_open", "This review is complete or was substituted, so it stays.")


def check_reviewer(level: Level, who: Candidate, quota: int) -> None:
    """Refuse who cannot review this case at this level, in words, with a code for each rule."""
    if who.is_worker or who.is_key_worker:
        raise Refused(
            "own_case",
            f"{who.name} is or was the key worker of this case. Nobody reviews their own.",
            field="reviewer",
        )
    if level is Level.SECOND and who.is_first_reviewer:
        raise Refused(
            "both_levels",
            f"{who.name} has the first-level review of this case. The second level needs "
            "somebody else.",
            field="reviewer",
        )
    if level is Level.SECOND and who.supervises_worker:
        raise Refused(
            "own_team",
            f"{who.name} supervises the key worker. The second level coaches the supervisor, so "
            "somebody else has to do it.",
            field="reviewer",
        )
    if not who.is_fitting:
        raise Refused("not_fitting", _UNFIT[level].format(name=who.name), field="reviewer")
    if level is Level.FIRST and who.first_level_reviews >= quota:
        raise Refused(
            "fifth_case",
            f"{who.name} has {quota} first-level reviews in this month already, and nobody has "
            "more.",
            field="reviewer",
        )


_UNFIT = {
    Level.FIRST: "{name} is neither a supervisor of this region nor a peer reviewer of this "
    "programme and region.",
    Level.SECOND: "{name} has no role in this region that reviews at the second level.",
    Level.CENTRAL: "{name} does not work for central office.",
}


def check_assigning_day(today: date, first_day: date, month: date) -> None:
    """Refuse to assign the second level before the first day that the calendar has for it."""
    if today < first_day:
        raise Refused(
            "too_early",
            f"The second level of {month_words(month)} is assigned from {first_day.day} "
            f"{first_day:%B} on, when the first level is complete.",
        )
