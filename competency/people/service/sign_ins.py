"""Sign-ins as their owner and the administrator see them: listed, ended, unlocked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, CursorResult, select, update

from competency.infra.work import Work
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.domain import browsers
from competency.people.events import AccountUnlocked, SignInsEnded
from competency.people.models import Person, SignIn
from competency.people.permissions import END_SIGN_INS, SEE_ACCOUNT, SEE_SIGN_INS, UNLOCK
from competency.people.queries import account
from competency.people.service.access import require
from competency.people.service.sign_in import IDLE, LONGEST
from competency.people.service.throttling import forget_failures, keys_of_person

SHOWN = 50


class State(StrEnum):
    """Whether a sign-in still lets its holder in, and if not, why."""

    LIVE = "In use"
    ENDED = "Ended"
    RESTED = "Ended by itself"
    OLD_PASSWORD = "Ended with an older password"


class SignInRow(Value):
    """One sign-in in words that its owner recognises."""

    id: int
    browser: str
    address: str
    started_at: datetime
    last_seen_at: datetime
    state: State
    is_this_one: bool

    @property
    def live(self) -> bool:
        """Return whether it still lets its holder in."""
        return self.state is State.LIVE


def list_own_sign_ins(work: Work) -> list[SignInRow]:
    """Return the actor's newest sign-ins, live ones first."""
    person_id = _own(work)
    rows = [
        SignInRow(
            id=row.id,
            browser=browsers.in_words(row.browser),
            address=row.address,
            started_at=row.started_at,
            last_seen_at=row.last_seen_at,
            state=_state(row, current, work.now),
            is_this_one=row.id == work.actor.sign_in_id,
        )
        for row, current in account.list_sign_ins(work.session, person_id, limit=SHOWN)
    ]
    return sorted(rows, key=lambda row: not row.live)


def end_own_sign_in(work: Work, sign_in_id: int) -> None:
    """End one of the actor's sign-ins; anybody else's is not found."""
    person_id = _own(work)
    known = work.session.scalar(
        select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.person_id == person_id)
    )
    if known is None:
        raise NotFound("There is no such sign-in, or it is not yours.")
    _end(work, person_id, SignIn.id == sign_in_id)


def end_other_sign_ins(work: Work) -> int:
    """End all sign-ins of the actor but the one of this request, and return how many."""
    return _end(work, _own(work), SignIn.id != work.actor.sign_in_id)


def end_all_sign_ins(work: Work, person_id: int) -> int:
    """End all sign-ins of a person, and return how many; for administrators."""
    require(work, END_SIGN_INS, person_id, see=SEE_ACCOUNT)
    return _end(work, person_id)


def unlock(work: Work, person_id: int) -> None:
    """Let somebody try again at once who has to wait after failed tries; for administrators.

    A wait of a network address, which many may share, runs out by itself.
    """
    require(work, UNLOCK, person_id, see=SEE_ACCOUNT)
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFound("There is nobody with this number.")
    forget_failures(work.session, keys_of_person(person.id, person.email))
    work.record(AccountUnlocked(person_id=person_id))


def _own(work: Work) -> int:
    person_id = work.actor.person_id
    if person_id is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    require(work, SEE_SIGN_INS, person_id, see=SEE_SIGN_INS)
    return person_id


def _end(work: Work, person_id: int, *which: ColumnElement[bool]) -> int:
    result = work.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), *which)
        .values(ended_at=work.now)
    )
    assert isinstance(result, CursorResult)
    if result.rowcount:
        work.record(SignInsEnded(person_id=person_id, count=result.rowcount))
    return result.rowcount


def _state(row: SignIn, current: bool, now: datetime) -> State:
    if row.ended_at is not None:
        return State.ENDED
    if not current:
        return State.OLD_PASSWORD
    rested = now - row.last_seen_at > IDLE or now - row.started_at > LONGEST
    return State.RESTED if rested else State.LIVE
