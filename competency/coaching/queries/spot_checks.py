"""What was found where somebody looked at a sample."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select
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


class Size(NamedTuple):
    """A record, of how many places the sample could be, and how many were looked at."""

    record_id: int
    codes: int
    looked_at: int


def record_column(kind: CheckKind) -> ColumnElement[int]:
    """Return the column that names the records of a kind."""
    table = SpotCheck.__table__.c
    return table.appraisal_id if kind is CheckKind.AGREED_TOGETHER else table.review_id


def to_look_at(kind: CheckKind, sizes: Select[int, datetime, int]) -> Select[str]:
    """Return the question for records in one text: when, number, places, how many looked at.

    So that it can be asked among other counts; `read_to_look_at` reads what comes.
    """
    record = sizes.subquery("record")
    looked = select(func.count(SpotCheck.id)).where(record_column(kind) == record.c.id)
    parts = (record.c.at, record.c.id, record.c.codes, looked.scalar_subquery())
    line: ColumnElement[str]
    line, *rest = (cast(one, String) for one in parts)
    for one in rest:
        line = line + "|" + one
    return select(func.aggregate_strings(line, ","))


def read_to_look_at(text: str | None) -> list[Size]:
    """Return the records of the text, the newest first."""
    lines = sorted((line.split("|") for line in (text or "").split(",") if line), reverse=True)
    return [Size(int(id_), int(codes), int(looked)) for _at, id_, codes, looked in lines]


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
