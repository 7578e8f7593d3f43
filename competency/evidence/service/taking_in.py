"""A portfolio from another installation comes in: looked at first, then whole or not at all.

What comes in is a draft here, whatever it was there: this organisation's supervisors verified
nothing of it. What the other one says of its verification is kept as words beside the entry.
"""

import io
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from competency.evidence import permissions
from competency.evidence.domain.entry import Content, checked
from competency.evidence.domain.portfolio import Carried, Portfolio
from competency.evidence.models import EvidenceAttachment, EvidenceBatch
from competency.evidence.queries import origins
from competency.evidence.service import archives
from competency.evidence.service.archives import ending
from competency.evidence.service.attaching import MOST_FILES, check_room
from competency.evidence.service.importing import keep_batch
from competency.evidence.service.loading import own_person
from competency.evidence.service.writing import check_codes
from competency.infra.file_kinds import safe_name
from competency.infra.files import BIGGEST, Store
from competency.infra.work import Work
from competency.kernel.errors import Refused, RefusedEach
from competency.kernel.values import Value, replace
from competency.people.service import access, lookup


class Coming(Value):
    """An entry that would come in, fitted to this installation; `left` is unknown here."""

    carried: Carried
    content: Content
    left: tuple[str, ...]


class NotTaken(Value):
    """An entry that cannot come in, and why."""

    carried: Carried
    reasons: tuple[str, ...]


class Looked(Value):
    """What a portfolio would bring; `here` is in the log already, `replaced` was corrected."""

    portfolio: Portfolio
    is_mine: bool
    coming: tuple[Coming, ...]
    here: tuple[Carried, ...]
    replaced: int
    faults: tuple[NotTaken, ...]
    sha256: str

    @property
    def known(self) -> int:
        """Return how many entries are in the log already."""
        return len(self.here)


def require_owner(work: Work) -> int:
    """Return whose log a portfolio would come into: one's own; the system has none."""
    person_id = own_person(work)
    access.require(work, permissions.IMPORT, person_id, see=permissions.SEE)
    return person_id


def look(work: Work, archive: BinaryIO) -> Looked:
    """Return what taking the portfolio in would do; nothing is kept.

    Refuses what `archives.read` refuses, and more files than the log has room for.
    """
    person_id = require_owner(work)
    portfolio, sha256 = archives.read(archive)
    known = origins.uuids(work.session, person_id)
    standing = portfolio.standing()
    areas = {area.name: area.id for area in lookup.practice_areas_of(work.session, person_id)}
    coming, faults = [], list[NotTaken]()
    for one in standing:
        if one.uuid in known:
            continue
        try:
            coming.append(_fitted(work, one, areas))
        except RefusedEach as no:
            reasons = tuple(refusal.message for refusal in no.refusals.values())
            faults.append(NotTaken(one, reasons))
    _check_files(work, person_id, coming)
    return Looked(
        portfolio=portfolio,
        is_mine=_is_mine(work, portfolio, person_id),
        coming=tuple(coming),
        here=tuple(one for one in standing if one.uuid in known),
        replaced=len(portfolio.entries) - len(standing),
        faults=tuple(faults),
        sha256=sha256,
    )


def take_in(
    work: Work,
    archive: BinaryIO,
    store: Store,
    *,
    name: str,
    surely_mine: bool = False,
    without_faulty: bool = False,
) -> EvidenceBatch:
    """Take the new entries of a portfolio in as drafts with their attachments; return the batch.

    Entries that are here already stay as they are here. Refuses what `look` refuses, nothing
    new, faults unless the person chose to leave those entries out, and a portfolio of somebody
    with another name and address unless `surely_mine`.
    """
    person_id = require_owner(work)
    looked = look(work, archive)
    _check_choices(looked, surely_mine=surely_mine, without_faulty=without_faulty)
    batch = EvidenceBatch(
        person_id=person_id,
        source="portfolio",
        source_name=name[-200:],
        source_sha256=looked.sha256,
        entries=len(looked.coming),
        at=work.now,
    )
    kept = _keep_files(archive, store, looked.coming)  # the bytes first, then the rows
    keep_batch(
        work, batch, [(c.carried.uuid, c.content, _origin(looked, c)) for c in looked.coming]
    )
    ids = origins.uuids(work.session, person_id)
    for coming in looked.coming:
        for row in _rows(ids[coming.carried.uuid], coming.carried, kept):
            work.session.add(row)
            row.added_at = work.now
    work.session.flush()
    return batch


