"""What coaching can be meant to move: a figure of the casework itself, as k of n by month."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MeasureKind(StrEnum):
    """Where the figure comes from."""

    TIMELINESS = "timeliness"  # the code is one of a timeliness standard, k is on time
    REVIEW_ITEM = "review-item"  # the code is one of a review item, k is a good answer


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one person's casework; written `timeliness:KPI_04` in addresses and tables."""

    kind: MeasureKind
    code: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class MonthCount:
    """k good of n in one month, named by its first day."""

    month: date
    k: int
    n: int
