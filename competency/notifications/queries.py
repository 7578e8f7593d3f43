"""What stands in the notices and the outbox; each question names whose it is."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from competency.infra.db import insert_into
from competency.kernel.values import Value
from competency.notifications.domain.digest import Frequency
from competency.notifications.models import (
    CalendarFeed,
    DigestPreference,
    Notice,
    NoticeRead,
    OutboxMail,
    OutboxSending,
)

IS_READ = exists().where(NoticeRead.notice_id == Notice.id)


class NoticeRow(Value):
    """A notice as its reader sees it."""

    id: int
    words: str
    path: str
    due_on: date | None
    at: datetime
    is_read: bool


def append_once(session: Session, model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Put the rows in; those whose key stands already are left as they are.

    In one statement, because two web processes may say the same thing at the same moment.
    """
    if rows:
        session.execute(insert_into(session, model).on_conflict_do_nothing(), list(rows))


def known_keys(session: Session, keys: Collection[str]) -> set[tuple[int, str]]:
    """Return who was told the things with these keys already, as person and key."""
    if not keys:
        return set()
    found = select(Notice.person_id, Notice.key).where(Notice.key.in_(sorted(keys)))
    return {(row.person_id, row.key) for row in session.execute(found)}


def count(session: Session, person_id: int) -> tuple[int, int]:
    """Return how many notices the person has, and how many of them are unread."""
    row = session.execute(
        select(func.count(), func.count().filter(~IS_READ)).where(Notice.person_id == person_id)
    ).one()
    return row[0], row[1]


def list_notices(session: Session, person_id: int, limit: int, offset: int) -> list[NoticeRow]:
    """Return a page of the person's notices: unread ones first, the newest first in each.

    What was said at one moment stands in the order in which it was said: most pressing first.
    """
    read = IS_READ.label("is_read")
    rows = session.execute(
        select(Notice.id, Notice.words, Notice.path, Notice.due_on, Notice.at, read)
        .where(Notice.person_id == person_id)
        .order_by(read, Notice.at.desc(), Notice.id)
        .limit(limit)
        .offset(offset)
    )
    return [NoticeRow(*row) for row in rows]


def unread_ids(session: Session, person_id: int) -> list[int]:
    """Return the numbers of the person's unread notices, the oldest first."""
    return list(
        session.scalars(
            select(Notice.id).where(Notice.person_id == person_id, ~IS_READ).order_by(Notice.id)
        )
    )


def not_mailed(session: Session, since: datetime) -> list[Notice]:
    """Return the unread notices that no mail has told, person by person, the soonest due first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.mail_id.is_(None), Notice.at >= since, ~IS_READ)
            .order_by(Notice.person_id, Notice.due_on.is_(None), Notice.due_on, Notice.id)
        )
    )


def frequencies(session: Session) -> dict[int, Frequency]:
    """Return what each person has chosen; who is missing has not chosen."""
    rows = session.execute(select(DigestPreference.person_id, DigestPreference.frequency))
    return {person_id: Frequency(frequency) for person_id, frequency in rows}


def last_mails(session: Session) -> dict[int, datetime]:
    """Return when each person's newest mail was written."""
    rows = session.execute(
        select(OutboxMail.person_id, func.max(OutboxMail.at)).group_by(OutboxMail.person_id)
    )
    return {person_id: at for person_id, at in rows}


def mails_to_send(session: Session, now: datetime) -> list[int]:
    """Return the numbers of the mails whose time has come, the oldest first."""
    return list(
        session.scalars(
            select(OutboxSending.mail_id)
            .where(OutboxSending.next_at <= now)
            .order_by(OutboxSending.mail_id)
        )
    )


def count_waiting(session: Session) -> int:
    """Return how many mails are neither sent nor given up."""
    return (
        session.scalar(
            select(func.count())
            .select_from(OutboxSending)
            .where(OutboxSending.next_at.is_not(None))
        )
        or 0
    )


def live_feed(session: Session, person_id: int) -> CalendarFeed | None:
    """Return the person's calendar address in use, if there is one."""
    return session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None)
        )
    )


def holder_of(session: Session, token_hash: str) -> int | None:
    """Return whose calendar stands at the address, or None where it is none or revoked."""
    return session.scalar(
        select(CalendarFeed.person_id).where(
            CalendarFeed.token_hash == token_hash, CalendarFeed.revoked_at.is_(None)
        )
    )


def own_ids(session: Session, person_id: int, notice_ids: Collection[int]) -> list[int]:
    """Return those of the numbers that are notices of this person."""
    return list(
        session.scalars(
            select(Notice.id).where(Notice.person_id == person_id, Notice.id.in_(notice_ids))
        )
    )
