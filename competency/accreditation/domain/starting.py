"""What a self-study begins with: its title and the period that it looks at."""

from datetime import date

from competency.accreditation.domain.writing import at_most
from competency.kernel.errors import Refused
from competency.kernel.values import Value, replace

LONGEST_TITLE = 200
LONGEST_PERIOD = 5 * 366  # days; no cycle of accreditation that we know of is longer


class Beginning(Value, kw_only=True):
    """What central office gives a self-study as it starts; `not_applicable` is a reason or empty.

    The whole standard is not applicable only where the service is not provided at all (CM 5).
    """

    standard_id: str
    title: str
    period_from: date
    period_to: date
    not_applicable: str = ""


def checked(new: Beginning) -> Beginning:
    """Return the beginning, tidied; refuses an empty title, a period that cannot be, much text."""
    title = " ".join(new.title.split())
    if not title:
        raise Refused("no_title", "Give the self-study a name.", field="title")
    if len(title) > LONGEST_TITLE:
        message = f"Use at most {LONGEST_TITLE} letters for the name."
        raise Refused("long_title", message, field="title")
    if new.period_to < new.period_from:
        raise Refused(
            "period_backwards", "The period ends before it begins. Check both.", field="period_to"
        )
    if (new.period_to - new.period_from).days > LONGEST_PERIOD:
        raise Refused(
            "long_period", "The period is longer than five years. Check both.", field="period_to"
        )
    why_not = at_most(new.not_applicable, "not_applicable")
    return replace(new, title=title, not_applicable=why_not)
