"""The portfolio as an archive that the person takes away."""

import hashlib
import json
import tempfile
import zipfile
from typing import Any, BinaryIO, cast

from sqlalchemy import select

from competency.evidence import permissions
from competency.evidence.domain.entry import facts_of
from competency.evidence.domain.portfolio import (
    FOLDER,
    FORMAT,
    MANIFEST,
    PORTFOLIO,
    VERSION,
    manifest_of,
    written,
)
from competency.evidence.domain.state import State
from competency.evidence.models import EvidenceEntry
from competency.evidence.queries import parts
from competency.evidence.service.loading import own_person
from competency.infra.files import Store
from competency.infra.work import Work
from competency.people.service import access, directory, lookup

IN_MEMORY = 5_000_000
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same log gives the same archive


def export(work: Work, store: Store) -> BinaryIO:
    """Return one's own whole log as a zip archive, read from its start; the caller closes it.

    It holds portfolio.json, every attachment under its hash, and manifest.json with the hashes.
    Raises DamagedFile when an attachment is not what was kept.
    """
    plain = contents(work)
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the caller closes)
    promised: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(spool, "w") as archive:
        _put(archive, PORTFOLIO, written(plain), promised, packed=True)
        hashes = {file["sha256"] for entry in plain["entries"] for file in entry["attachments"]}
        for sha256 in sorted(hashes):
            _put(archive, f"{FOLDER}{sha256}", store.read(sha256), promised, packed=False)
        _put(archive, MANIFEST, written(manifest_of(promised)), {}, packed=True)
    spool.seek(0)
    return cast(BinaryIO, spool)


def contents(work: Work) -> dict[str, Any]:
    """Return one's own whole log as the plain values of portfolio.json."""
    person_id = own_person(work)
    access.require(work, permissions.EXPORT, person_id, see=permissions.SEE)
    rows = work.session.scalars(
        select(EvidenceEntry)
        .where(EvidenceEntry.person_id == person_id)
        .order_by(EvidenceEntry.starts_on, EvidenceEntry.id)
    ).all()
    ids = [row.id for row in rows]
    uuids = {row.id: row.uuid for row in rows}
    linked, tagged = parts.links_of(work.session, ids), parts.tags_of(work.session, ids)
    files = parts.attachments_of(work.session, ids)
    names = lookup.names(work.session, [row.decided_by_id for row in rows])
    areas = lookup.practice_area_names(work.session)
    entries = []
    for row in rows:
        content = parts.content_with(row, linked.get(row.id, ()), tagged.get(row.id, ()))
        entries.append(
            facts_of(content)
            | {
                "uuid": row.uuid,
                "state": row.state,
                "practice_area": areas.get(row.practice_area_id or 0),
                "attachments": [
                    {"name": f.name, "type": f.media_type, "size": f.size, "sha256": f.sha256}
                    for f in files.get(row.id, ())
                ],
                "corrects": uuids.get(row.corrects_id or 0),
                "verified": _verified(row, names),
            }
        )
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "made_at": work.now.isoformat(),
        "organisation": directory.organisation_name(work.session),
        "person": _person(work, person_id),
        "entries": json.loads(json.dumps(entries)),
    }


def _person(work: Work, person_id: int) -> dict[str, str]:
    contact = lookup.get_contact(work.session, person_id)
    return {"name": contact.name, "email": contact.email}


def _verified(row: EvidenceEntry, names: dict[int, str]) -> dict[str, str] | None:
    if row.state != State.VERIFIED.value or row.decided_at is None:
        return None
    return {
        "by": names.get(row.decided_by_id or 0, ""),
        "at": row.decided_at.isoformat(),
        "comment": row.comment,
    }


def _put(
    archive: zipfile.ZipFile,
    path: str,
    content: bytes,
    promised: dict[str, tuple[int, str]],
    *,
    packed: bool,
) -> None:
    member = zipfile.ZipInfo(path, LONG_AGO)
    member.external_attr = 0o600 << 16
    archive.writestr(member, content, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
    promised[path] = (len(content), hashlib.sha256(content).hexdigest())
