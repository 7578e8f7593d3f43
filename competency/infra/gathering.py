"""Several questions about people, of several rooms, asked of the database in one statement.

Each room says its question as a part; together they are one UNION ALL. So a page that needs the
facts of all rooms about somebody still asks once, and about three thousand people once too.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    cast,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from competency.infra.db import plain_rows

_TEXTS, _DAYS, _NUMBERS = ("code", "other", "more"), ("day", "until"), ("a", "b", "c", "d")
_SLOTS: tuple[tuple[str, Any], ...] = (
    *((name, String) for name in _TEXTS),
    *((name, Date) for name in _DAYS),
    *((name, Integer) for name in _NUMBERS),
)


class Fact(NamedTuple):
    """One row of an answer; what the slots mean is known to the room that asked for `source`."""

    source: str
    person_id: int
    code: str
    other: str
    more: str
    day: date
    until: date | None
    a: int
    b: int
    c: int
    d: int


def part(source: str, query: Select[*tuple[Any, ...]], **slots: str) -> Select[Any]:
    """Return a question as a part: `slots` says which column of the query fills which slot.

    The query has a column `person_id`; slots that are not named stay empty.
    """
    found = query.subquery()
    empty = {name: cast(null(), kind) for name, kind in _SLOTS if name not in slots}
    return select(
        literal_column(f"'{source}'", String).label("source"),
        found.c.person_id,
        *(
            (found.c[slots[name]] if name in slots else empty[name]).label(name)
            for name, _ in _SLOTS
        ),
    )


def gather(session: Session, parts: Iterable[Select[Any]]) -> dict[str, list[Fact]]:
    """Return the rows of all parts by source, in one statement and in no particular order."""
    return answers(session, as_one(parts))


def as_one(parts: Iterable[Select[Any]]) -> CompoundSelect[Any]:
    """Return the parts as one question: for a caller who keeps it, as making it takes its time."""
    return union_all(*parts)


def answers(
    session: Session, question: CompoundSelect[Any], named: Mapping[str, Any] | None = None
) -> dict[str, list[Fact]]:
    """Return the rows of a question by source; `named` are the values of its parameters."""
    found: dict[str, list[Fact]] = {}
    for row in plain_rows(session, question, named).all():
        fact = Fact._make(row)
        found.setdefault(fact.source, []).append(fact)
    return found
