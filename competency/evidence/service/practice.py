"""How much evidence a strand has and how new it is, for the rooms that talk about practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see. Only shared
and verified entries count, so that the worker and those above them see the same.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from competency.evidence.queries import practice as queries
from competency.frameworks import service as frameworks
from competency.people.service.crowds import People

__all__ = ["Newest", "newest"]


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

    Links to older versions of a framework count too: codes are permanent. Entries of no practice
    area in particular stand in a row of their own; they count in each area.
    """
    found: Newest | None = None
    for person, area, framework, strand, level, entries, on in queries.newest(session, people):
        if found is None or found[:4] != (person, area, framework, strand):
            if found is not None:
                yield found
            found = Newest(person, area, framework, strand, entries, level, on)
            continue
        order = _order(framework)
        higher = order.get(level, -1) > order.get(found.best, -1)
        found = found._replace(
            entries=found.entries + entries,
            best=level if higher else found.best,
            newest_on=max(on, found.newest_on),
        )
    if found is not None:
        yield found


@cache
def _order(framework_id: str) -> dict[str, int]:
    """Return the places of a framework's levels, the lowest first."""
    framework = frameworks.get_framework(framework_id)
    return {level.code: place for place, level in enumerate(framework.levels)}
