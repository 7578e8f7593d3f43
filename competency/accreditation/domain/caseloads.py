"""A worker's cases against the range of a standard, weighted for part-time and mixed caseloads.

Whole numbers only: a case weighs 100, one outside the programme what the policy gives it, and the
range is taken by the share of full time, so that nothing is rounded before it is compared.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from competency.cases.domain.caseload_range import CaseloadRange

WHOLE = 100
# Rows of fewer workers say too much of each to who may not see them by name (product page, What
# people see: small groups).
FEWEST_SHOWN = 5


class Place(StrEnum):
    """Where a weighted caseload lies against the range."""

    UNDER = "under"
    WITHIN = "within"
    OVER = "over"


class Held(NamedTuple):
    """What a worker holds on a day, and what is weighed beside it.

    `cases` are those of the programme, `others` all else; `percent` is the share of full time.
    Needs, goals that are open, and direct contacts of the last whole month are of `cases` only.
    Goals are None where they are not known: of a day that is past.
    """

    person_id: int
    cases: int
    others: int
    percent: int
    needs: int
    goals: int | None
    contacts: int


class Weighed(NamedTuple):
    """A worker's caseload as it compares: `tenths` of cases at full time, and where that lies."""

    held: Held
    tenths: int
    place: Place


def weigh(held: Held, limits: CaseloadRange, other_percent: int) -> Weighed:
    """Return the caseload at full time against the range, both ends included.

    Half a post with 6 cases counts as 12 (product page, row 5: weighting for part-time and mixed
    caseloads). The tenths are rounded to the nearest and only shown.
    """
    weight = held.cases * WHOLE + held.others * other_percent
    tenths = (weight * 20 + held.percent) // (2 * held.percent)
    if weight < limits.least * held.percent:
        return Weighed(held, tenths, Place.UNDER)
    if weight > limits.most * held.percent:
        return Weighed(held, tenths, Place.OVER)
    return Weighed(held, tenths, Place.WITHIN)


def compared(
    workers: Iterable[Held], limits: CaseloadRange, other_percent: int
) -> tuple[Weighed, ...]:
    """Return every worker who holds a case of the programme, weighed; others have no caseload of
    it to compare."""
    return tuple(weigh(one, limits, other_percent) for one in workers if one.cases)


def are_too_few(workers: int) -> bool:
    """Return whether the rows of so many workers are kept back from who may not see each."""
    return workers < FEWEST_SHOWN


def within(rows: Iterable[Weighed]) -> int:
    """Return how many of the caseloads lie within the range."""
    return sum(one.place is Place.WITHIN for one in rows)


def over(rows: Iterable[Weighed]) -> int:
    """Return how many of the caseloads lie above the range."""
    return sum(one.place is Place.OVER for one in rows)
