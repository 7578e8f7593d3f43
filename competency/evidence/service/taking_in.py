"""A portfolio from another installation comes in: looked at first, then whole or not at all.

What comes in is a draft here, whatever it was there: this organisation's supervisors verified
nothing of it. What the other one says of its verification is kept as words beside the entry.
"""

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import BinaryIO

from competency.evidence import permissions
from competency.evidence.domain.entry import Content, checked
from competency.evidence.domain.portfolio import (
    MANIFEST,
    PORTFOLIO,
    Carried,
    Portfolio,
    read_manifest,
    read_portfolio,
)
from competency.evidence.models import EvidenceAttachment, EvidenceBatch
from competency.evidence.queries import origins
from competency.evidence.service.importing import keep_batch
from competency.evidence.service.loading import own_person
from competency.evidence.service.writing import check_codes
from competency.infra.file_kinds import check_directory
from competency.infra.files import BIGGEST, CHUNK, Store
from competency.infra.work import Work
from competency.kernel.errors import Refused, RefusedEach
from competency.people.service import access, lookup

BIGGEST_PORTFOLIO = 600_000_000
BIGGEST_JSON = 50_000_000


@dataclass(frozen=True, slots=True)
class Coming:
    """An entry that would come in, fitted to this installation; `left` are codes unknown here."""

    carried: Carried
    content: Content
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a portfolio would bring: new entries, and how many are here already or replaced."""

    portfolio: Portfolio
    is_mine: bool
    coming: tuple[Coming, ...]
    known: int
    replaced: int
    faults: tuple[str, ...]
    sha256: str


def look(work: Work, archive: BinaryIO) -> Looked:
    """Return what taking the portfolio in would do; nothing is kept.

    Refuses an archive that is too big, no archive, a bomb, with paths that lead out, with other
    files than its manifest names, or with bytes that do not fit their hash.
    """
    person_id = _owner(work)
    portfolio, sha256 = _read(archive)
    here = origins.uuids(work.session, person_id)
    standing = portfolio.standing()
    new = [one for one in standing if one.uuid not in here]
    coming, faults = [], list[str]()
    areas = {area.name: area.id for area in lookup.practice_areas_of(work.session, person_id)}
    for one in new:
        try:
            coming.append(_fitted(work, one, areas))
        except RefusedEach as refused:
            faults += [f"{one.content.title}: {r.message}" for r in refused.refusals.values()]
    return Looked(
        portfolio=portfolio,
        is_mine=_is_mine(work, portfolio, person_id),
        coming=tuple(coming),
        known=len(standing) - len(new),
        replaced=len(portfolio.entries) - len(standing),
        faults=tuple(faults),
        sha256=sha256,
    )


def take_in(
    work: Work, archive: BinaryIO, store: Store, *, name: str, surely_mine: bool = False
) -> EvidenceBatch:
    """Take the new entries of a portfolio in as drafts with their attachments; return the batch.

    Entries that are here already stay as they are here. Refuses what `look` refuses, faults,
    nothing new, and a portfolio of somebody with another name and address unless `surely_mine`.
    """
    person_id = _owner(work)
    looked = look(work, archive)
    if not looked.is_mine and not surely_mine:
        raise Refused(
            "other_person",
            f"This portfolio is that of {looked.portfolio.name}. Say that it is yours, if it is.",
            field="surely_mine",
        )
    if looked.faults:
        raise Refused("faulty_entries", looked.faults[0], field="file")
    if not looked.coming:
        raise Refused("nothing_new", "Everything in it is in your log already.", field="file")
    batch = EvidenceBatch(
        person_id=person_id,
        source="portfolio",
        source_name=name[-200:],
        source_sha256=looked.sha256,
        entries=len(looked.coming),
        at=work.now,
    )
    kept = _keep_files(archive, store, looked)  # the bytes first, then the rows
    keep_batch(
        work,
        batch,
        [(c.carried.uuid, c.content, _origin(looked.portfolio, c)) for c in looked.coming],
    )
    ids = origins.uuids(work.session, person_id)
    for coming in looked.coming:
        for row in _rows(ids[coming.carried.uuid], coming.carried, kept):
            work.session.add(row)
            row.added_at = work.now
    work.session.flush()
    return batch


def _owner(work: Work) -> int:
    person_id = own_person(work)
    access.require(work, permissions.IMPORT, person_id, see=permissions.SEE)
    return person_id


def _read(archive: BinaryIO) -> tuple[Portfolio, str]:
    """Return the portfolio and the archive's hash, with every byte in it checked."""
    size, sha256 = _measured(archive)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = {member.filename: member for member in opened.infolist()}
            check_directory(list(members.values()), size)
            if MANIFEST not in members:
                raise _bad("It has no manifest.")
            promised = read_manifest(_bytes(opened, members[MANIFEST], BIGGEST_JSON), members)
            content = b""
            for path, (length, hash_) in promised.items():
                most = BIGGEST_JSON if path == PORTFOLIO else BIGGEST
                found = _bytes(opened, members[path], most)
                if len(found) != length or hashlib.sha256(found).hexdigest() != hash_:
                    raise _bad("A file in it is not what its manifest says.")
                if path == PORTFOLIO:
                    content = found
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise _bad("It is broken or cut short.") from error
    return read_portfolio(content, promised), sha256


