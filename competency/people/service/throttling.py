"""Counting failures where all web processes see them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competency.infra.db import insert_into
from competency.kernel.errors import TooMany
from competency.people.domain import throttle
from competency.people.domain.entries import normal_email
from competency.people.domain.throttle import Tally
from competency.people.models import Throttle


def name_key(email: str) -> str:
    """Return the key of the name with which somebody tries to sign in."""
    return _key("name", normal_email(email))


def address_key(address: str) -> str:
    """Return the key of the network address from which somebody tries."""
    return _key("address", address)


def proof_key(person_id: int) -> str:
    """Return the key of somebody who is signed in and gives their password again."""
    return _key("proof", str(person_id))


def keys_of_person(person_id: int, email: str) -> list[str]:
    """Return the keys under which a person's own failures are counted."""
    return [name_key(email), proof_key(person_id)]


def refuse_while_waiting(session: Session, keys: Sequence[str], now: datetime) -> None:
    """Raise TooMany while any of the keys has to wait."""
    rows = session.scalars(select(Throttle).where(Throttle.key.in_(keys)))
    wait = max((throttle.seconds_to_wait(_tally(row), now) for row in rows), default=0)
    if wait:
        raise TooMany("There were too many tries. Wait a little, then try again.", wait)


def count_failure(session: Session, key: str, now: datetime, free: int) -> None:
    """Add a failure to the key's tally; two first failures at once both count."""
    adding = insert_into(session, Throttle).values(key=key, failures=0, since=now)
    session.execute(adding.on_conflict_do_nothing())
    row = session.get_one(Throttle, key, with_for_update=True)
    tally = throttle.after_failure(_tally(row), now, free)
    row.failures, row.since, row.locked_until = tally.failures, tally.since, tally.locked_until


def forget_failures(session: Session, keys: Sequence[str]) -> None:
    """Begin afresh for the keys."""
    session.execute(delete(Throttle).where(Throttle.key.in_(keys)))


def _tally(row: Throttle) -> Tally:
    return Tally(row.failures, row.since, row.locked_until)


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}|{value}".encode()).hexdigest()
