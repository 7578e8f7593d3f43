"""The tables of a self-study: its ratings, checklist, matrices, files, and the panel's comments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base, only_where


class SelfStudy(Base):
    """A self-study of one version of an accreditation standard, from its start to its end.

    `not_applicable` is why the whole standard does not apply, where it does not.
    """

    __tablename__ = "accreditation_study"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'submitted', 'closed')", name="state"),
        CheckConstraint("(state = 'open') = (submitted_at IS NULL)", name="submitted"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("period_from <= period_to", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[str] = mapped_column(String(80))
    standard_version: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    period_from: Mapped[date]
    period_to: Mapped[date]
    not_applicable: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closing_words: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PracticeRating(Base):
    """What was said of one practice at one time: a rating or why there is none, in own words.

    Appended, never changed; the one with the highest `seq` is the one that stands.
    """

    __tablename__ = "accreditation_rating"
    __table_args__ = (
        UniqueConstraint("study_id", "practice", "seq"),
        CheckConstraint("answer IN ('', 'rated', 'not_applicable')", name="answer"),
        CheckConstraint("(answer = 'rated') = (rating IS NOT NULL)", name="rated"),
        CheckConstraint("answer <> 'not_applicable' OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("accreditation_study.id"))
    practice: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    answer: Mapped[str] = mapped_column(String(16))
    rating: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    narrative: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ChecklistItem(Base):
    """An item of the standard's evidence lists, as this self-study brings it."""

    __tablename__ = "accreditation_item"
    __table_args__ = (
        UniqueConstraint("study_id", "code"),
        CheckConstraint("state IN ('to-do', 'in-hand', 'ready', 'not-needed')", name="state"),
        CheckConstraint("state <> 'not-needed' OR reason <> ''", name="reason"),
        Index("ix_accreditation_item_owner", "owner_id", "due_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("accreditation_study.id"))
    code: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), default="to-do")
    reason: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PracticePart(Base):
    """How one part of a practice is met: a service, an activity, a responsible person.

    `means` is one of the choices that its kind of practice has. A formal agreement has its party
    and days, a gap its plan, everything else what it rests on.
    """

    __tablename__ = "accreditation_part"
    __table_args__ = (
        UniqueConstraint("study_id", "practice", "code"),
        CheckConstraint(
            "agreed_until IS NULL OR (agreed_from IS NOT NULL AND agreed_from <= agreed_until)",
            name="agreed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("accreditation_study.id"))
    practice: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(60))
    means: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text, default="")
    party: Mapped[str] = mapped_column(String(200), default="")
    agreed_from: Mapped[date | None]
    agreed_until: Mapped[date | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class StudyFile(Base):
    """A file of an evidence item or of a part's agreement; its bytes lie under their hash."""

    __tablename__ = "accreditation_file"
    __table_args__ = (
        CheckConstraint("(item_id IS NULL) <> (part_id IS NULL)", name="of_one"),
        UniqueConstraint("item_id", "sha256"),
        UniqueConstraint("part_id", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("accreditation_study.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("accreditation_item.id"))
    part_id: Mapped[int | None] = mapped_column(ForeignKey("accreditation_part.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class PanelMember(Base):
    """Somebody who reads and comments a submitted self-study, until the membership ends."""

    __tablename__ = "accreditation_panel"
    __table_args__ = (
        Index(
            "uq_accreditation_panel_one_standing",
            "study_id",
            "person_id",
            unique=True,
            **only_where("ended_at IS NULL"),
        ),
        Index("ix_accreditation_panel_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("accreditation_study.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PanelComment(Base):
    """What the panel said of a practice, or an answer to it; appended.

    Without a practice it is of the whole self-study. `said_by` is who said it, where central
    office wrote down what a visitor without a sign-in said.
    """

    __tablename__ = "accreditation_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("accreditation_study.id"), index=True)
    practice: Mapped[str] = mapped_column(String(40), default="")
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("accreditation_comment.id"))
    words: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


triggers.sealed_with(
    "accreditation_rating",
    parent="accreditation_study",
    key="study_id",
    seal="submitted_at",
    appended=True,
)
for _frozen in ("accreditation_item", "accreditation_part", "accreditation_file"):
    triggers.sealed_with(_frozen, parent="accreditation_study", key="study_id", seal="submitted_at")
triggers.append_only("accreditation_comment")
triggers.sealed("accreditation_study", seal="closed_at")
