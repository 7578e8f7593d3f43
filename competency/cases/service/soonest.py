"""Which of a person's own cases want something first, for what people talk over about their work.

Nothing is authorised here: the caller passes somebody whose cases its actor may see.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseClock, CaseFile
from competency.cases.service.listing import clock_words


class Soonest(NamedTuple):
    """A case by number and reference, what it wants next, and by when (or since when)."""

    case_id: int
    reference: str
    what: str
    due_on: date


def due_soonest(session: Session, person_id: int, most: int) -> list[Soonest]:
    """Return so many of the person's open cases, each with its first clock, the first due first.

    In one statement; cases disposed of are left out.
    """
    rows = session.execute(
        select(CaseFile.id, CaseFile.reference, CaseClock.standard, CaseClock.due_on)
        .join(CaseClock, CaseClock.case_id == CaseFile.id)
        .where(
            CaseFile.key_worker_id == person_id,
            CaseFile.ended_on.is_(None),
            CaseFile.disposed_at.is_(None),
            CaseClock.state == RUNNING,
            CaseClock.due_on.is_not(None),
        )
        .order_by(CaseClock.due_on, CaseFile.id, CaseClock.standard)
    )
    found: dict[int, Soonest] = {}
    for row in rows:
        if row.id not in found:
            found[row.id] = Soonest(row.id, row.reference, clock_words(row.standard), row.due_on)
        if len(found) == most:
            break
    return list(found.values())
