"""Files of a case: taken in with the client's consent to store, handed out, taken away."""

from typing import BinaryIO

from sqlalchemy import func, select

from competency.cases import permissions
from competency.cases.domain.consent import Consent, check_consent
from competency.cases.events import AttachmentKept, AttachmentTakenAway
from competency.cases.models import CaseAttachment
from competency.cases.service.loading import load, open_case
from competency.infra.files import BIGGEST, Store
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value

MOST_FILES = 100


class Download(Value):
    """A file to hand out as a download, its bytes checked against their hash."""

    name: str
    media_type: str
    content: bytes


def attach(work: Work, case_id: int, name: str, stream: BinaryIO, store: Store) -> CaseAttachment:
    """Add a file to a case and return it; the bytes are on the disk before the row is.

    Refuses without the client's consent to store documents, too many files, what `Store.keep`
    refuses, and a file that the case has already.
    """
    opened = open_case(work, case_id, permissions.WORK)
    check_consent(opened.line, Consent.STORING)
    mine = CaseAttachment.case_id == case_id
    if (work.session.scalar(select(func.count(CaseAttachment.id)).where(mine)) or 0) >= MOST_FILES:
        raise Refused("many_files", f"A case has at most {MOST_FILES} files.", field="file")
    kept = store.keep(name, stream, biggest=BIGGEST)
    same = select(CaseAttachment.id).where(mine, CaseAttachment.sha256 == kept.sha256)
    if work.session.scalar(same):
        raise Refused("same_file", "This case has this very file already.", field="file")
    row = CaseAttachment(
        case_id=case_id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        added_by_id=work.actor.person_id,
        added_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        AttachmentKept(case_id=case_id, attachment_id=row.id, sha256=kept.sha256, size=kept.size)
    )
    return row


def detach(work: Work, attachment_id: int) -> int:
    """Take a file from a case and return the case's id; the sweep removes the bytes later."""
    row = _of(work, attachment_id)
    open_case(work, row.case_id, permissions.WORK)
    work.session.delete(row)
    work.session.flush()
    work.record(
        AttachmentTakenAway(case_id=row.case_id, attachment_id=attachment_id, sha256=row.sha256)
    )
    return row.case_id


def download(work: Work, attachment_id: int, store: Store) -> Download:
    """Return a file for who may work on its case, its bytes checked against their hash.

    Raises NotFound for others, and DamagedFile when the bytes are not those that were kept.
    """
    row = _of(work, attachment_id)
    load(work, row.case_id, permissions.WORK)
    return Download(row.name, row.media_type, store.read(row.sha256))


def _of(work: Work, attachment_id: int) -> CaseAttachment:
    row = work.session.get(CaseAttachment, attachment_id)
    if row is None:
        raise NotFound("There is no such file, or it is not yours to see.")
    return row
