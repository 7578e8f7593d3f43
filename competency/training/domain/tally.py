"""Counting people by state, and what is shown of small groups."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.training.domain.state import COMPLIANT, DAY, PENDING, State, add_months

SMALLEST_GROUP = 5
COUNTED = (State.CURRENT, State.DUE_SOON, State.OVERDUE, State.NEVER, State.EXEMPT)


class Tally(Value):
    """How many people are in each state."""

    counts: Mapping[State, int]

    def of(self, state: State) -> int:
        """Return how many are in the state."""
        return self.counts.get(state, 0)

    @property
    def k(self) -> int:
        """Return how many are in time."""
        return sum(self.of(state) for state in COMPLIANT)

    @property
    def n(self) -> int:
        """Return how many are asked and not exempt."""
        return self.k + sum(self.of(state) for state in PENDING)


def tally(states: Iterable[State]) -> Tally:
    """Return how many people are in each state."""
    return Tally(Counter(states))


def together(tallies: Iterable[Tally]) -> Tally:
    """Return several tallies as one."""
    total: Counter[State] = Counter()
    for one in tallies:
        total.update(one.counts)
    return Tally(total)


def without_small_groups(counts: Mapping[State, int]) -> dict[State, int | None]:
    """Return the counts with those of fewer than five people left out, for who may not see names.

    Where one alone would be left out, the next smallest is too: else it could be subtracted.
    """
    shown: dict[State, int | None] = {state: counts.get(state, 0) for state in State}
    filled = sorted((count, state) for state, count in counts.items() if count)
    small = [state for count, state in filled if count < SMALLEST_GROUP]
    if len(small) == 1 and len(filled) > 1:
        small.append(filled[1][1])
    return shown | dict.fromkeys(small, None)


def month_ends(today: date, months: int) -> list[date]:
    """Return the last days of so many completed months, oldest first."""
    first = today.replace(day=1)
    return [add_months(first, -back) - DAY for back in range(months - 1, -1, -1)]


def report_day(month: date, today: date) -> date:
    """Return the last day of the month that a report is frozen as of; refuse one not over yet."""
    last = add_months(month.replace(day=1), 1) - DAY
    if last >= today:
        raise Refused("month_not_over", "A month is reported once it is over.", field="month")
    return last


def canonical(report: Mapping[str, object]) -> str:
    """Return a report as the one text that its hash is taken of."""
    return json.dumps(report, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical report."""
    return hashlib.sha256(text.encode()).hexdigest()
