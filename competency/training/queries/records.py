"""Lists of what was recorded: completions of a person, what waits, batches, exemptions, reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from competency.kernel.values import Value
from competency.training.domain.completions import Source, Status
from competency.training.models import (
    Course,
    MendedCell,
    TrainingBatch,
    TrainingCompletion,
    TrainingExemption,
    TrainingRefresher,
    TrainingReport,
    TrainingTold,
)
from competency.training.queries.histories import WAITS, Key, Whose


class CompletionRow(Value):
    """A completion as lists show it."""

    id: int
    person_id: int
    course_id: int
    course: str
    completed_on: date
    expires_on: date | None
    number: str
    status: Status
    source: Source
    recorded_at: datetime
    comment: str


class BatchRow(Value):
    """A batch as lists show it."""

    id: int
    source: Source
    source_name: str
    rows: int
    added: int
    known: int
    faulty: int
    by_id: int
    at: datetime
    undone_at: datetime | None
    mended: int = 0


class MendedRow(Value):
    """A cell of a file as it was mended; without a field the whole row was left out."""

    row: int
    field: str
    said: str
    typed: str


class ExemptionRow(Value):
    """An exemption as lists show it."""

    id: int
    person_id: int
    course_id: int
    from_on: date
    until: date
    reason: str
    version: int


class RefresherRow(Value):
    """An assigned refresher as lists show it."""

    id: int
    person_id: int
    course_id: int
    cause: str
    assigned_on: date
    due_on: date
    reason: str
    version: int


class ReportRow(Value):
    """A frozen report in the list of them."""

    id: int
    month: date
    seq: int
    as_of: date
    sha256: str
    by_id: int
    at: datetime


def _completions() -> Any:
    row = TrainingCompletion
    return select(
        row.id,
        row.person_id,
        row.course_id,
        Course.title,
        row.completed_on,
        row.expires_on,
        row.number,
        row.status,
        row.source,
        row.recorded_at,
        row.comment,
    ).join(Course, Course.id == row.course_id)


def of_person(session: Session, person_id: int) -> list[CompletionRow]:
    """Return all that was recorded of a person and not undone, newest first."""
    rows = session.execute(
        _completions()
        .where(
            TrainingCompletion.person_id == person_id,
            TrainingCompletion.status != Status.UNDONE.value,
        )
        .order_by(TrainingCompletion.completed_on.desc(), TrainingCompletion.id.desc())
    )
    return [_completion(row) for row in rows]


def waiting(session: Session, whose: Whose, limit: int) -> list[CompletionRow]:
    """Return what waits to be verified, oldest first."""
    rows = session.execute(
        _completions()
        .where(
            WAITS,
            whose(TrainingCompletion.__table__.c.person_id),
        )
        .order_by(TrainingCompletion.id)
        .limit(limit)
    )
    return [_completion(row) for row in rows]


def waiting_count(whose: Whose) -> Select[int]:
    """Return the query for how many completions wait to be verified."""
    return select(func.count(TrainingCompletion.id)).where(
        WAITS, whose(TrainingCompletion.__table__.c.person_id)
    )


def _completion(row: Any) -> CompletionRow:
    return CompletionRow(
        id=row.id,
        person_id=row.person_id,
        course_id=row.course_id,
        course=row.title,
        completed_on=row.completed_on,
        expires_on=row.expires_on,
        number=row.number,
        status=Status(row.status),
        source=Source(row.source),
        recorded_at=row.recorded_at,
        comment=row.comment,
    )


def batches(session: Session, limit: int, by_id: int) -> list[BatchRow]:
    """Return somebody's newest batches first."""
    rows = session.execute(
        _batches()
        .where(TrainingBatch.by_id == by_id)
        .order_by(TrainingBatch.id.desc())
        .limit(limit)
    )
    return [_batch(row) for row in rows]


def mended_in(session: Session, batch_id: int, by_id: int) -> list[MendedRow]:
    """Return what was mended in a batch of this person, row by row."""
    rows = session.execute(
        select(MendedCell.row, MendedCell.field, MendedCell.said, MendedCell.typed)
        .join(TrainingBatch, TrainingBatch.id == MendedCell.batch_id)
        .where(TrainingBatch.id == batch_id, TrainingBatch.by_id == by_id)
        .order_by(MendedCell.row, MendedCell.id)
    )
    return [MendedRow(*row) for row in rows]


def batches_of_file(session: Session, sha256: str) -> list[BatchRow]:
    """Return the batches that this very file was taken in, newest first."""
    rows = session.execute(
        _batches().where(TrainingBatch.source_sha256 == sha256).order_by(TrainingBatch.id.desc())
    )
    return [_batch(row) for row in rows]


def _batches() -> Any:
    row = TrainingBatch
    return select(
        row.id,
        row.source,
        row.source_name,
        row.rows,
        row.added,
        row.known,
        row.faulty,
        row.by_id,
        row.at,
        row.undone_at,
        select(func.count(func.distinct(MendedCell.row)))
        .where(MendedCell.batch_id == row.id, MendedCell.field != "")
        .scalar_subquery(),
    )


def _batch(row: Any) -> BatchRow:
    return BatchRow(row.id, Source(row.source), *row[2:])


def exemptions(session: Session, whose: Whose, today: date) -> list[ExemptionRow]:
    """Return the exemptions that are not over, the one that ends first first."""
    row = TrainingExemption.__table__.c
    rows = session.execute(
        select(
            row.id,
            row.person_id,
            row.course_id,
            row.from_on,
            row.until,
            row.reason,
            row.version,
        )
        .where(row.until >= today, whose(row.person_id))
        .order_by(row.until, row.id)
    )
    return [ExemptionRow(*r) for r in rows]


def refreshers(session: Session, whose: Whose) -> list[RefresherRow]:
    """Return the refreshers that were not withdrawn, the one due first first."""
    row = TrainingRefresher.__table__.c
    rows = session.execute(
        select(
            row.id,
            row.person_id,
            row.course_id,
            row.cause,
            row.assigned_on,
            row.due_on,
            row.reason,
            row.version,
        )
        .where(row.withdrawn_at.is_(None), whose(row.person_id))
        .order_by(row.due_on, row.id)
    )
    return [RefresherRow(*r) for r in rows]


def last_told(session: Session, whose: Whose, course_id: int | None = None) -> dict[Key, datetime]:
    """Return when each person was last told about each course, themselves."""
    row = TrainingTold.__table__.c
    chosen = select(row.person_id, row.course_id, func.max(row.at)).where(
        row.told_id == row.person_id, whose(row.person_id)
    )
    if course_id is not None:
        chosen = chosen.where(row.course_id == course_id)
    rows = session.execute(chosen.group_by(row.person_id, row.course_id))
    return {(person_id, course): at for person_id, course, at in rows}


def told_already(
    session: Session, whose: Whose, since: datetime
) -> set[tuple[int, int, int, date, str]]:
    """Return what was said since then: about whom, course, to whom, due when, which occasion."""
    row = TrainingTold.__table__.c
    return {
        (person_id, course, told, due, occasion)
        for person_id, course, told, due, occasion in session.execute(
            select(row.person_id, row.course_id, row.told_id, row.due_on, row.occasion).where(
                row.at >= since, whose(row.person_id)
            )
        )
    }


def reports(session: Session) -> list[ReportRow]:
    """Return all frozen reports, newest first."""
    row = TrainingReport
    rows = session.execute(
        select(row.id, row.month, row.seq, row.as_of, row.sha256, row.by_id, row.at).order_by(
            row.month.desc(), row.seq.desc()
        )
    )
    return [ReportRow(*r) for r in rows]
