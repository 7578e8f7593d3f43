"""Signing in and out; sign-ins are rows that can be listed and ended at any time.

Sign-in rows and throttle counters are written by short transactions of their own, so that a
refused request still counts. Nothing here tells whether an account exists.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.orm import Session

from competency.infra.db import Database
from competency.kernel.actor import Actor, Grant, Role, ScopeKind
from competency.kernel.clock import london_date
from competency.kernel.errors import Forbidden
from competency.kernel.values import Value
from competency.people.domain import throttle
from competency.people.domain.entries import normal_email
from competency.people.domain.passwords import normal_password
from competency.people.models import Credential, Person, RoleGrant, SignIn
from competency.people.service.throttling import (
    address_key,
    count_failure,
    forget_failures,
    name_key,
    proof_key,
    refuse_while_waiting,
)

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
ADDRESS_FAILURES = 30  # an office may share one address
PROOF_LASTS = timedelta(minutes=5)


_BEARER = (
    select(
        SignIn.id.label("sign_in_id"),
        SignIn.person_id,
        SignIn.epoch,
        SignIn.started_at,
        SignIn.last_seen_at,
        Person.name,
        Person.left_on,
        Credential.epoch.label("current_epoch"),
        RoleGrant.role,
        RoleGrant.scope,
        RoleGrant.scope_id,
        RoleGrant.starts_on,
        RoleGrant.ends_on,
    )
    .join(Person, Person.id == SignIn.person_id)
    .join(Credential, Credential.person_id == SignIn.person_id)
    .outerjoin(RoleGrant, RoleGrant.person_id == SignIn.person_id)
    .where(SignIn.token_hash == bindparam("token"), SignIn.ended_at.is_(None))
)


class Proof(Value):
    """That this person gave their password just now; made by `prove` alone."""

    person_id: int
    at: datetime


@cache
def hasher(*, cheap: bool) -> PasswordHasher:
    """Return argon2id: 19 MiB, two passes, one lane (OWASP); tests use the least it accepts."""
    if cheap:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def start(
    db: Database,
    *,
    email: str,
    password: str,
    now: datetime,
    address: str,
    browser: str,
    cheap: bool,
) -> str | None:
    """Return the token of a new sign-in, or None where name and password do not match.

    Raises TooMany while the name or the address has to wait.
    """
    keys = {name_key(email): throttle.FREE_FAILURES, address_key(address): ADDRESS_FAILURES}
    with db.reading() as session:
        refuse_while_waiting(session, list(keys), now)
        found = _credential(session, email, london_date(now))
    right = _matches(found.password_hash if found else None, password, cheap=cheap)
    with db.aside() as session:
        if found is None or not right:
            for key, free in keys.items():
                count_failure(session, key, now, free)
            return None
        # Not the address's: whoever holds one account could go on guessing others from there.
        forget_failures(session, [name_key(email)])
        token = secrets.token_urlsafe(32)
        session.add(
            SignIn(
                person_id=found.person_id,
                token_hash=token_hash(token),
                epoch=found.epoch,
                started_at=now,
                last_seen_at=now,
                address=address[:60],
                browser=browser[:200],
            )
        )
    return token


def identify(db: Database, asked: Connection, token: str, now: datetime) -> Actor | None:
    """Return who holds the token, with today's roles, or None when the sign-in is over.

    A person who has left, a changed password, 30 minutes of rest or 12 hours end it.
    """
    today = london_date(now)
    rows: Sequence[Any] = asked.execute(_BEARER, {"token": token_hash(token)}).all()
    asked.rollback()  # nothing of the page belongs to this transaction
    if not rows:
        return None
    first = rows[0]
    over = now - first.last_seen_at > IDLE or now - first.started_at > LONGEST
    if over or first.epoch != first.current_epoch or _has_left(first.left_on, today):
        return None
    if now - first.last_seen_at > SEEN_EVERY:
        with db.aside(asked) as session:
            session.execute(
                update(SignIn).where(SignIn.id == first.sign_in_id).values(last_seen_at=now)
            )
    grants = frozenset(
        Grant(Role(row.role), ScopeKind(row.scope), row.scope_id)
        for row in rows
        if row.role and row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    )
    return Actor(
        person_id=first.person_id, name=first.name, grants=grants, sign_in_id=first.sign_in_id
    )


def end(db: Database, sign_in_id: int, now: datetime) -> None:
    """End one sign-in; ending an ended one changes nothing."""
    with db.aside() as session:
        session.execute(
            update(SignIn)
            .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
            .values(ended_at=now)
        )


def prove(db: Database, actor: Actor, password: str, now: datetime, *, cheap: bool) -> Proof | None:
    """Return proof that the actor gave their own password, or None; failures are throttled.

    Before a view's `writes` begins, never within: the count needs a transaction of its own.
    """
    if actor.person_id is None:
        return None
    key = proof_key(actor.person_id)
    with db.reading() as session:
        refuse_while_waiting(session, [key], now)
        known = session.get(Credential, actor.person_id)
    if not _matches(known.password_hash if known else None, password, cheap=cheap):
        with db.aside() as session:
            count_failure(session, key, now, throttle.FREE_FAILURES)
        return None
    return Proof(actor.person_id, now)


def check_proof(proof: Proof, actor: Actor, now: datetime) -> None:
    """Refuse a proof that is another person's or older than five minutes."""
    if proof.person_id != actor.person_id or not timedelta(0) <= now - proof.at <= PROOF_LASTS:
        raise Forbidden("Give your own password again to sign.")


def token_hash(token: str) -> str:
    """Return what is kept of a token: nobody can sign in with what the database holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def _has_left(left_on: date | None, today: date) -> bool:
    return left_on is not None and left_on < today


def _credential(session: Session, email: str, today: date) -> Credential | None:
    return session.scalar(
        select(Credential)
        .join(Person, Person.id == Credential.person_id)
        .where(
            Person.email == normal_email(email),
            Person.left_on.is_(None) | (Person.left_on >= today),
        )
    )


def _matches(password_hash: str | None, password: str, *, cheap: bool) -> bool:
    """Verify, taking as long for an unknown name as for a known one."""
    known = password_hash or _nobody(cheap=cheap)
    try:
        hasher(cheap=cheap).verify(known, normal_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobody(*, cheap: bool) -> str:
    return hasher(cheap=cheap).hash(secrets.token_urlsafe(16))
