"""The portfolio that a person takes away: what it holds, and the archive part by part."""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, cast

from sqlalchemy import Row
from sqlalchemy.orm import Session

from competency.audit import service as audit
from competency.evidence import permissions
from competency.evidence.domain.entry import Content, Kind, facts_of
from competency.evidence.domain.portfolio import (
    FOLDER,
    MANIFEST,
    PORTFOLIO,
    WHOLE,
    Choice,
    manifest_of,
    written,
    written_entries,
)
from competency.evidence.domain.portfolio_shape import FORMAT, VERSION
from competency.evidence.domain.state import State
from competency.evidence.domain.year import KindHours
from competency.evidence.queries import parts
from competency.evidence.queries import portfolio as queries
from competency.evidence.queries.scope import chunks
from competency.infra.files import Store
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import access, directory, lookup

IN_MEMORY = 5_000_000
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same log gives the same archive

Aside = Callable[[], AbstractContextManager[Session]]


class Holding(Value):
    """What the chosen part of a log holds; hours leave out what a correction has replaced.

    `years` are the first and the last year of the whole log, None where it is empty.
    """

    person_id: int
    name: str
    email: str
    choice: Choice
    counts: dict[State, int]
    kinds: list[KindHours]
    first: date | None
    last: date | None
    files: int
    bytes: int
    years: tuple[int, int] | None

    @property
    def entries(self) -> int:
        """Return how many entries there are."""
        return sum(self.counts.values())

    @property
    def hours(self) -> Decimal:
        """Return the hours of all that stands."""
        return sum((kind.hours for kind in self.kinds), Decimal(0))


class Kept(Value):
    """One entry with all that goes with it; `decided_by` and `decided_on` are of a verification."""

    row: Row[Any]
    state: State
    content: Content
    practice_area: str | None
    files: tuple[Row[Any], ...]
    decided_by: str

    @property
    def is_verified(self) -> bool:
        """Return whether somebody here verified it."""
        return self.state is State.VERIFIED and self.row.decided_at is not None


def holding(work: Work, person_id: int, choice: Choice = WHOLE) -> Holding:
    """Return what the chosen part of one's own log holds, however long it is in as many statements.

    Refuses everybody else: 403 for those who may see shared entries, NotFound for all others.
    """
    _require(work, person_id)
    here = queries.chosen(person_id, choice)
    figures = queries.figures(work.session, here)
    files = queries.files(work.session, here)
    period = queries.whole_period(work.session, person_id)
    contact = lookup.get_contact(work.session, person_id)
    return Holding(
        person_id=person_id,
        name=contact.name,
        email=contact.email,
        choice=choice,
        counts={s: sum(r.entries for r in figures if r.state == s.value) for s in State},
        kinds=[kind for kind in (_kind(one, figures) for one in Kind) if kind.entries],
        first=min((row.first for row in figures), default=None),
        last=max((row.last for row in figures), default=None),
        files=files.files,
        bytes=int(files.bytes),
        years=(period.first.year, period.last.year) if period.first else None,
    )


def note_taken(work: Work, aside: Aside, person_id: int, what: str, choice: Choice) -> None:
    """Note in the access log that somebody takes their portfolio away, and which part of it.

    The note has a short transaction of its own, before anything is read: a download changes
    nothing else. Refuses whom `holding` refuses.
    """
    _require(work, person_id)
    work.session.rollback()  # gives the connection back while the note is written
    with aside() as session:
        audit.note_access(session, work.actor, work.now, what=what, subject=choice.words)


