"""What was found where somebody looked at a sample."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from competency.coaching.domain.spot_checks import CheckKind
from competency.coaching.models.spot_checks import SpotCheck


class Checked(NamedTuple):
    """One place that was looked at."""

    id: int
    record_id: int
    code: str
    verdict: str
    words: str
    by_id: int
    at: datetime


def record_column(kind: CheckKind) -> ColumnElement[int]:
    """Return the column that names the records of a kind."""
    table = SpotCheck.__table__.c
    return table.appraisal_id if kind is CheckKind.AGREED_TOGETHER else table.review_id


def checked(
    session: Session, kind: CheckKind, record_ids: Iterable[int]
) -> dict[tuple[int, str], Checked]:
    """Return what was found in these records, by record and code."""
    record, row = record_column(kind), SpotCheck
    found = session.execute(
        select(row.id, record, row.code, row.verdict, row.words, row.by_id, row.at).where(
            record.in_(sorted(record_ids))
        )
    )
    return {(one[1], one.code): Checked(*one) for one in found}
