"""Targeted reviews of central office: cases by a query that is kept, for a purpose that is said.

Seed 004, "Central Office Review": as needed, chosen by the purpose of the targeted review.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from competency.kernel.errors import Refused
from competency.kernel.values import Value, asdict, replace

MOST_CASES = 200
LONGEST_TITLE, LONGEST_PURPOSE = 120, 2_000


class Standing(StrEnum):
    """Whether a case is open."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


class Query(Value, kw_only=True):
    """Which cases: what is None, empty or false narrows nothing.

    `missed` is the code of a clock that the case missed or that is overdue, due on `since` or
    later; of ended cases, those that ended on `since` or later.
    """

    region_id: int | None = None
    practice_area_id: int | None = None
    standing: Standing = Standing.OPEN
    since: date | None = None
    missed: str = ""
    safeguarding: bool = False

    def to_text(self) -> str:
        """Return the query as it is kept."""
        plain = asdict(self) | {"since": self.since.isoformat() if self.since else None}
        return json.dumps(plain, sort_keys=True)


def read_query(text: str) -> Query:
    """Return the query of a kept text."""
    found = json.loads(text)
    since = date.fromisoformat(found["since"]) if found["since"] else None
    return Query(**(found | {"since": since, "standing": Standing(found["standing"])}))


class Targeting(Value, kw_only=True):
    """What central office wants reviewed: why, which cases, how many of them, until when."""

    title: str
    purpose: str
    query: Query
    count: int
    due_on: date


def checked(wanted: Targeting, today: date) -> Targeting:
    """Return the wish with its words trimmed; refuse one without purpose, number or time."""
    title, purpose = wanted.title.strip(), wanted.purpose.strip()
    for text, field, most in (
        (title, "title", LONGEST_TITLE),
        (purpose, "purpose", LONGEST_PURPOSE),
    ):
        if not text:
            raise Refused(f"{field}_needed", _ASK[field], field=field)
        if len(text) > most:
            raise Refused("too_long", f"Use at most {most:,} characters.", field=field)
    if not 1 <= wanted.count <= MOST_CASES:
        raise Refused("bad_count", f"Choose 1 to {MOST_CASES} cases.", field="count")
    if wanted.due_on <= today:
        raise Refused("due_too_early", "Choose a day that is still to come.", field="due_on")
    return replace(wanted, title=title, purpose=purpose)


_ASK = {
    "title": "Give these reviews a name.",
    "purpose": "Say what these reviews are to show.",
}


def choose(references: Iterable[str], seed: int, count: int) -> list[str]:
    """Return so many of the references at random, the same ones for the same seed."""

    def number(reference: str) -> bytes:
        return hashlib.sha256(f"{seed}\ncentral\n{reference}".encode()).digest()

    return sorted(references, key=number)[:count]
