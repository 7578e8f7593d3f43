"""How many cases a worker should hold at the least and at the most: the organisation's range."""

from datetime import date
from typing import NamedTuple

from competency.kernel.errors import Refused

MOST_CASES = 200


class CaseloadRange(NamedTuple):
    """From how many cases to how many, both ends included.

    `since` is the day from which it holds; None: the organisation has not chosen, and the
    standard's own range holds.
    """

    least: int
    most: int
    since: date | None = None


def checked(least: int, most: int) -> CaseloadRange:
    """Return the range; refuse one below 1, too large, or that ends before it begins."""
    if not 1 <= least <= MOST_CASES:
        raise Refused("no_such_range", f"Enter a number from 1 to {MOST_CASES}.", field="least")
    if not 1 <= most <= MOST_CASES:
        raise Refused("no_such_range", f"Enter a number from 1 to {MOST_CASES}.", field="most")
    if most < least:
        raise Refused(
            "range_backwards", "The most is less than the least. Check both.", field="most"
        )
    return CaseloadRange(least, most)
