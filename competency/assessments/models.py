"""Appraisals and all that is appended to them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base, only_where

RUNNING = "sealed_at IS NULL AND withdrawn_at IS NULL"


class Appraisal(Base):
    """One cycle of a person in a practice area, pinned to a version of a framework.

    `supervisor_id` is who takes the supervisor's part now; `supervisor_submitted_by_id` is
    whose rating stands, which stays theirs when the line passes on after the reveal.
    """

    __tablename__ = "appraisal"
    __table_args__ = (
        Index(
            "uq_appraisal_one_running",
            "person_id",
            "practice_area_id",
            "framework_id",
            unique=True,
            **only_where(RUNNING),
        ),
        Index(
            "uq_appraisal_one_revision",
            "revises_id",
            unique=True,
            **only_where("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    practice_area_id: Mapped[int] = mapped_column(ForeignKey("practice_area.id"), index=True)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    framework_id: Mapped[str] = mapped_column(String(80))
    framework_version: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    started_on: Mapped[date]
    due_on: Mapped[date | None]
    open_ratings: Mapped[bool] = mapped_column(default=False)
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("appraisal.id"))
    revision: Mapped[int] = mapped_column(default=1)
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("appraisal.id"))
    reopened_reason: Mapped[str | None] = mapped_column(Text)

    self_submitted_at: Mapped[datetime | None]
    supervisor_submitted_at: Mapped[datetime | None]
    supervisor_submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    sealed_at: Mapped[datetime | None]
    seal: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Rating(Base):
    """What one rater said about one strand at one moment; appended, never overwritten."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "hand", "rater_id", "strand", "seq"),
        CheckConstraint("hand IN ('self', 'supervisor')", name="hand"),
        CheckConstraint(
            "(answer = 'rated') = (position IS NOT NULL) AND "
            "(answer <> 'not_applicable' OR reason <> '')",
            name="answer",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"))
    hand: Mapped[str] = mapped_column(String(12))
    rater_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    strand: Mapped[str] = mapped_column(String(12))
    seq: Mapped[int]
    answer: Mapped[str] = mapped_column(String(16))
    position: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    framework_version: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class StrandAgreement(Base):
    """What the two made of one strand; appended, the highest `seq` counts.

    `together` says whether it was agreed with others in one go; None was recorded before that
    was kept.
    """

    __tablename__ = "strand_agreement"
    __table_args__ = (UniqueConstraint("appraisal_id", "strand", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"))
    strand: Mapped[str] = mapped_column(String(12))
    seq: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(String(16))
    position: Mapped[int | None]
    not_applicable_reason: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    self_reason: Mapped[str] = mapped_column(Text, default="")
    supervisor_reason: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    together: Mapped[bool | None]


class SectionLevel(Base):
    """The agreed practice level of a section, in the two people's own words; appended."""

    __tablename__ = "section_level"
    __table_args__ = (UniqueConstraint("appraisal_id", "section", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"))
    section: Mapped[str] = mapped_column(String(6))
    seq: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Objective(Base):
    """A SMARTER objective; `about` is a strand's or section's code, or empty."""

    __tablename__ = "objective"

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"), index=True)
    about: Mapped[str] = mapped_column(String(12), default="")
    specific: Mapped[str] = mapped_column(Text)
    measurable: Mapped[str] = mapped_column(Text)
    achievable: Mapped[str] = mapped_column(Text)
    relevant: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    evaluation: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date]
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("objective.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ObjectiveEnding(Base):
    """How an objective was closed out, after its appraisal was sealed."""

    __tablename__ = "objective_ending"

    id: Mapped[int] = mapped_column(primary_key=True)
    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"), unique=True)
    ending: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Signature(Base):
    """Who signed which content, as what, and when; void once the talk is opened again."""

    __tablename__ = "signature"
    __table_args__ = (
        Index(
            "uq_signature_one_standing",
            "appraisal_id",
            "hand",
            unique=True,
            **only_where("voided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"), index=True)
    hand: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role_then: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]


class Invitation(Base):
    """An outside rater may take the supervisor's part in one appraisal until a day."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"), index=True)
    rater_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_on: Mapped[date]
    revoked_at: Mapped[datetime | None]


STANDING = "ended_at IS NULL"


class Moderation(Base):
    """A second rater was asked to rate one appraisal blind; it is ended only unsubmitted."""

    __tablename__ = "moderation"
    __table_args__ = (
        Index(
            "uq_moderation_one_standing",
            "appraisal_id",
            unique=True,
            **only_where(STANDING),
        ),
        CheckConstraint("submitted_at IS NULL OR ended_at IS NULL", name="submitted_or_ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"), index=True)
    rater_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ModerationRating(Base):
    """What the second rater said about one strand at one moment; appended, never overwritten."""

    __tablename__ = "moderation_rating"
    __table_args__ = (
        UniqueConstraint("moderation_id", "strand", "seq"),
        CheckConstraint(
            "(answer = 'rated') = (position IS NOT NULL) AND "
            "(answer <> 'not_applicable' OR reason <> '')",
            name="answer",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    moderation_id: Mapped[int] = mapped_column(ForeignKey("moderation.id"))
    strand: Mapped[str] = mapped_column(String(12))
    seq: Mapped[int]
    answer: Mapped[str] = mapped_column(String(16))
    position: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    framework_version: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class Target(Base):
    """The position a post aims at in a section, shown beside the profile."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("post_id", "framework_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    framework_id: Mapped[str] = mapped_column(String(80))
    section: Mapped[str] = mapped_column(String(6))
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


triggers.sealed("appraisal", seal="sealed_at")
for _appended in ("rating", "strand_agreement", "section_level"):
    triggers.sealed_with(
        _appended, parent="appraisal", key="appraisal_id", seal="sealed_at", appended=True
    )
triggers.sealed("moderation", seal="submitted_at")
triggers.sealed_with(
    "moderation_rating",
    parent="moderation",
    key="moderation_id",
    seal="submitted_at",
    appended=True,
)
for _edited in ("objective", "signature"):
    triggers.sealed_with(_edited, parent="appraisal", key="appraisal_id", seal="sealed_at")
