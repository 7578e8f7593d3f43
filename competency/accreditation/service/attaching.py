"""Files of a self-study: of evidence items, and of the agreements and documents of points."""

from typing import BinaryIO

from sqlalchemy import select

from competency.accreditation import permissions
from competency.accreditation.domain.states import StudyState, check_open
from competency.accreditation.events import StudyFileAdded, StudyFileRemoved
from competency.accreditation.models import PracticePart, StudyFile
from competency.accreditation.queries import studies as queries
from competency.accreditation.service.loading import load_item, load_open, read
from competency.infra.files import BIGGEST, Store
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value

MOST_FILES = 20
MOST_OF_A_STUDY = 300_000_000  # bytes; the pack holds them all
NO_FILE = "There is no such file, or it is not yours to see."


class Download(Value):
    """A file to hand out as a download, its bytes checked against their hash."""

    name: str
    media_type: str
    content: bytes


def attach_to_item(
    work: Work, item_id: int, name: str, stream: BinaryIO, store: Store
) -> StudyFile:
    """Add a file to an item, for central office and its owner, and return its row.

    Refuses what was submitted, more files or bytes than there is room for, what `Store.keep`
    refuses, and a file that is there already.
    """
    item, study, _ = load_item(work, item_id, permissions.FILL_ITEM, lock=True)
    check_open(StudyState(study.state))
    row = _keep(work, study.id, name, stream, store, item_id=item_id)
    item.changed_at = work.now
    return row


def attach_to_part(
    work: Work, part_id: int, name: str, stream: BinaryIO, store: Store
) -> StudyFile:
    """Add the file of an agreement or document to an answered point, and return its row."""
    part = work.session.get(PracticePart, part_id)
    if part is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    load_open(work, part.study_id)
    return _keep(work, part.study_id, name, stream, store, part_id=part_id)


def detach(work: Work, file_id: int) -> StudyFile:
    """Take a file away and return the row that was; the sweep removes the bytes later."""
    row = _of(work, file_id)
    if row.item_id is not None:
        _, study, _ = load_item(work, row.item_id, permissions.FILL_ITEM, lock=True)
        check_open(StudyState(study.state))
    else:
        load_open(work, row.study_id)
    work.session.delete(row)
    work.record(StudyFileRemoved(study_id=row.study_id, file_id=file_id, sha256=row.sha256))
    return row


def download(work: Work, file_id: int, store: Store) -> Download:
    """Return a file for who may read its item or, of a point, its self-study.

    Raises NotFound for others, and DamagedFile when the bytes are not those that were kept.
    """
    row = _of(work, file_id)
    if row.item_id is not None:
        load_item(work, row.item_id, permissions.SEE_ITEM)
    else:
        read(work, row.study_id, permissions.SEE)
    return Download(row.name, row.media_type, store.read(row.sha256))


def _keep(
    work: Work,
    study_id: int,
    name: str,
    stream: BinaryIO,
    store: Store,
    *,
    item_id: int | None = None,
    part_id: int | None = None,
) -> StudyFile:
    there = [
        one
        for one in queries.files(work.session, study_id)
        if (one.item_id, one.part_id) == (item_id, part_id)
    ]
    if len(there) >= MOST_FILES:
        raise Refused("many_files", f"At most {MOST_FILES} files go here.", field="file")
    kept = store.keep(name, stream, biggest=BIGGEST)
    if queries.bytes_of(work.session, study_id) + kept.size > MOST_OF_A_STUDY:
        raise Refused(
            "study_full",
            f"A self-study has room for {MOST_OF_A_STUDY // 1_000_000} MB of files. This would "
            "be more. Remove some first.",
            field="file",
        )
    if any(one.sha256 == kept.sha256 for one in there):
        raise Refused("same_file", "This very file is here already.", field="file")
    row = StudyFile(
        study_id=study_id,
        item_id=item_id,
        part_id=part_id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        added_by_id=work.actor.person_id or 0,
        added_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        StudyFileAdded(study_id=study_id, file_id=row.id, sha256=kept.sha256, size=kept.size)
    )
    return row


def _of(work: Work, file_id: int) -> StudyFile:
    row = work.session.scalar(select(StudyFile).where(StudyFile.id == file_id))
    if row is None:
        raise NotFound(NO_FILE)
    return row
