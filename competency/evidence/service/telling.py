"""Telling people what happened to an entry: the supervisors of a shared one, then its owner."""

from competency.evidence.events import EntryReturned, EntryShared, EntryVerified
from competency.infra.work import Work
from competency.notifications.service.telling import Said, notify, notify_each
from competency.people.service import lookup


def tell_shared(work: Work, happened: EntryShared) -> None:
    """Tell the owner's supervisors of today that an entry waits for them."""
    supervisors = lookup.supervisors_of(work.session, happened.person_id, work.today)
    notify_each(
        work,
        (
            Said(
                to_id=supervisor.id,
                kind="entry-shared",
                words=f"{work.actor.name} shared an entry of their log with you. "
                "Read it, then verify it or send it back",
                path=_page(happened.entry_id),
                key=f"entry-shared-{happened.entry_id}-{happened.seq}",
            )
            for supervisor in supervisors
        ),
    )


def tell_verified(work: Work, happened: EntryVerified) -> None:
    """Tell the owner that an entry was verified."""
    words = f"{work.actor.name} verified an entry of your log"
    _tell_owner(work, happened, "entry-verified", words)


def tell_returned(work: Work, happened: EntryReturned) -> None:
    """Tell the owner that an entry came back with a comment."""
    words = f"{work.actor.name} sent an entry of your log back to you with a comment"
    _tell_owner(work, happened, "entry-returned", words)


def _tell_owner(work: Work, happened: EntryVerified | EntryReturned, kind: str, words: str) -> None:
    path, key = _page(happened.entry_id), f"{kind}-{happened.entry_id}-{happened.seq}"
    notify(work, happened.person_id, kind, words, path=path, key=key)


def _page(entry_id: int) -> str:
    return f"/evidence/{entry_id}"
