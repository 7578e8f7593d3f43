"""How much evidence a strand has and how new it is, for the rooms that talk about practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see. Only shared
and verified entries count, so that the worker and those above them see the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select
from sqlalchemy.orm import Session

from competency.evidence.queries import practice as queries
from competency.evidence.queries.practice import AtLevel
from competency.frameworks import service as frameworks
from competency.infra.db import plain_rows
from competency.infra.gathering import Fact, part
from competency.people.service.crowds import People

__all__ = ["Newest", "newest", "parts", "read"]

SHOWN = "evidence"


class Newest(NamedTuple):
    """The evidence of one strand of a person in a practice area; None is none in particular.

    `best` is the highest level that an entry names; it may be another than the newest entry's.
    """

    person_id: int
    practice_area_id: int | None
    framework_id: str
    strand: str
    entries: int
    best: str
    newest_on: date


def newest(session: Session, people: People) -> Iterator[Newest]:
    """Yield what each strand of each person has as evidence, in one statement.

    By person, practice area, framework and strand. Links to older versions of a framework count
    too: codes are permanent. Entries of no practice area in particular stand in a row of their
    own; they count in each area.
    """
    order = ("person_id", "practice_area_id", "framework_id", "strand")
    rows = plain_rows(session, queries.newest(people).order_by(*order))
    return _together(AtLevel(*row) for row in rows)


def parts(people: People) -> list[Select[Any]]:
    """Return the question of `newest` as a part of one statement for several rooms."""
    words = {"code": "strand", "other": "framework_id", "more": "level"}
    figures = {"a": "practice_area_id", "b": "entries", "day": "newest_on"}
    return [part(SHOWN, queries.newest(people), **words, **figures)]


def read(facts: Mapping[str, Sequence[Fact]]) -> Iterator[Newest]:
    """Yield what `newest` yields from the answer to the part, in no particular order."""
    return _together(
        AtLevel(one.person_id, one.a, one.other, one.code, one.more, one.b, one.day)
        for one in facts.get(SHOWN, ())
    )


def _together(rows: Iterable[AtLevel]) -> Iterator[Newest]:
    """Yield the levels of each strand as one, in the order in which strands come first."""
    found: dict[tuple[int, int | None, str, str], Newest] = {}
    for row in rows:
        known = found.get(row[:4])
        if known is None:
            found[row[:4]] = Newest(*row[:4], row.entries, row.level, row.newest_on)
            continue
        order = _order(row.framework_id)
        higher = order.get(row.level, -1) > order.get(known.best, -1)
        found[row[:4]] = known._replace(
            entries=known.entries + row.entries,
            best=row.level if higher else known.best,
            newest_on=max(row.newest_on, known.newest_on),
        )
    yield from found.values()


@cache
def _order(framework_id: str) -> dict[str, int]:
    """Return the places of a framework's levels, the lowest first."""
    framework = frameworks.get_framework(framework_id)
    return {level.code: place for place, level in enumerate(framework.levels)}
