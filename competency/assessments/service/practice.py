"""What the two said of a person's strands, for the rooms that talk about practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see. Blindness
holds for everybody: a cycle counts once both have submitted, until then the one before it does.
"""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy.orm import Session

from competency.assessments.queries import practice as queries
from competency.assessments.queries.practice import Position
from competency.assessments.service.confirming import changed_strands
from competency.people.service.crowds import People

__all__ = ["Position", "positions"]


def positions(session: Session, people: People) -> Iterator[Position]:
    """Yield the positions of each strand of the newest revealed cycle, in one statement.

    By person, practice area, framework and strand; values of the framework's scale. What was
    given under an older wording of the strand and not confirmed since is left out, like what is
    only carried. `agreed` is None until the two agree, and where they closed it as not agreed.
    """
    for row in queries.positions(session, people):
        version = row.framework_version
        if {row.own_version, row.supervisor_version} - {version, None}:
            row = _standing(row)
        if (row.own, row.supervisor, row.agreed) != (None, None, None):
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
