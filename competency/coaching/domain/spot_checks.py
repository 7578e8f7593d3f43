"""Which of the things that went through with one click a second person looks at.

The sample is a matter of the seed and of what is sampled, and of nothing else: whoever works it
out gets the same, nobody chooses it, and it does not change as more records come.
"""

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum

from competency.kernel.values import Value


class CheckKind(StrEnum):
    """What is sampled."""

    AGREED_TOGETHER = "agreed-together"  # strands of an appraisal; the code is a strand's
    CONFIRMED = "confirmed"  # proposed answers of a case review; the code is an item's


class Verdict(StrEnum):
    """What somebody makes of one place after looking at it."""

    STANDS = "stands"
    TALK = "talk"

    @property
    def label(self) -> str:
        """Return the verdict in words."""
        return "It stands" if self is Verdict.STANDS else "Talk about it"


class CheckRules(Value):
    """How much of one kind is sampled: a share of the records, so many places of each.

    `months` is how long back a record is still looked at.
    """

    kind: CheckKind
    title: str
    words: str
    share_percent: int
    most_each: int
    months: int


class SpotCheckRules(Value):
    """The seed and the rules of each kind."""

    seed: str
    of: Mapping[CheckKind, CheckRules]

    def is_sampled(self, kind: CheckKind, record_id: int) -> bool:
        """Return whether a record, an appraisal or a review, is in the sample."""
        return self._number(kind, record_id, "") * 100 < self.of[kind].share_percent * 2**64

    def places(self, kind: CheckKind, record_id: int, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the sampled codes of a record in their order; none where it is not sampled."""
        if not self.is_sampled(kind, record_id):
            return ()
        drawn = sorted(set(codes), key=lambda code: (self._number(kind, record_id, code), code))
        return tuple(sorted(drawn[: self.of[kind].most_each]))

    def _number(self, kind: CheckKind, record_id: int, code: str) -> int:
        """Return a number from 0 to below 2**64 that only the seed and the place decide."""
        text = "|".join((self.seed, kind.value, str(record_id), code))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