def kept(work: Work, person_id: int, choice: Choice = WHOLE) -> Iterator[Kept]:
    """Yield the chosen entries of one's own log by their days; only some are held at a time.

    Refuses whom `holding` refuses, when the first is asked for.
    """
    _require(work, person_id)
    session = work.session
    areas = lookup.practice_area_names(session)
    for some in chunks(queries.ids(session, queries.chosen(person_id, choice))):
        linked, tagged = parts.links_of(session, some), parts.tags_of(session, some)
        files = parts.attachments_of(session, some)
        rows = queries.rows(session, some)
        names = lookup.names(session, [row.decided_by_id for row in rows])
        for row in rows:
            yield Kept(
                row=row,
                state=State(row.state),
                content=parts.content_with(row, linked.get(row.id, ()), tagged.get(row.id, ())),
                practice_area=areas.get(row.practice_area_id or 0),
                files=files.get(row.id, ()),
                decided_by=names.get(row.decided_by_id or 0, ""),
            )


def export(work: Work, person_id: int, store: Store, choice: Choice = WHOLE) -> BinaryIO:
    """Return the chosen part of one's own log as a zip archive; the caller closes it.

    It holds portfolio.json, every attachment under its hash, and manifest.json with the hashes.
    What is more than a few megabytes lies in a temporary file. Refuses whom `holding` refuses;
    raises DamagedFile when an attachment is not what was kept.
    """
    head = _head(work, person_id)
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the caller closes)
    try:
        _fill(spool, head, map(_plain, kept(work, person_id, choice)), store)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return cast(BinaryIO, spool)


def _require(work: Work, person_id: int) -> None:
    access.require(work, permissions.EXPORT, person_id, see=permissions.SEE)


def _kind(kind: Kind, figures: Iterable[Any]) -> KindHours:
    mine = [row for row in figures if row.kind == kind.value]
    hours = sum((Decimal(str(row.hours)) for row in mine), Decimal(0))
    return KindHours(kind, hours, sum(row.standing for row in mine))


def _head(work: Work, person_id: int) -> dict[str, Any]:
    _require(work, person_id)
    contact = lookup.get_contact(work.session, person_id)
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "made_at": work.now.isoformat(),
        "organisation": directory.organisation_name(work.session),
        "person": {"name": contact.name, "email": contact.email},
    }


def _plain(one: Kept) -> dict[str, Any]:
    row, verified = one.row, None
    if one.is_verified:
        verified = {
            "by": one.decided_by,
            "at": row.decided_at.isoformat(),
            "comment": row.comment,
        }
    return facts_of(one.content) | {
        "uuid": row.uuid,
        "state": row.state,
        "practice_area": one.practice_area,
        "attachments": [
            {"name": f.name, "type": f.media_type, "size": f.size, "sha256": f.sha256}
            for f in one.files
        ],
        "corrects": row.corrects_uuid,
        "verified": verified,
    }


def _fill(
    spool: Any, head: dict[str, Any], entries: Iterator[dict[str, Any]], store: Store
) -> None:
    """Write the archive member by member; of the attachments only one is held at a time."""
    promised: dict[str, tuple[int, str]] = {}
    hashes = set[str]()

    def noted() -> Iterator[dict[str, Any]]:
        for entry in entries:
            hashes.update(file["sha256"] for file in entry["attachments"])
            yield entry

    with zipfile.ZipFile(spool, "w") as archive:
        _put(archive, PORTFOLIO, written_entries(head, noted()), promised, packed=True)
        for sha256 in sorted(hashes):
            _put(archive, f"{FOLDER}{sha256}", [store.read(sha256)], promised, packed=False)
        _put(archive, MANIFEST, [written(manifest_of(promised))], {}, packed=True)


def _put(
    archive: zipfile.ZipFile,
    path: str,
    pieces: Iterable[bytes],
    promised: dict[str, tuple[int, str]],
    *,
    packed: bool,
) -> None:
    member = zipfile.ZipInfo(path, LONG_AGO)
    member.external_attr = 0o600 << 16
    member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    size, digest = 0, hashlib.sha256()
    with archive.open(member, "w") as part:
        for piece in pieces:
            part.write(piece)
            size += len(piece)
            digest.update(piece)
    promised[path] = (size, digest.hexdigest())
