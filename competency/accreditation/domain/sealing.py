"""What of a frozen count is sealed: everything but whom its rows are of.

So the seal still holds when a case has been disposed of and its row no longer says which it was.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Head(NamedTuple):
    """What a frozen count says as a whole; figures are their JSON as it is kept."""

    practice: str
    first_on: date
    last_on: date
    query: str
    k: int
    n: int
    figures: str


class Sealed(NamedTuple):
    """A row as it is sealed: its number, whether it is met, and its figures as they are kept."""

    number: int
    is_met: bool
    figures: str


def as_text(figures: Mapping[str, object]) -> str:
    """Return figures as they are kept: JSON with sorted keys and no blanks."""
    return json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(head: Head, rows: Iterable[Sealed]) -> str:
    """Return the SHA-256 of a frozen count and its rows in order of their numbers."""
    digest = hashlib.sha256()
    plain = [one.isoformat() if isinstance(one, date) else one for one in head]
    digest.update(json.dumps(plain, ensure_ascii=False).encode())
    for row in sorted(rows):
        line = [row.number, bool(row.is_met), row.figures]
        digest.update(b"\n" + json.dumps(line, ensure_ascii=False).encode())
    return digest.hexdigest()
