"""Which entries a question is about: those that count, those of a practice area."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased

from competency.evidence.domain.state import COUNTS
from competency.evidence.models import (
    EvidenceEntry,
)

COUNTED = [state.value for state in COUNTS]
CHUNK = 500


def not_replaced() -> ColumnElement[bool]:
    """Return SQL that is true for entries whose place no shared correction has taken."""
    later = aliased(EvidenceEntry)
    return ~exists().where(later.corrects_id == EvidenceEntry.id, later.state.in_(COUNTED))


def in_area(practice_area_id: int | None) -> ColumnElement[bool]:
    """Return SQL that is true for entries of the practice area, or of none in particular."""
    if practice_area_id is None:
        return EvidenceEntry.id.is_not(None)
    return or_(
        EvidenceEntry.practice_area_id == practice_area_id,
        EvidenceEntry.practice_area_id.is_(None),
    )


def chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    """Return the ids in parts that no database finds too many for one statement."""
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
