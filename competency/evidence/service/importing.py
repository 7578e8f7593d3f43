"""An existing log comes in from a CSV file: looked at first, then whole or not at all, undoable."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from competency.evidence import permissions
from competency.evidence.domain.entry import Content, Link
from competency.evidence.domain.log_file import Match, match_columns, read_sheet
from competency.evidence.domain.log_rows import Preview, read_rows
from competency.evidence.domain.state import State
from competency.evidence.events import ImportUndone, LogImported
from competency.evidence.models import EvidenceBatch, EvidenceEntry, EvidenceLink, EvidenceTag
from competency.evidence.queries import origins
from competency.evidence.service.loading import own_person
from competency.evidence.service.writing import link_rows, strip, tag_rows
from competency.frameworks import service as frameworks
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.people.service import access

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it would be imported; `known` says that these very bytes are in the log already."""

    header: tuple[str, ...]
    match: Match
    preview: Preview | None
    rows: int
    known: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo removed, and how many entries stay because they were changed or shared."""

    removed: int
    kept: int


def look(
    work: Work,
    content: bytes,
    *,
    columns: Mapping[str, int | None] | None = None,
    day_first: bool | None = None,
) -> Looked:
    """Return what an import of the file would do; nothing is kept.

    Without all needed columns there is no preview yet: the person chooses them first. Refuses
    what `read_sheet` refuses.
    """
    person_id = _importer(work)
    sheet = read_sheet(content)
    match = match_columns(sheet.header, columns)
    preview = None
    if not match.missing:
        preview = read_rows(
            sheet, match, today=work.today, find_link=find_link, day_first=day_first
        )
    known = origins.batch_of(work.session, person_id, _hash(content)) is not None
    return Looked(sheet.header, match, preview, len(sheet.rows), known)


def bring_in(
    work: Work,
    content: bytes,
    *,
    name: str,
    columns: Mapping[str, int | None] | None = None,
    day_first: bool | None = None,
    without_faulty: bool = False,
) -> EvidenceBatch:
    """Import the file's entries as drafts, in one batch, and return it.

    Refuses a file with a fault unless the person chose to leave the faulty rows out, one in
    which every row is faulty, and the same bytes a second time.
    """
    person_id = _importer(work)
    looked = look(work, content, columns=columns, day_first=day_first)
    if looked.known:
        raise Refused("known_file", "This very file is in your log already.", field="file")
    if looked.preview is None:
        missing = looked.match.missing
        raise Refused("no_column", f"Choose columns for: {', '.join(missing)}.", field=missing[0])
    if looked.preview.faults and not without_faulty:
        rows = len({fault.row for fault in looked.preview.faults})
        raise Refused("faulty_rows", f"{rows} rows have faults. Nothing was imported.")
    if not looked.preview.entries:
        raise Refused("no_rows", "No row of this file can be imported.", field="file")
    batch = EvidenceBatch(
        person_id=person_id,
        source="csv",
        source_name=name[-200:],
        source_sha256=_hash(content),
        entries=len(looked.preview.entries),
        at=work.now,
    )
    return keep_batch(
        work, batch, [(str(uuid.uuid4()), entry, "") for _row, entry in looked.preview.entries]
    )


def undo(work: Work, batch_id: int) -> Undone:
    """Take a batch's entries out of one's own log again, but for those changed or shared since."""
    person_id = _importer(work)
    batch = work.session.get(EvidenceBatch, batch_id, with_for_update=True)
    if batch is None or batch.person_id != person_id:
        raise NotFound("There is no such import.")
    if batch.undone_at is not None:
        raise Refused("undone", "This import is undone already.")
    rows = work.session.scalars(
        select(EvidenceEntry).where(EvidenceEntry.batch_id == batch.id)
    ).all()
    untouched = [
        row for row in rows if row.state == State.DRAFT.value and row.version == 1 and row.seq == 0
    ]
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


def batches(work: Work) -> list[EvidenceBatch]:
    """Return the imports into one's own log, newest first."""
    person_id = own_person(work)
    return list(
        work.session.scalars(
            select(EvidenceBatch)
            .where(EvidenceBatch.person_id == person_id)
            .order_by(EvidenceBatch.id.desc())
        )
    )


def keep_batch(
    work: Work, batch: EvidenceBatch, entries: Sequence[tuple[str, Content, str]]
) -> EvidenceBatch:
    """Write drafts (identifier, content, origin) in bulk under a new batch, and return it."""
    work.session.add(batch)
    work.session.flush()
    rows = [_row(work, batch, *entry) for entry in entries]
    for start in range(0, len(rows), AT_ONCE):
        work.session.execute(insert(EvidenceEntry), rows[start : start + AT_ONCE])
    ids = dict(
        work.session.execute(
            select(EvidenceEntry.uuid, EvidenceEntry.id).where(EvidenceEntry.batch_id == batch.id)
        ).all()
    )
    links = [row for uid, entry, _origin in entries for row in link_rows(ids[uid], entry)]
    tags = [row for uid, entry, _origin in entries for row in tag_rows(ids[uid], entry)]
    if links:
        work.session.execute(insert(EvidenceLink), links)
    if tags:
        work.session.execute(insert(EvidenceTag), tags)
    work.record(
        LogImported(
            batch_id=batch.id,
            person_id=batch.person_id,
            source=batch.source,
            source_sha256=batch.source_sha256,
            entries=batch.entries,
        )
    )
    return batch


def find_link(code: str, level: str | None) -> Link | None:
    """Return the link to a strand of the newest framework, at its lowest level unless said."""
    framework = frameworks.get_framework()
    levels = [one.code for one in framework.levels]
    if framework.find_strand(code) is None or (level is not None and level not in levels):
        return None
    return Link(framework.id, framework.version, code, level or levels[0])


def _importer(work: Work) -> int:
    person_id = own_person(work)
    access.require(work, permissions.IMPORT, person_id, see=permissions.SEE)
    return person_id


def _row(
    work: Work, batch: EvidenceBatch, uid: str, entry: Content, origin: str
) -> dict[str, object]:
    return {
        "person_id": batch.person_id,
        "uuid": uid,
        "state": State.DRAFT.value,
        "title": entry.title,
        "kind": entry.kind.value,
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
        "last_on": entry.last_day,
        "hours": entry.hours,
        "did": entry.did,
        "learned": entry.learned,
        "applied": entry.applied,
        "practice_area_id": entry.practice_area_id,
        "seq": 0,
        "comment": "",
        "batch_id": batch.id,
        "origin": origin,
        "created_at": work.now,
        "version": 1,
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
