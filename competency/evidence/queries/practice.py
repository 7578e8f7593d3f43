"""The newest evidence of people's strands, about a set of people given as SQL."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.evidence.queries.scope import COUNTED, not_replaced
from competency.people.service.crowds import People

ENTRY: Any = EvidenceEntry.__table__.c
LINK: Any = EvidenceLink.__table__.c


class AtLevel(NamedTuple):
    """The evidence of somebody's strand at one level, in a practice area or in none."""

    person_id: int
    practice_area_id: int | None
    framework_id: str
    strand: str
    level: str
    entries: int
    newest_on: date


def newest(people: People) -> Select[Any]:
    """Return the question for the shared and verified evidence, a row for each as `AtLevel`."""
    groups = (
        ENTRY.person_id,
        ENTRY.practice_area_id,
        LINK.framework_id,
        LINK.strand,
        LINK.level,
    )
    return (
        select(*groups, func.count().label("entries"), func.max(ENTRY.last_on).label("newest_on"))
        .join(LINK.id.table, LINK.entry_id == ENTRY.id)
        .where(ENTRY.person_id.in_(people), ENTRY.state.in_(COUNTED), not_replaced())
        .group_by(*groups)
    )
