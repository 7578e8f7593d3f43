"""The newest evidence of people's strands, about a set of people given as SQL."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.evidence.queries.scope import COUNTED, not_replaced
from competency.infra.db import plain_rows
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


def newest(session: Session, people: People) -> Iterator[AtLevel]:
    """Yield the shared and verified evidence by person, area, framework, strand and level."""
    groups = (
        ENTRY.person_id,
        ENTRY.practice_area_id,
        LINK.framework_id,
        LINK.strand,
        LINK.level,
    )
    statement = (
        select(*groups, func.count(), func.max(ENTRY.last_on))
        .join(LINK.id.table, LINK.entry_id == ENTRY.id)
        .where(ENTRY.person_id.in_(people), ENTRY.state.in_(COUNTED), not_replaced())
        .group_by(*groups)
        .order_by(*groups)
    )
    return (AtLevel(*row) for row in plain_rows(session, statement))
