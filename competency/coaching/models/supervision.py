"""Supervision: what two people or a group agreed, when they met, what was on the table and said.

Kinds of supervision are codes of the data (`framework_data/supervision`), so the tables name none.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base, only_where

STANDING = "voided_at IS NULL"
OF_ONE_PERSON = "person_id IS NOT NULL AND ended_on IS NULL"


class SupervisionAgreement(Base):
    """How often and as what somebody, or a group, meets; a new one follows, none is overwritten.

    `person_id` is whose supervision it is; empty for a group, whose members stand beside it.
    `supervisor_id` leads, or convenes among peers. `ended_on` is the last day on which it counts:
    filled when another follows (`replaces_id` of that one) or when it is ended with a reason.
    """

    __tablename__ = "coaching_agreement"
    __table_args__ = (
        CheckConstraint("unit IN ('weeks', 'working-days')", name="unit"),
        CheckConstraint("every > 0", name="every"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed"),
        CheckConstraint("person_id IS NULL OR person_id <> supervisor_id", name="not_oneself"),
        CheckConstraint("person_id IS NOT NULL OR title <> ''", name="a_group_has_a_name"),
        Index(
            "uq_coaching_agreement_one_counts",
            *("person_id", "supervisor_id", "kind"),
            unique=True,
            **only_where(OF_ONE_PERSON),
        ),
        Index("ix_coaching_agreement_person", "person_id", "starts_on"),
        Index("ix_coaching_agreement_supervisor", "supervisor_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(120), default="")
    every: Mapped[int]
    unit: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("coaching_agreement.id"), unique=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SupervisionMember(Base):
    """Somebody belongs to the group of an agreement, beside the one who leads it."""

    __tablename__ = "coaching_member"
    __table_args__ = (UniqueConstraint("agreement_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("coaching_agreement.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class SupervisionSession(Base):
    """One meeting: planned for a day, held on one, signed and sealed; or called off.

    Where it stands is worked out from these moments and the signatures, never stored. The seal
    is the SHA-256 of its content as canonical text; what is mended later is added to it.
    """

    __tablename__ = "coaching_session"
    __table_args__ = (
        CheckConstraint("sealed_at IS NULL OR held_on IS NOT NULL", name="held_first"),
        CheckConstraint("(sealed_at IS NULL) = (seal IS NULL)", name="seal"),
        CheckConstraint("called_off_at IS NULL OR held_on IS NULL", name="called_off"),
        CheckConstraint("called_off_at IS NULL OR called_off_reason <> ''", name="said_why"),
        Index("ix_coaching_session_person", "person_id", "planned_on"),
        Index("ix_coaching_session_supervisor", "supervisor_id", "planned_on"),
        Index("ix_coaching_session_agreement", "agreement_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("coaching_agreement.id"))
    kind: Mapped[str] = mapped_column(String(20))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(120), default="")
    planned_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120), default="")
    held_on: Mapped[date | None]
    called_off_at: Mapped[datetime | None]
    called_off_reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    sealed_at: Mapped[datetime | None]
    seal: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SupervisionAttendee(Base):
    """Somebody is asked to a group's session; `was_there` is said when it has been held."""

    __tablename__ = "coaching_attendee"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("coaching_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    was_there: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AgendaItem(Base):
    """Something to talk about, and whether it was; `words` are as it stood when it was put there.

    A signal is named by its rule and subject, an action and a case by their number, a coaching
    note of a second-level review by the review and the note.
    """

    __tablename__ = "coaching_agenda_item"
    __table_args__ = (
        CheckConstraint(
            "source IN ('signal', 'action', 'case', 'second-level', 'own')", name="source"
        ),
        CheckConstraint("outcome IN ('', 'covered', 'carried-over')", name="outcome"),
        CheckConstraint("(source = 'case') = (case_id IS NOT NULL)", name="a_case"),
        CheckConstraint("source <> 'own' OR words <> ''", name="in_words"),
        Index("ix_coaching_agenda_item_session", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("coaching_session.id"))
    source: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[str] = mapped_column(String(60), default="")
    subject: Mapped[str] = mapped_column(String(80), default="")
    action_id: Mapped[int | None] = mapped_column(ForeignKey("coaching_action.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_review.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_coaching_note.id"))
    outcome: Mapped[str] = mapped_column(String(12), default="")
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("coaching_agenda_item.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SupervisionNote(Base):
    """What somebody noted in a session: for themselves, for those who met, or for the record.

    A note can be tagged to a strand of the person's practice area, so that the page of that
    strand shows it to those who may read it.
    """

    __tablename__ = "coaching_note"
    __table_args__ = (
        CheckConstraint("visibility IN ('private', 'shared', 'record')", name="visibility"),
        CheckConstraint("words <> ''", name="in_words"),
        Index("ix_coaching_note_session", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("coaching_session.id"))
    visibility: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)
    strand: Mapped[str] = mapped_column(String(12), default="")
    practice_area_id: Mapped[int | None] = mapped_column(ForeignKey("practice_area.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SupervisionSignature(Base):
    """Who signed which content, as what, and when; void once the session is opened again."""

    __tablename__ = "coaching_signature"
    __table_args__ = (
        Index(
            "uq_coaching_signature_one_standing",
            *("session_id", "person_id"),
            unique=True,
            **only_where(STANDING),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role_then: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]


class SupervisionAddendum(Base):
    """What was added to a sealed record, by whom and when; appended, the record itself stays."""

    __tablename__ = "coaching_addendum"
    __table_args__ = (CheckConstraint("words <> ''", name="in_words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


triggers.sealed("coaching_session", seal="sealed_at")
for _part in (
    "coaching_attendee",
    "coaching_agenda_item",
    "coaching_note",
    "coaching_signature",
):
    triggers.sealed_with(_part, parent="coaching_session", key="session_id", seal="sealed_at")
triggers.append_only("coaching_addendum")
