"""How long a case is kept, and what a disposal asks for."""

from dataclasses import dataclass
from datetime import date, timedelta

from competency.frameworks.domain.kinds.case_management_protocol import Retention
from competency.kernel.errors import Refused
from competency.timeliness.domain.due import add_months


@dataclass(frozen=True, slots=True)
class Ended:
    """What the keeping of a case depends on.

    `ended_on` is None while the case is open; for a case that came back it is the last ending.
    `held_for` says why it must be kept longer (a complaint, a claim, an inquiry), if it must.
    """

    ended_on: date | None
    held_for: str = ""


def kept_until(retention: Retention, ended_on: date) -> date:
    """Return the last day on which a case is kept: the same day so many years after its ending.

    A case that ended on 29 February is kept until 28 February where the year has no 29th.
    """
    return add_months(ended_on, 12 * retention.years)


def may_dispose_from(retention: Retention, ended_on: date) -> date:
    """Return the first day on which a case may be disposed of, the day after the last kept."""
    return kept_until(retention, ended_on) + timedelta(days=1)


def may_be_disposed(retention: Retention, case: Ended, today: date) -> bool:
    """Return whether the case may be disposed of today."""
    if case.ended_on is None or case.held_for:
        return False
    return today >= may_dispose_from(retention, case.ended_on)


def check_disposal(retention: Retention, case: Ended, today: date) -> None:
    """Refuse to dispose of an open case, of one that is held, and of one before its time."""
    if case.ended_on is None:
        raise Refused("case_open", "An open case is kept.")
    if case.held_for:
        raise Refused("case_held", f"This case is held: {case.held_for}.")
    first = may_dispose_from(retention, case.ended_on)
    if today < first:
        raise Refused(
            "kept_for_now",
            f"This case is kept for {retention.years} years. It may be disposed of from "
            f"{first.day} {first:%B %Y}.",
        )


def check_two_people(proposed_by: int, approved_by: int) -> None:
    """Refuse a disposal that the same person proposed and approves."""
    if proposed_by == approved_by:
        raise Refused(
            "second_person_needed",
            "You proposed this disposal. Somebody else has to approve it.",
        )
