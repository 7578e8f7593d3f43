"""The period under review, and what in it is looked at: the last completed investigation, and
the target client (seed 004, "Period Under Review" and "Procedures")."""

from collections.abc import Iterable
from datetime import date

from competency.kernel.errors import Refused
from competency.kernel.values import Value

LONGEST_CLIENT = 80


class Period(Value):
    """A time under review, its first and last day included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Return whether the day lies in the period; no day does not."""
        return day is not None and self.first <= day <= self.last


class Investigation(Value):
    """A concern that was looked into: of which kind, and on which day that was complete."""

    kind: str
    completed_on: date | None


def last_completed(found: Iterable[Investigation], period: Period) -> Investigation | None:
    """Return the investigation that was completed last in the period, None where none was."""
    inside = [one for one in found if period.holds(one.completed_on)]
    return max(inside, key=lambda one: one.completed_on or period.first, default=None)


def target_client(named: str, reference: str, *, is_away: bool) -> str:
    """Return whom the items on a settled life relate to.

    Where the client lives away from home, one person is named, by what they are in the case and
    never by their name; elsewhere nobody has to be, and it is the client of the case. Refuses a
    missing or overlong one.
    """
    kept = " ".join(named.split())
    if len(kept) > LONGEST_CLIENT:
        raise Refused(
            "too_long",
            f"Say it in at most {LONGEST_CLIENT} characters.",
            field="target_client",
        )
    if is_away and not kept:
        raise Refused(
            "no_target_client",
            "Say who the target client is: one person, by what they are in the case.",
            field="target_client",
        )
    return kept or f"The client of {reference}"
