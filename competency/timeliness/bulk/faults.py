"""What is wrong with a file of cases, by row and column: all counted, the first in words."""

from dataclasses import dataclass, field
from typing import NamedTuple

MOST_KEPT = 10_000
LONGEST_QUOTE = 40
WHOLE_FILE = "whole file"


class Fault(NamedTuple):
    """What cannot be taken: the row as a spreadsheet numbers it, the column, the reason."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Return the fault as it is listed."""
        return f"row {self.row}, column {self.column}: {self.reason}"


@dataclass(slots=True)
class Faults:
    """All faults of a file."""

    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def note(self, row: int, column: str, reason: str) -> None:
        """Note one fault."""
        self.count += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(Fault(row, column, reason))

    def in_order(self) -> list[Fault]:
        """Return those that are kept in words, in the order of the file."""
        return sorted(self.kept, key=lambda one: one.row)


class FaultyFile(Exception):
    """The file cannot be judged; nothing was written."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(f"{faults.count} faults")
        self.faults = faults


def quoted(text: str) -> str:
    """Return a cell's text in quotation marks, cut where it is long."""
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}...")
