"""Before anybody else sees an entry: what the guard asks, the answers, and the sharing."""

import json

from sqlalchemy import select

from competency.evidence import permissions
from competency.evidence.domain import state
from competency.evidence.domain.entry import TEXT_LABELS, check_complete, content_hash
from competency.evidence.domain.places import Place, checked_reason, places, unanswered
from competency.evidence.domain.state import State
from competency.evidence.events import EntryShared, EntryTakenBack, PlaceExplained
from competency.evidence.models import (
    EvidenceDecision,
    EvidenceEntry,
    EvidenceReason,
    EvidenceVersion,
)
from competency.evidence.queries import parts
from competency.evidence.service.loading import check_version, load
from competency.evidence.service.sealing import shared_facts
from competency.infra import slots
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import lookup


class Asked(Value):
    """A place that the guard asks about, and why it is fine, if that was said."""

    place: Place
    reason: str


def asked(work: Work, entry_id: int) -> list[Asked]:
    """Return every place of one's own entry that the guard asks about, answered or not."""
    entry = load(work, entry_id, permissions.SHARE)
    reasons = parts.reasons(work.session, entry.id)
    return [Asked(p, reasons.get(p.mark, "")) for p in _places(work, entry)]


def explain(work: Work, entry_id: int, mark: str, reason: str) -> None:
    """Record why a place of a draft is fine; the newest reason counts.

    Refuses an empty reason, and NotFound when the place is not, or no longer, in the entry.
    """
    entry = load(work, entry_id, permissions.SHARE, lock=True)
    state.check_may_write(State(entry.state))
    place = next((p for p in _places(work, entry) if p.mark == mark), None)
    if place is None:
        raise NotFound("This place has changed meanwhile. Look at the entry again.")
    reason = checked_reason(reason)
    row = work.session.scalar(
        select(EvidenceReason).where(
            EvidenceReason.entry_id == entry.id, EvidenceReason.mark == mark
        )
    )
    if row is None:
        row = EvidenceReason(entry_id=entry.id, mark=mark, kind=place.find.kind.value)
        work.session.add(row)
    row.reason, row.by_id, row.at = reason, entry.person_id, work.now
    work.record(PlaceExplained(entry_id=entry.id, kind=place.find.kind.value, field=place.field))


def where(field: str) -> str:
    """Return the part of an entry in which a place stands, as people call it."""
    return TEXT_LABELS.get(field, "The name of an attachment")


def share(work: Work, entry_id: int, version: int) -> EvidenceEntry:
    """Show the entry to the supervisor as it stands, keep that version, and return the entry.

    Refuses an unfinished entry (RefusedEach), one with a place that is neither corrected nor
    explained, one whose writer has no supervisor today, and raises Stale when it changed.
    """
    entry = load(work, entry_id, permissions.SHARE, lock=True)
    check_version(entry, version, "share this entry")
    state.check_may_share(State(entry.state))
    check_complete(parts.content(work.session, entry))
    found = _places(work, entry)
    open_ = unanswered(found, parts.reasons(work.session, entry.id))
    if open_:
        raise Refused("places_open", _to_answer(open_))
    if not lookup.supervisors_of(work.session, entry.person_id, work.today):
        raise Refused(
            "no_supervisor",
            "Nobody supervises you today, so nobody could read it. Ask your administrator.",
        )
    facts = shared_facts(work.session, entry)
    entry.state = State.SHARED.value
    entry.seq += 1
    entry.shared_at = work.now
    entry.comment, entry.decided_by_id, entry.decided_at = "", None, None
    work.session.add(
        EvidenceVersion(
            entry_id=entry.id,
            seq=entry.seq,
            content=json.dumps(facts, sort_keys=True, ensure_ascii=False),
            content_hash=content_hash(facts),
            at=work.now,
        )
    )
    work.record(
        EntryShared(
            entry_id=entry.id, person_id=entry.person_id, seq=entry.seq, explained=len(found)
        )
    )
    return entry


def take_back(work: Work, entry_id: int, version: int) -> EvidenceEntry:
    """Make a shared entry one's own draft again before it is decided on, and return it.

    The version that was shown stays kept.
    """
    entry = load(work, entry_id, permissions.SHARE, lock=True)
    check_version(entry, version, "take this entry back")
    state.check_may_take_back(State(entry.state))
    entry.state = State.DRAFT.value
    work.session.add(
        EvidenceDecision(
            entry_id=entry.id,
            seq=entry.seq,
            outcome="taken_back",
            by_id=entry.person_id,
            at=work.now,
        )
    )
    work.record(EntryTakenBack(entry_id=entry.id, person_id=entry.person_id, seq=entry.seq))
    return entry


def _places(work: Work, entry: EvidenceEntry) -> list[Place]:
    """Return the places of all that would be shown, names of attachments included."""
    texts = parts.content(work.session, entry).texts()
    for file in parts.attachments(work.session, entry.id):
        texts[f"attachment {file.id}"] = file.name
    references, names = slots.known_clients(work.session)
    return places(texts, salt=entry.uuid, references=references, names=names)


def _to_answer(found: list[Place]) -> str:
    many = f"{len(found)} places" if len(found) > 1 else "1 place"
    return (
        f"{many} may say who a client is. Correct each, or say why it is fine; then share. "
        "The first: " + f"{found[0].find.kind.words} in “{where(found[0].field)}”."
    )
