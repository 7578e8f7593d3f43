"""Entries of the log, what hangs on them, and the versions that somebody else has seen."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class EvidenceEntry(Base):
    """One entry of a person's log, as it stands now.

    `uuid` stays the same wherever the entry is carried. `corrects_id` names the verified entry
    whose place this one takes once it is shared.
    """

    __tablename__ = "evidence_entry"
    __table_args__ = (
        UniqueConstraint("person_id", "uuid"),
        UniqueConstraint("corrects_id"),
        CheckConstraint("state IN ('draft', 'shared', 'returned', 'verified')", name="state"),
        CheckConstraint("(state = 'verified') = (sealed_at IS NOT NULL)", name="sealed"),
        CheckConstraint("hours > 0", name="hours"),
        Index("ix_evidence_entry_log", "person_id", "starts_on", "id"),
        Index("ix_evidence_entry_state", "state", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uuid: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    last_on: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    did: Mapped[str] = mapped_column(Text, default="")
    learned: Mapped[str] = mapped_column(Text, default="")
    applied: Mapped[str] = mapped_column(Text, default="")
    practice_area_id: Mapped[int | None] = mapped_column(ForeignKey("practice_area.id"), index=True)
    seq: Mapped[int] = mapped_column(default=0)
    shared_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    seal: Mapped[str | None] = mapped_column(String(64))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_entry.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_batch.id"), index=True)
    origin: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class EvidenceLink(Base):
    """A strand, at a level, that the entry is evidence for."""

    __tablename__ = "evidence_link"
    __table_args__ = (UniqueConstraint("entry_id", "framework_id", "strand"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("evidence_entry.id"))
    framework_id: Mapped[str] = mapped_column(String(80))
    framework_version: Mapped[str] = mapped_column(String(20))
    strand: Mapped[str] = mapped_column(String(12))
    level: Mapped[str] = mapped_column(String(12))


class EvidenceTag(Base):
    """What the entry counts as for another body."""

    __tablename__ = "evidence_tag"
    __table_args__ = (UniqueConstraint("entry_id", "scheme", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("evidence_entry.id"))
    scheme: Mapped[str] = mapped_column(String(80))
    scheme_version: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))


class EvidenceAttachment(Base):
    """A file of an entry; its bytes lie under their hash outside the database."""

    __tablename__ = "evidence_attachment"
    __table_args__ = (UniqueConstraint("entry_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("evidence_entry.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    added_at: Mapped[datetime]


class EvidenceVersion(Base):
    """What somebody else was shown: appended at each sharing, never at a draft's saving.

    A draft may hold what the guard then asks to be taken out; a kept copy would keep it.
    """

    __tablename__ = "evidence_version"
    __table_args__ = (UniqueConstraint("entry_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("evidence_entry.id"))
    seq: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class EvidenceDecision(Base):
    """What became of a shared version: verified, returned, or taken back by its writer."""

    __tablename__ = "evidence_decision"
    __table_args__ = (
        UniqueConstraint("entry_id", "seq"),
        CheckConstraint("outcome IN ('verified', 'returned', 'taken_back')", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("evidence_entry.id"))
    seq: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(12))
    comment: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class EvidenceReason(Base):
    """Why a place that the guard asks about is fine; `mark` is the hash of the place."""

    __tablename__ = "evidence_reason"
    __table_args__ = (UniqueConstraint("entry_id", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("evidence_entry.id"))
    mark: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class EvidenceBatch(Base):
    """Entries that came in together, from a file or a portfolio; undone as a whole."""

    __tablename__ = "evidence_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(200))
    source_sha256: Mapped[str] = mapped_column(String(64))
    entries: Mapped[int]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


triggers.sealed("evidence_entry", seal="sealed_at")
for _fixed in ("evidence_link", "evidence_tag", "evidence_attachment", "evidence_reason"):
    triggers.sealed_with(_fixed, parent="evidence_entry", key="entry_id", seal="sealed_at")
for _appended in ("evidence_version", "evidence_decision"):
    triggers.append_only(_appended)
