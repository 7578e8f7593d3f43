"""Notices, the mails that wait in the outbox, and how each person wants to be told."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra.db import Base

ASIDE = {"info": {"audited": False}}


class OutboxMail(Base):
    """A mail, written in the transaction of what it tells; it never changes."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    at: Mapped[datetime]


class OutboxSending(Base):
    """How the sending of a mail goes; without `next_at` it is sent or given up."""

    __tablename__ = "outbox_sending"
    __table_args__ = ASIDE

    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox_mail.id"), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")


class Notice(Base):
    """Something that a person is told once: `key` names it, `path` leads to its page.

    `mail_id` is the digest that told it too.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index(None, "mail_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(400))
    path: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None]
    at: Mapped[datetime]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_mail.id"))


class NoticeRead(Base):
    """That a person has read a notice: their own marker, which the trail need not hear of."""

    __tablename__ = "notice_read"
    __table_args__ = ASIDE

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    at: Mapped[datetime]


class DigestPreference(Base):
    """How often a person wants the digest; who has not chosen gets it daily."""

    __tablename__ = "digest_preference"
    __table_args__ = (CheckConstraint("frequency IN ('daily', 'weekly', 'none')", "frequency"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    frequency: Mapped[str] = mapped_column(String(10))


class CalendarFeed(Base):
    """A private address of a person's calendar; only its hash is kept."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
