"""An existing log comes in from a CSV file: looked at first, then whole or not at all, undoable."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select

from competency.evidence import permissions
from competency.evidence.domain.entry import Content, Link
from competency.evidence.domain.log_file import Match, match_columns, read_sheet
from competency.evidence.domain.log_rows import Mends, Preview, read_rows
from competency.evidence.domain.state import State
from competency.evidence.events import LogImported
from competency.evidence.models import EvidenceBatch, EvidenceEntry, EvidenceLink, EvidenceTag
from competency.evidence.queries import origins
from competency.evidence.service.loading import own_person
from competency.evidence.service.writing import link_rows, tag_rows
from competency.frameworks import service as frameworks
from competency.infra.formats import plural
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.service import access

AT_ONCE = 500


class Looked(Value):
    """A file as it would be imported; `known` says that these very bytes are in the log already.

    `new` are its entries, by row, that the log does not have yet: another entry with the same
    title, first day and hours is the same one.
    """

    header: tuple[str, ...]
    sample: tuple[str, ...]
    match: Match
    preview: Preview | None
    new: tuple[tuple[int, Content], ...]
    rows: int
    known: bool

    @property
    def faulty(self) -> int:
        """Return how many rows need the person."""
        return len({fault.row for fault in self.preview.faults}) if self.preview else 0


def look(
    work: Work,
    content: bytes,
    *,
    columns: Mapping[str, int | None] | None = None,
    day_first: bool | None = None,
    mends: Mends | None = None,
) -> Looked:
    """Return what an import of the file would do; nothing is kept.

    Without all needed columns there is no preview yet: the person chooses them first. Refuses
    what `read_sheet`, `match_columns` and `read_rows` refuse.
    """
    person_id = importer(work)
    sheet = read_sheet(content)
    match = match_columns(sheet.header, columns)
    preview = None
    if not match.missing:
        preview = read_rows(
            sheet,
            match,
            today=work.today,
            find_link=find_link,
            day_first=day_first,
            mends=mends,
        )
    known = origins.batch_of(work.session, person_id, _hash(content)) is not None
    return Looked(
        header=sheet.header,
        sample=sheet.rows[0],
        match=match,
        preview=preview,
        new=_new(work, person_id, preview) if preview else (),
        rows=len(sheet.rows),
        known=known,
    )


def bring_in(
    work: Work,
    content: bytes,
    *,
    name: str,
    columns: Mapping[str, int | None] | None = None,
    day_first: bool | None = None,
    mends: Mends | None = None,
    without_faulty: bool = False,
) -> EvidenceBatch:
    """Import the file's entries, as mended, as drafts in one batch, and return it.

    Refuses a file with a fault unless the person chose to leave the faulty rows out, one that
    adds nothing to the log, and the same bytes a second time.
    """
    person_id = importer(work)
    looked = look(work, content, columns=columns, day_first=day_first, mends=mends)
    if looked.known:
        raise Refused("known_file", "This very file is in your log already.", field="file")
    if looked.preview is None:
        missing = looked.match.missing
        raise Refused("no_column", f"Choose columns for: {', '.join(missing)}.", field=missing[0])
    if looked.preview.faults and not without_faulty:
        rows = plural(looked.faulty, "row has a fault", "rows have faults")
        raise Refused("faulty_rows", f"{rows}. Nothing was imported.")
    if looked.preview.entries and not looked.new:
        raise Refused("no_rows", "Your log has every good row of this file already.", field="file")
    if not looked.new:
        raise Refused("no_rows", "No row of this file can be imported.", field="file")
    batch = EvidenceBatch(
        person_id=person_id,
        source="csv",
        source_name=name[-200:],
        source_sha256=_hash(content),
        entries=len(looked.new),
        at=work.now,
    )
    return keep_batch(work, batch, [(str(uuid.uuid4()), entry, "") for _row, entry in looked.new])


def headings(work: Work, content: bytes) -> tuple[str, ...]:
    """Return the headings of a file; refuses what `read_sheet` refuses."""
    importer(work)
    return read_sheet(content).header


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


def importer(work: Work) -> int:
    """Return whose log an import goes to: the actor's own, where they may."""
    person_id = own_person(work)
    access.require(work, permissions.IMPORT, person_id, see=permissions.SEE)
    return person_id


def _new(work: Work, person_id: int, preview: Preview) -> tuple[tuple[int, Content], ...]:
    """Return the entries of a file that the log does not have yet."""
    days = [entry.starts_on for _row, entry in preview.entries]
    if not days:
        return ()
    here = origins.titles_between(work.session, person_id, min(days), max(days))
    return tuple(
        (row, entry)
        for row, entry in preview.entries
        if (entry.title, entry.starts_on, entry.hours) not in here
    )


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
