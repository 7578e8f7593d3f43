"""One clock of a case with what was paused or excused of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from competency.cases.models import CaseClock, CaseExcuse
from competency.infra.db import plain_rows


def of_clock(session: Session, case_id: int, standard: str, sequence: int) -> Sequence[Row[Any]]:
    """Return a row for each pause and excusal of a clock, oldest first; one without them."""
    return plain_rows(
        session,
        select(
            CaseClock.start_on,
            CaseClock.due_on,
            CaseClock.end_on,
            CaseClock.state,
            CaseClock.adjusted_due_on,
            CaseClock.adjusted_state,
            CaseClock.holder_id,
            CaseExcuse.kind,
            CaseExcuse.from_on,
            CaseExcuse.until,
            CaseExcuse.reason,
            CaseExcuse.by_id,
            CaseExcuse.at,
        )
        .outerjoin(
            CaseExcuse,
            and_(
                CaseExcuse.case_id == CaseClock.case_id,
                CaseExcuse.standard == CaseClock.standard,
                CaseExcuse.sequence == CaseClock.sequence,
            ),
        )
        .where(
            CaseClock.case_id == case_id,
            CaseClock.standard == standard,
            CaseClock.sequence == sequence,
        )
        .order_by(CaseExcuse.id),
    ).all()
