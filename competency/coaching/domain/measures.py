"""What coaching can be meant to move: a figure of the casework itself, as k of n by month."""

from datetime import date
from enum import StrEnum

from competency.kernel.values import Value


class MeasureKind(StrEnum):
    """Where the figure comes from."""

    TIMELINESS = "timeliness"  # the code is one of a timeliness standard, k is on time
    REVIEW_ITEM = "review-item"  # the code is one of a review item, k is a good answer


class Measure(Value):
    """One figure of one person's casework; written `timeliness:KPI_04` in addresses and tables."""

    kind: MeasureKind
    code: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class MonthCount(Value):
    """k good of n in one month, named by its first day."""

    month: date
    k: int
    n: int
