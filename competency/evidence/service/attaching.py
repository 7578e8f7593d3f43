"""Files of an entry: taken in, handed out, taken away."""

from typing import BinaryIO

from sqlalchemy import select

from competency.evidence import permissions
from competency.evidence.domain import state
from competency.evidence.domain.state import State
from competency.evidence.events import AttachmentAdded, AttachmentRemoved
from competency.evidence.models import EvidenceAttachment, EvidenceEntry
from competency.evidence.queries import origins, parts
from competency.evidence.service import reading
from competency.evidence.service.loading import load
from competency.infra.file_rows import named_hashes
from competency.infra.files import BIGGEST, Store, Sweep
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value

MOST_FILES = 20
MOST_OF_A_PERSON = 500_000_000


class Download(Value):
    """A file to hand out as a download, its bytes checked against their hash."""

    name: str
    media_type: str
    content: bytes


def attach(
    work: Work, entry_id: int, name: str, stream: BinaryIO, store: Store
) -> EvidenceAttachment:
    """Add a file to one's own draft or returned entry and return it.

    Refuses more files or bytes than a log may have, what `Store.keep` refuses, and a file that
    the entry has already. The bytes are on the disk before the row is.
    """
    entry = load(work, entry_id, permissions.ATTACH, lock=True)
    state.check_may_write(State(entry.state))
    there = parts.attachments(work.session, entry.id)
    if len(there) >= MOST_FILES:
        raise Refused("many_files", f"An entry has at most {MOST_FILES} files.", field="file")
    check_room(work, entry.person_id, 1)
    kept = store.keep(name, stream, biggest=BIGGEST)
    check_room(work, entry.person_id, kept.size)
    if any(file.sha256 == kept.sha256 for file in there):
        raise Refused("same_file", "This entry has this very file already.", field="file")
    row = EvidenceAttachment(
        entry_id=entry.id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        added_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _touch(entry)
    work.record(
        AttachmentAdded(entry_id=entry.id, attachment_id=row.id, sha256=kept.sha256, size=kept.size)
    )
    return row


def detach(work: Work, attachment_id: int) -> int:
    """Take a file from one's own draft or returned entry and return the entry's id.

    The sweep removes the bytes later.
    """
    row = _of(work, attachment_id)
    entry = load(work, row.entry_id, permissions.ATTACH, lock=True)
    state.check_may_write(State(entry.state))
    work.session.delete(row)
    _touch(entry)
    work.record(
        AttachmentRemoved(entry_id=entry.id, attachment_id=attachment_id, sha256=row.sha256)
    )
    return entry.id


def download(work: Work, attachment_id: int, store: Store) -> Download:
    """Return a file for who may see its entry, its bytes checked against their hash.

    Raises NotFound for others, and DamagedFile when the bytes are not those that were kept.
    """
    row = _of(work, attachment_id)
    seen = reading.whole(work, row.entry_id)
    if attachment_id not in {file.id for file in seen.attachments}:
        raise NotFound("There is no such file, or it is not yours to see.")
    return Download(row.name, row.media_type, store.read(row.sha256))


def check_room(work: Work, person_id: int, size: int) -> None:
    """Refuse more bytes than there is room for in a person's log."""
    if origins.bytes_of(work.session, person_id) + size > MOST_OF_A_PERSON:
        raise Refused(
            "log_full",
            f"Your log has room for {MOST_OF_A_PERSON // 1_000_000} MB of files. This would be "
            "more. Remove some first.",
            field="file",
        )


def sweep(work: Work, store: Store) -> Sweep:
    """Remove files that no row of any room names after a day, and name rows without a file.

    For the system; all rooms keep their files in the one store.
    """
    return store.sweep(named_hashes(work.session), work.now)


def _of(work: Work, attachment_id: int) -> EvidenceAttachment:
    row = work.session.scalar(
        select(EvidenceAttachment).where(EvidenceAttachment.id == attachment_id)
    )
    if row is None:
        raise NotFound("There is no such file, or it is not yours to see.")
    return row


def _touch(entry: EvidenceEntry) -> None:
    """Count the entry as changed: what was about to be shared is another entry now."""
    entry.version += 1
