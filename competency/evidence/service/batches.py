"""What came into a log together: listed, looked at, and taken out again."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from competency.evidence.domain.state import State
from competency.evidence.events import ImportUndone
from competency.evidence.models import EvidenceBatch, EvidenceEntry
from competency.evidence.service.importing import AT_ONCE, importer
from competency.evidence.service.loading import own_person
from competency.evidence.service.writing import strip
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value


class Undone(Value):
    """What an undo removed, and how many entries stay because they were changed or shared."""

    removed: int
    kept: int


class BatchRow(Value):
    """An entry of a batch; `untouched` says that an undo would remove it."""

    id: int
    title: str
    starts_on: date
    hours: Decimal
    state: State
    untouched: bool


def list_batches(work: Work) -> list[EvidenceBatch]:
    """Return the imports into one's own log, newest first."""
    person_id = own_person(work)
    return list(
        work.session.scalars(
            select(EvidenceBatch)
            .where(EvidenceBatch.person_id == person_id)
            .order_by(EvidenceBatch.id.desc())
        )
    )


def get_batch(work: Work, batch_id: int) -> tuple[EvidenceBatch, list[BatchRow]]:
    """Return an import into one's own log with its entries that are still there, newest first.

    Raises NotFound for somebody else's.
    """
    person_id = own_person(work)
    batch = work.session.get(EvidenceBatch, batch_id)
    if batch is None or batch.person_id != person_id:
        raise NotFound("There is no such import.")
    rows = work.session.execute(
        select(
            EvidenceEntry.id,
            EvidenceEntry.title,
            EvidenceEntry.starts_on,
            EvidenceEntry.hours,
            EvidenceEntry.state,
            EvidenceEntry.version,
            EvidenceEntry.seq,
        )
        .where(EvidenceEntry.batch_id == batch.id)
        .order_by(EvidenceEntry.starts_on.desc(), EvidenceEntry.id.desc())
    )
    return batch, [
        BatchRow(
            row.id,
            row.title,
            row.starts_on,
            Decimal(row.hours),
            State(row.state),
            _is_untouched(row),
        )
        for row in rows
    ]


def undo(work: Work, batch_id: int) -> Undone:
    """Take a batch's entries out of one's own log again, but for those changed or shared since."""
    person_id = importer(work)
    batch = work.session.get(EvidenceBatch, batch_id, with_for_update=True)
    if batch is None or batch.person_id != person_id:
        raise NotFound("There is no such import.")
    if batch.undone_at is not None:
        raise Refused("undone", "This import is undone already.")
    rows = work.session.scalars(
        select(EvidenceEntry).where(EvidenceEntry.batch_id == batch.id)
    ).all()
    untouched = [row for row in rows if _is_untouched(row)]
    ids = [row.id for row in untouched]
    for start in range(0, len(ids), AT_ONCE):
        strip(work, ids[start : start + AT_ONCE])
    for row in untouched:
        work.session.delete(row)
    batch.undone_at = work.now
    undone = Undone(len(untouched), len(rows) - len(untouched))
    work.record(
        ImportUndone(
            batch_id=batch.id, person_id=person_id, removed=undone.removed, kept=undone.kept
        )
    )
    return undone


def _is_untouched(row: Any) -> bool:
    """Return whether an entry is as it came: a draft that nobody changed or shared."""
    same: bool = row.state == State.DRAFT.value and row.version == 1 and row.seq == 0
    return same
