"""Courses, the rules about them, what was completed, and who was told."""

from datetime import date, datetime
from typing import cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base, only_where

VERIFIED = "status = 'verified'"
CLAIMED = "status = 'claimed'"


class Course(Base):
    """Something to learn or to hold; `also` are its names in other systems, one a line."""

    __tablename__ = "training_course"
    __table_args__ = (
        CheckConstraint(
            "subject IN ('course', 'registration', 'check', 'indemnity')", name="subject"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(120), unique=True)
    subject: Mapped[str] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(Text, default="")
    also: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TrainingRequirement(Base):
    """Who needs a course, from when, and how often again; ended ones stay for the record."""

    __tablename__ = "training_requirement"
    __table_args__ = (
        CheckConstraint(
            "(who = 'everyone' AND role IS NULL AND team_id IS NULL) OR "
            "(who = 'role' AND role IS NOT NULL AND team_id IS NULL) OR "
            "(who = 'team' AND role IS NULL AND team_id IS NOT NULL)",
            name="who",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), index=True)
    who: Mapped[str] = mapped_column(String(12))
    role: Mapped[str | None] = mapped_column(String(40))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    grace_days: Mapped[int]
    repeat_months: Mapped[int | None]
    window_days: Mapped[int]
    applies_from: Mapped[date | None]
    after_audit_finding: Mapped[bool] = mapped_column(default=False)
    after_incident: Mapped[bool] = mapped_column(default=False)
    assumption: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TrainingBatch(Base):
    """Completions recorded together, from an attendance list or a file; undone as one."""

    __tablename__ = "training_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(12))
    source_name: Mapped[str] = mapped_column(String(200))
    source_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    rows: Mapped[int]
    added: Mapped[int]
    known: Mapped[int]
    faulty: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MendedCell(Base):
    """What was typed in place of a cell of a batch's file; without a field the row was left out."""

    __tablename__ = "training_mended_cell"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("training_batch.id"), index=True)
    row: Mapped[int]
    field: Mapped[str] = mapped_column(String(20), default="")
    said: Mapped[str] = mapped_column(Text, default="")
    typed: Mapped[str] = mapped_column(Text, default="")


class TrainingCompletion(Base):
    """Somebody did a course or holds something, on a day.

    Its status changes by comparing and setting, so it needs no version; a batch of thousands is
    undone in one statement.
    """

    __tablename__ = "training_completion"
    __table_args__ = (
        CheckConstraint("status IN ('claimed', 'verified', 'returned', 'undone')", name="status"),
        Index(
            "uq_training_completion_counts_once",
            "course_id",
            "person_id",
            "completed_on",
            unique=True,
            **only_where(VERIFIED),
        ),
        Index("ix_training_completion_person", "person_id", "course_id"),
        Index(
            "ix_training_completion_counts",
            "course_id",
            "person_id",
            "completed_on",
            "expires_on",
            **only_where(VERIFIED),
        ),
        Index(
            "ix_training_completion_waiting",
            "person_id",
            **only_where(CLAIMED),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    completed_on: Mapped[date]
    expires_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(80), default="")
    status: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(12))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("training_batch.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(Text, default="")


class TrainingExemption(Base):
    """Somebody need not do a course, with the reason, until a day."""

    __tablename__ = "training_exemption"
    __table_args__ = (CheckConstraint("until >= from_on AND reason <> ''", name="exemption"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    from_on: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TrainingRefresher(Base):
    """Somebody has to do a course again because of an audit finding or an incident."""

    __tablename__ = "training_refresher"
    __table_args__ = (
        CheckConstraint("cause IN ('audit_finding', 'incident')", name="cause"),
        CheckConstraint("due_on >= assigned_on AND reason <> ''", name="refresher"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    cause: Mapped[str] = mapped_column(String(20))
    assigned_on: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TrainingTold(Base):
    """Who was told what about whose training, and when; once for each occasion."""

    __tablename__ = "training_told"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "told_id", "due_on", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    told_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    occasion: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class TrainingReport(Base):
    """The governance report of a month, frozen; a later one of the same month has its own seq."""

    __tablename__ = "training_report"
    __table_args__ = (UniqueConstraint("month", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    seq: Mapped[int]
    as_of: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


# For thousands of rows at once, past the objects.
COMPLETIONS = cast(Table, TrainingCompletion.__table__)
TOLD = cast(Table, TrainingTold.__table__)

triggers.append_only("training_mended_cell")
triggers.append_only("training_told")
triggers.append_only("training_report")
