"""What reviewers and workers write: answers, the form with its corrections, differences, notes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class ReviewAnswer(Base):
    """The answer to one item of a review; empty while only a narrative has been typed.

    `suggested` is what a clock's dates came to and `shown` those dates as they were shown
    (JSON); `confirmed` says that the reviewer looked and agreed.
    """

    __tablename__ = "reviews_answer"
    __table_args__ = (
        CheckConstraint(
            "answer IN ('', 'strength', 'needs-improvement', 'not-applicable', 'yes', 'no')",
            name="answer",
        ),
        UniqueConstraint("review_id", "item"),
        Index("ix_reviews_answer_item", "item", "answer", "review_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"))
    item: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(String(20), default="")
    narrative: Mapped[str] = mapped_column(Text, default="")
    suggested: Mapped[str] = mapped_column(String(20), default="")
    shown: Mapped[str] = mapped_column(Text, default="")
    confirmed: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReviewForm(Base):
    """The strengthening and mentoring form of a review: drafted, discussed, acknowledged."""

    __tablename__ = "reviews_form"
    __table_args__ = (
        CheckConstraint(
            "acknowledged_at IS NULL OR discussed_on IS NOT NULL", name="discussed_first"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"), unique=True)
    strengths: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    discussed_on: Mapped[date | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_at: Mapped[datetime | None]
    worker_comment: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReviewCorrection(Base):
    """Something to put right after a review: who by when, when done, what the re-review found."""

    __tablename__ = "reviews_correction"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'corrected', 'still-open', 'dropped')", name="outcome"),
        CheckConstraint("(outcome = '') = (re_reviewed_on IS NULL)", name="re_reviewed"),
        CheckConstraint("outcome <> 'dropped' OR outcome_words <> ''", name="dropped_in_words"),
        Index("ix_reviews_correction_owner", "owner_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("reviews_form.id"), index=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"), index=True)
    item: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_words: Mapped[str] = mapped_column(Text, default="")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    re_reviewed_on: Mapped[date | None]
    re_reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(12), default="")
    outcome_words: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReviewResolution(Base):
    """What was made of an item that the first and the second level answered differently."""

    __tablename__ = "reviews_resolution"
    __table_args__ = (UniqueConstraint("review_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"))
    item: Mapped[str] = mapped_column(String(60))
    agreed: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReviewCoachingNote(Base):
    """What a second-level reviewer tells the supervisor after a review; appended."""

    __tablename__ = "reviews_coaching_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ReviewTally(Base):
    """How many submitted reviews of a quarter, region and level gave an item which answer.

    Kept in the transaction that submits, so that a glance over all years costs no more than one
    over a few. `quarter` is its first day, by the day of submission in London.
    """

    __tablename__ = "reviews_tally"
    __table_args__ = ({"info": {"audited": False}},)

    quarter: Mapped[date] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[str] = mapped_column(String(8), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    answer: Mapped[str] = mapped_column(String(20), primary_key=True)
    reviews: Mapped[int]


triggers.append_only("reviews_coaching_note")
