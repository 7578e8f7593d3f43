"""Writing the trail, and proving that it is whole."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, insert, select, text
from sqlalchemy.orm import Session

from competency.audit.domain.chain import BEGINNING, Entry, Link, canonical, faults, link
from competency.audit.models import AccessEntry, AuditEntry
from competency.config import Settings
from competency.infra.db import plain_rows
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.values import Value, asdict

CHAIN_LOCK = 7_265_173  # any number, as long as all writers of the trail take the same
BATCH = 2_000
LONGEST_SUBJECT = 200


class Head(Value):
    """The newest entry's number and hash; kept elsewhere, it betrays a cut tail."""

    id: int
    hash: str


def chain_key(settings: Settings) -> bytes:
    """Return the key of the chain: its own, else one derived from the secret key."""
    if settings.audit_key:
        return settings.audit_key.encode()
    return _derived(settings.need_secret_key())


@lru_cache(maxsize=1)
def _derived(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"audit chain", hashlib.sha256).digest()


def keep(work: Work, happened: Any, key: bytes) -> None:
    """Write the event into the trail, in the work's own transaction, chained to the last entry.

    The record is flushed first and the chain's lock taken last, to keep that lock short.
    """
    work.session.flush()
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = head(work.session)
    entry = Entry(
        id=last.id + 1,
        at=work.now,
        actor_id=work.actor.person_id,
        event=type(happened).__name__,
        facts=canonical(asdict(happened)),
    )
    chained = link(key, last.hash, entry)
    row = {
        "id": entry.id,
        "at": entry.at,
        "actor_id": entry.actor_id,
        "event": entry.event,
        "facts": entry.facts,
        "previous": chained.previous,
        "hash": chained.hash,
    }
    plain_rows(work.session, _APPEND, row)


# Every change waits for these two, so they are built once.
_HEAD = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
_APPEND = insert(AuditEntry.metadata.tables[AuditEntry.__tablename__])


def head(session: Session) -> Head:
    """Return the newest entry's number and hash, or the beginning of an empty trail."""
    row = plain_rows(session, _HEAD).one_or_none()
    return Head(row.id, row.hash) if row else Head(0, BEGINNING)


def newest_number() -> Select[int]:
    """Return the query for the newest entry's number, 0 in an empty trail."""
    return select(func.coalesce(func.max(AuditEntry.id), 0))


def count(session: Session) -> int:
    """Return how many entries the trail has."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def note_access(session: Session, actor: Actor, now: datetime, *, what: str, subject: str) -> None:
    """Note that somebody read something; the session is a short one of its own (`aside`).

    Reading has to leave a trace although a page that only shows may change nothing else.
    """
    session.execute(
        insert(AccessEntry).values(
            at=now, actor_id=actor.person_id, what=what, subject=subject[:LONGEST_SUBJECT]
        )
    )


def verify(session: Session, key: bytes, *, known: Head | None = None) -> list[str]:
    """Return a sentence for each fault of the trail; with a `known` head, a cut tail is one."""
    found = list(faults(key, _links(session)))
    if known is not None:
        hash_there = session.scalar(select(AuditEntry.hash).where(AuditEntry.id == known.id))
        if hash_there is None:
            found.append(f"entry {known.id}, once the newest, is gone: the tail was cut")
        elif hash_there != known.hash:
            found.append(f"entry {known.id} is not the one whose hash was kept")
    return found


def _links(session: Session) -> Iterator[Link]:
    after = 0
    while True:
        rows = session.execute(
            select(AuditEntry.__table__)
            .where(AuditEntry.id > after)
            .order_by(AuditEntry.id)
            .limit(BATCH)
        ).all()
        for row in rows:
            entry = Entry(row.id, row.at, row.actor_id, row.event, row.facts)
            yield Link(entry, row.previous, row.hash)
        if len(rows) < BATCH:
            return
        after = rows[-1].id