def _measured(archive: BinaryIO) -> tuple[int, str]:
    archive.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := archive.read(CHUNK):
        size += len(piece)
        if size > BIGGEST_PORTFOLIO:
            raise _bad(f"It is bigger than {BIGGEST_PORTFOLIO // 1_000_000} MB.")
        digest.update(piece)
    archive.seek(0)
    return size, digest.hexdigest()


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    if member.file_size > most:
        raise _bad(f"{member.filename} is too big.")
    with archive.open(member) as part:
        return part.read(most + 1)


def _fitted(work: Work, carried: Carried, areas: dict[str, int]) -> Coming:
    """Return the entry without the codes that nobody knows here, and which those are."""
    content, left = carried.content, list[str]()
    for link in content.links:
        if not _is_known(replace(content, links=(link,), tags=())):
            left.append(link.strand)
            content = replace(content, links=tuple(x for x in content.links if x != link))
    for tag in content.tags:
        if not _is_known(replace(content, links=(), tags=(tag,))):
            left.append(tag.code)
            content = replace(content, tags=tuple(x for x in content.tags if x != tag))
    area = areas.get(carried.practice_area or "")
    return Coming(
        carried, checked(replace(content, practice_area_id=area), work.today), tuple(left)
    )


def _is_known(content: Content) -> bool:
    try:
        check_codes(content)
    except Refused:
        return False
    return True


def _is_mine(work: Work, portfolio: Portfolio, person_id: int) -> bool:
    me = lookup.get_contact(work.session, person_id)
    return (
        portfolio.name.casefold() == me.name.casefold()
        or portfolio.email.casefold() == me.email.casefold()
    )


def _origin(portfolio: Portfolio, coming: Coming) -> str:
    said = f"Brought from {portfolio.organisation or 'another installation'}"
    if verified := coming.carried.verified:
        said += f", where {verified['by']} verified it on {verified['at'][:10]}"
    if coming.left:
        said += f". Not known here and left out: {', '.join(coming.left)}"
    return f"{said}."


def _keep_files(archive: BinaryIO, store: Store, looked: Looked) -> dict[str, tuple[str, str]]:
    """Put every attachment into the store; return its safe name and type by path and name."""
    kept: dict[str, tuple[str, str]] = {}
    with zipfile.ZipFile(archive) as opened:
        for coming in looked.coming:
            for file in coming.carried.files:
                found = store.keep(file.name, io.BytesIO(opened.read(file.path)))
                kept[f"{file.sha256}/{file.name}"] = (found.name, found.media_type)
    return kept


def _rows(
    entry_id: int, carried: Carried, kept: dict[str, tuple[str, str]]
) -> list[EvidenceAttachment]:
    rows = []
    for sha256 in dict.fromkeys(file.sha256 for file in carried.files):
        file = next(f for f in carried.files if f.sha256 == sha256)
        name, media_type = kept[f"{file.sha256}/{file.name}"]
        rows.append(
            EvidenceAttachment(
                entry_id=entry_id,
                name=name,
                media_type=media_type,
                size=file.size,
                sha256=file.sha256,
            )
        )
    return rows


def _bad(reason: str) -> Refused:
    return Refused("bad_portfolio", f"This portfolio cannot be taken in. {reason}", field="file")
