"""What the two said of a person's strands, for the rooms that talk about practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see. Blindness
holds for everybody: a cycle counts once both have submitted, until then the one before it does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from competency.assessments.queries import practice as queries
from competency.assessments.queries.practice import Position
from competency.assessments.service.confirming import changed_strands
from competency.infra.db import plain_rows
from competency.infra.gathering import Fact, part
from competency.people.service.crowds import People

__all__ = ["Position", "parts", "positions", "read"]

RATED = "rated"


def positions(session: Session, people: People) -> Iterator[Position]:
    """Yield the positions of each strand of the newest revealed cycle, in one statement.

    By person, practice area, framework and strand; values of the framework's scale. What was
    given under an older wording of the strand and not confirmed since is left out, like what is
    only carried. `agreed` is None until the two agree, and where they closed it as not agreed.
    """
    order = ("person_id", "practice_area_id", "framework_id", "strand")
    rows = plain_rows(session, queries.positions(people).order_by(*order))
    return _counting(Position(*row) for row in rows)


def parts(people: People) -> list[Select[Any]]:
    """Return the question of `positions` as a part of one statement for several rooms."""
    marks = {"b": "own", "c": "supervisor", "d": "agreed"}
    question = queries.as_part(people)
    return [
        part(
            RATED,
            question,
            code="strand",
            more="said",
            day="started_on",
            a="practice_area_id",
            **marks,
        )
    ]


def read(facts: Mapping[str, Sequence[Fact]]) -> Iterator[Position]:
    """Yield what `positions` yields from the answer to the part, in no particular order."""
    return _counting(_position(one) for one in facts.get(RATED, ()))


def _position(one: Fact) -> Position:
    framework, version, own, supervisor, appraisal = one.more.split("/")
    return Position(
        one.person_id,
        one.a,
        framework,
        version,
        int(appraisal),
        one.day,
        one.code,
        one.b,
        one.c,
        one.d,
        own or None,
        supervisor or None,
    )


def _counting(rows: Iterable[Position]) -> Iterator[Position]:
    """Yield the rows in which somebody said something that counts today."""
    for row in rows:
        version = row.framework_version
        if row.own_version not in (None, version) or row.supervisor_version not in (None, version):
            row = _standing(row)
        if not (row.own is None and row.supervisor is None and row.agreed is None):
            yield row


def _standing(row: Position) -> Position:
    """Return the row without the ratings that have to be given again."""
    return row._replace(
        own=None if _is_old(row, row.own_version) else row.own,
        supervisor=None if _is_old(row, row.supervisor_version) else row.supervisor,
    )


def _is_old(row: Position, version: str | None) -> bool:
    """Return whether the strand reads differently from when it was rated."""
    if version is None or version == row.framework_version:
        return False
    return row.strand in _changed(row.framework_id, version, row.framework_version)


@lru_cache(maxsize=64)
def _changed(framework_id: str, old: str, new: str) -> frozenset[str]:
    return changed_strands(framework_id, old, new)
