"""The supervisor verifies a shared entry, which seals it, or returns it with a comment."""

from competency.evidence import permissions
from competency.evidence.domain import state
from competency.evidence.domain.entry import content_hash
from competency.evidence.domain.state import State
from competency.evidence.events import EntryReturned, EntryVerified
from competency.evidence.models import EvidenceDecision, EvidenceEntry
from competency.evidence.service.loading import load
from competency.evidence.service.sealing import sealed_facts, shared_facts
from competency.infra.work import Work
from competency.kernel.errors import Stale, Version


def verify(work: Work, entry_id: int, seq: int, comment: str = "") -> EvidenceEntry:
    """Verify the version that was shown, seal the entry with it, and return it.

    Refuses one's own entry, and raises Stale when another version is shared by now.
    """
    entry = _to_decide(work, entry_id, seq, "verify this entry")
    comment = state.checked_comment(comment, needed=False)
    shown = shared_facts(work.session, entry)  # read before: a sealed row takes no second change
    _decide(work, entry, State.VERIFIED, comment)
    entry.sealed_at = work.now
    entry.seal = content_hash(sealed_facts(entry, shown, comment))
    work.record(
        EntryVerified(entry_id=entry.id, person_id=entry.person_id, seq=entry.seq, seal=entry.seal)
    )
    return entry


def send_back(work: Work, entry_id: int, seq: int, comment: str) -> EvidenceEntry:
    """Return the entry to its writer with a comment, which is needed, and return it."""
    entry = _to_decide(work, entry_id, seq, "return this entry")
    comment = state.checked_comment(comment, needed=True)
    _decide(work, entry, State.RETURNED, comment)
    work.record(EntryReturned(entry_id=entry.id, person_id=entry.person_id, seq=entry.seq))
    return entry


def _to_decide(work: Work, entry_id: int, seq: int, doing: str) -> EvidenceEntry:
    entry = load(work, entry_id, permissions.DECIDE, lock=True)
    if entry.seq != seq or (entry.state != State.SHARED.value and entry.decided_at is not None):
        raise Stale(
            "This entry has moved on since your page was shown. Look at it again, then decide.",
            mine=Version("You", [("You were about to", doing)]),
            theirs=Version("Now", [("The entry", State(entry.state).words)]),
        )
    state.check_may_decide(State(entry.state))
    return entry


def _decide(work: Work, entry: EvidenceEntry, outcome: State, comment: str) -> None:
    entry.state = outcome.value
    entry.comment = comment
    entry.decided_by_id = work.actor.person_id
    entry.decided_at = work.now
    work.session.add(
        EvidenceDecision(
            entry_id=entry.id,
            seq=entry.seq,
            outcome=outcome.value,
            comment=comment,
            by_id=work.actor.person_id,
            at=work.now,
        )
    )
