"""Setting a password: by a one-time link, or by giving the old one.

A new password raises the credential's epoch, which ends every sign-in made under the old one.
"""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from competency.infra.work import Work
from competency.kernel.errors import NotFound
from competency.people.domain.passwords import check_password
from competency.people.events import PasswordLinkMade, PasswordSet
from competency.people.models import Credential, PasswordLink, Person, SignIn
from competency.people.permissions import CHANGE_PASSWORD, MAKE_PASSWORD_LINK, SEE_ACCOUNT
from competency.people.service.access import require
from competency.people.service.sign_in import Proof, check_proof, hasher, token_hash
from competency.people.service.throttling import forget_failures, name_key

LINK_LASTS = timedelta(hours=72)
LINK_OVER = "This link has been used or is too old. Ask your administrator for a new one."


def make_password_link(work: Work, person_id: int, *, valid_for: timedelta = LINK_LASTS) -> str:
    """Return the token of a new one-time link; older unused links of the person end.

    For administrators; refuses a person who has left.
    """
    require(work, MAKE_PASSWORD_LINK, person_id, see=SEE_ACCOUNT)
    return issue_password_link(work, person_id, valid_for=valid_for)


def issue_password_link(work: Work, person_id: int, *, valid_for: timedelta = LINK_LASTS) -> str:
    """Do the same for a room or a command that has checked by its own rules that it may."""
    person = work.session.get(Person, person_id)
    if person is None or (person.left_on is not None and person.left_on < work.today):
        raise NotFound("Nobody who works here has this number.")
    work.session.execute(
        update(PasswordLink)
        .where(
            PasswordLink.person_id == person_id,
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > work.now,
        )
        .values(expires_at=work.now)
    )
    token = secrets.token_urlsafe(32)
    link = PasswordLink(
        person_id=person_id,
        token_hash=token_hash(token),
        expires_at=work.now + valid_for,
        made_by_id=work.actor.person_id,
    )
    work.session.add(link)
    work.session.flush()
    work.record(PasswordLinkMade(person_id=person_id, link_id=link.id))
    return token


def link_is_live(work: Work, token: str) -> bool:
    """Return whether a password can be set with the link now."""
    return _live_link(work, token) is not None


def set_password_by_link(work: Work, token: str, password: str, *, cheap: bool) -> None:
    """Set the password of whoever the link was made for, and use the link up.

    Raises NotFound for a link that is used, too old or was never made; refuses a password that
    is easy to guess. All sign-ins of the person end, and so does a wait after failed tries.
    """
    found = _live_link(work, token, lock=True)
    if found is None:
        raise NotFound(LINK_OVER)
    link, person = found
    password = check_password(password, name=person.name, email=person.email)
    link.used_at = work.now
    _store(work, person.id, password, cheap=cheap)
    forget_failures(work.session, [name_key(person.email)])
    work.record(PasswordSet(person_id=person.id, by_link=True))


def change_password(work: Work, proof: Proof, password: str, *, cheap: bool) -> None:
    """Set the actor's own password; the sign-in of this request goes on, all others end."""
    check_proof(proof, work.actor, work.now)
    require(work, CHANGE_PASSWORD, proof.person_id, see=CHANGE_PASSWORD)
    person = work.session.get_one(Person, proof.person_id)
    password = check_password(password, name=person.name, email=person.email)
    epoch = _store(work, person.id, password, cheap=cheap)
    work.session.execute(
        update(SignIn).where(SignIn.id == work.actor.sign_in_id).values(epoch=epoch)
    )
    work.record(PasswordSet(person_id=person.id, by_link=False))


def _live_link(work: Work, token: str, *, lock: bool = False) -> tuple[PasswordLink, Person] | None:
    statement = (
        select(PasswordLink, Person)
        .join(Person, Person.id == PasswordLink.person_id)
        .where(
            PasswordLink.token_hash == token_hash(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > work.now,
            Person.left_on.is_(None) | (Person.left_on >= work.today),
        )
    )
    if lock:  # of two who send the same link at once, the second finds it used
        statement = statement.with_for_update(of=PasswordLink)
    row = work.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def _store(work: Work, person_id: int, password: str, *, cheap: bool) -> int:
    """Keep the new password's hash and return its epoch."""
    password_hash = hasher(cheap=cheap).hash(password)
    known = work.session.get(Credential, person_id, with_for_update=True)
    if known is None:
        known = Credential(person_id=person_id, epoch=0)
        work.session.add(known)
    known.password_hash, known.set_at, known.epoch = password_hash, work.now, known.epoch + 1
    return known.epoch
