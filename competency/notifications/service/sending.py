"""Sending what waits in the outbox.

Each mail is claimed in a short transaction before it is sent and marked in another after it, so
that two senders never send the same one and a crash between the two repeats it once at most.
"""

from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from competency.infra.db import Database
from competency.infra.mail import Letter, Mailer, NotSent, Unreachable
from competency.kernel.clock import london_date
from competency.kernel.values import Value, replace
from competency.notifications import queries
from competency.notifications.domain.trying import is_worth_sending, next_try
from competency.notifications.models import OutboxMail, OutboxSending
from competency.people.service import lookup

LONGEST_ERROR = 300
HAS_LEFT = "The person has left."
TOO_OLD = "It waited too long to be news."


class Sent(Value, kw_only=True):
    """What became of the mails whose time had come."""

    sent: int = 0
    put_off: int = 0
    dropped: int = 0
    trouble: str = ""


def send_waiting(db: Database, mailer: Mailer, now: datetime) -> Sent:
    """Send the mails whose time has come; what fails is tried again later, then given up.

    A server that does not answer ends the round, and the mails not tried keep their place.
    """
    done = Sent()
    with db.reading() as session:
        waiting = queries.mails_to_send(session, now)
    for mail_id in waiting:
        letter = _claim(db, mail_id, now)
        if letter is None:
            done = replace(done, dropped=done.dropped + 1)
            continue
        try:
            mailer.send(letter)
        except NotSent as fault:
            _note(db, mail_id, last_error=str(fault)[:LONGEST_ERROR])
            done = replace(done, put_off=done.put_off + 1, trouble=str(fault))
            if isinstance(fault, Unreachable):
                break
        else:
            _note(db, mail_id, sent_at=now, next_at=None, last_error="")
            done = replace(done, sent=done.sent + 1)
    return done


def count_waiting(db: Database) -> int:
    """Return how many mails are neither sent nor given up."""
    with db.reading() as session:
        return queries.count_waiting(session)


def _claim(db: Database, mail_id: int, now: datetime) -> Letter | None:
    """Return the letter, its next try set already; None where it is not to be sent (any more)."""
    with db.aside() as session:
        mail, sending = session.execute(
            select(OutboxMail, OutboxSending)
            .join(OutboxSending, OutboxSending.mail_id == OutboxMail.id)
            .where(OutboxMail.id == mail_id)
        ).one()
        here = lookup.contacts_here(session, [mail.person_id], london_date(now))
        contact = here.get(mail.person_id)
        worth = is_worth_sending(mail.at, now)
        if contact is None or not worth:
            reason = HAS_LEFT if worth else TOO_OLD
            _take(session, mail_id, now, {"next_at": None, "last_error": reason})
            return None
        tries = sending.tries + 1
        if not _take(session, mail_id, now, {"next_at": next_try(tries, now), "tries": tries}):
            return None
        return Letter(contact.email, mail.subject, mail.body, mail.key, mail.at)


def _take(session: Session, mail_id: int, now: datetime, values: dict[str, object]) -> bool:
    """Return whether this sender was the first to take the mail now."""
    result = session.execute(
        update(OutboxSending)
        .where(OutboxSending.mail_id == mail_id, OutboxSending.next_at <= now)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _note(db: Database, mail_id: int, **values: object) -> None:
    with db.aside() as session:
        session.execute(
            update(OutboxSending).where(OutboxSending.mail_id == mail_id).values(**values)
        )
