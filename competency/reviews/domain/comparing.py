"""Two levels' answers to the same case, item by item.

No level is superior to another (seed 004, "Principles"): a difference is talked about, never
counted as somebody's mistake.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument, Item
from competency.kernel.values import Value


class Verdict(StrEnum):
    """How two answers to an item stand to each other."""

    SAME = "same"
    DIFFERENT = "different"
    ONLY_FIRST = "only-first"  # the item applied at the first level alone
    ONLY_SECOND = "only-second"


class Pair(Value):
    """One item with the two answers, "" where a level did not answer it."""

    item: Item
    first: str
    second: str
    verdict: Verdict

    @property
    def to_resolve(self) -> bool:
        """Return whether the two have something to talk about here."""
        return self.verdict is not Verdict.SAME


def compare(
    instrument: CaseReviewInstrument, first: Mapping[str, str], second: Mapping[str, str]
) -> tuple[Pair, ...]:
    """Return every item that one of the two answered, in the instrument's order.

    The answers are by item and hold only those of items that applied.
    """
    both = (
        (item, first.get(item.code, ""), second.get(item.code, "")) for item in instrument.items
    )
    return tuple(Pair(item, a, b, _verdict(a, b)) for item, a, b in both if a or b)


def open_differences(pairs: Collection[Pair], resolved: Collection[str]) -> tuple[str, ...]:
    """Return the items that differ and have no resolution yet, in order."""
    done = set(resolved)
    return tuple(p.item.code for p in pairs if p.to_resolve and p.item.code not in done)


def _verdict(first: str, second: str) -> Verdict:
    if not second:
        return Verdict.ONLY_FIRST
    if not first:
        return Verdict.ONLY_SECOND
    return Verdict.SAME if first == second else Verdict.DIFFERENT