def _check_choices(looked: Looked, *, surely_mine: bool, without_faulty: bool) -> None:
    if not looked.coming and not looked.faults:
        raise Refused("nothing_new", "Everything in it is in your log already.", field="file")
    if not looked.coming:
        raise Refused("nothing_good", "No entry of it can be taken in.", field="file")
    if not looked.is_mine and not surely_mine:
        raise Refused(
            "other_person",
            f"This portfolio is that of {looked.portfolio.name}. Say that it is yours, if it is.",
            field="surely_mine",
        )
    if looked.faults and not without_faulty:
        raise Refused(
            "faulty_entries",
            "Nothing was taken in, because not all of it can be. Leave those entries out, if "
            "you want the others.",
            field="without_faulty",
        )


def _fitted(work: Work, carried: Carried, areas: Mapping[str, int]) -> Coming:
    """Return the entry without what nobody knows here, and which codes and names that is."""
    content, left = carried.content, list[str]()
    for link in dict.fromkeys(content.links):
        if not _is_known(replace(content, links=(link,), tags=())):
            left.append(link.strand)
            content = replace(content, links=tuple(x for x in content.links if x != link))
    for tag in dict.fromkeys(content.tags):
        if not _is_known(replace(content, links=(), tags=(tag,))):
            left.append(tag.code)
            content = replace(content, tags=tuple(x for x in content.tags if x != tag))
    area = areas.get(carried.practice_area or "")
    if carried.practice_area and area is None:
        left.append(f"practice area {carried.practice_area}")
    fitted = checked(replace(content, practice_area_id=area), work.today)
    if len(carried.files) > MOST_FILES:
        many = Refused("many_files", f"An entry has at most {MOST_FILES} files.", field="file")
        raise RefusedEach({"file": many})
    return Coming(carried, fitted, tuple(left))


def _is_known(content: Content) -> bool:
    try:
        check_codes(content)
    except Refused:
        return False
    return True


def _check_files(work: Work, person_id: int, coming: Sequence[Coming]) -> None:
    """Refuse more bytes than the log has room for, counted as they count once they are here."""
    per_entry = [{file.sha256: file.size for file in one.carried.files} for one in coming]
    size = sum(sum(files.values()) for files in per_entry)
    if size:
        check_room(work, person_id, size)


def _is_mine(work: Work, portfolio: Portfolio, person_id: int) -> bool:
    me = lookup.get_contact(work.session, person_id)
    return (
        portfolio.name.casefold() == me.name.casefold()
        or portfolio.email.casefold() == me.email.casefold()
    )


def _origin(looked: Looked, coming: Coming) -> str:
    whose = "" if looked.is_mine else f"the portfolio of {looked.portfolio.name} at "
    said = f"Brought from {whose}{looked.portfolio.organisation or 'another installation'}"
    if verified := coming.carried.verified:
        said += f", where {verified['by']} verified it on {verified['at'][:10]}"
    if coming.left:
        said += f". Not known here and left out: {', '.join(coming.left)}"
    return f"{said}."


def _keep_files(
    archive: BinaryIO, store: Store, coming: Sequence[Coming]
) -> dict[tuple[str, str], str]:
    """Put every attachment into the store; return its type by hash and ending of its name."""
    kept: dict[tuple[str, str], str] = {}
    with archives.opened(archive) as content:
        for one in coming:
            for file in one.carried.files:
                if (file.sha256, ending(file)) not in kept:
                    found = io.BytesIO(archives.part(content, file.path, BIGGEST))
                    media_type = store.keep(file.name, found).media_type
                    kept[file.sha256, ending(file)] = media_type
    return kept


def _rows(
    entry_id: int, carried: Carried, kept: Mapping[tuple[str, str], str]
) -> list[EvidenceAttachment]:
    once = {file.sha256: file for file in reversed(carried.files)}
    return [
        EvidenceAttachment(
            entry_id=entry_id,
            name=safe_name(file.name),
            media_type=kept[file.sha256, ending(file)],
            size=file.size,
            sha256=file.sha256,
        )
        for file in carried.files
        if once[file.sha256] is file
    ]
