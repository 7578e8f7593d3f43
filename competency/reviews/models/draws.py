"""The monthly draw, the targeted choice of central office, and the reviews that come of them."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base, only_where

ONE_OF_THE_FOUR = "level = 'first' AND state <> 'substituted'"
UNFINISHED = "state IN ('drawn', 'started')"


class ReviewDraw(Base):
    """The cases of a month were drawn: with which seed, from which frame.

    `frame` is the canonical text of the frame (all open cases, who was drawn last month, the
    peers), compressed; `frame_hash` is the SHA-256 of that text. With the seed and the two
    quotas the draw can be made again, and gives the same cases.
    """

    __tablename__ = "reviews_draw"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)
    seed: Mapped[int] = mapped_column(BigInteger)
    frame_hash: Mapped[str] = mapped_column(String(64))
    frame: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    first_quota: Mapped[int]
    second_quota: Mapped[int]
    on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ReviewTargeting(Base):
    """Central office chose cases for a purpose; the query is kept as it was asked (JSON)."""

    __tablename__ = "reviews_targeting"
    __table_args__ = (CheckConstraint("purpose <> '' AND title <> ''", name="purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text)
    seed: Mapped[int] = mapped_column(BigInteger)
    found: Mapped[int]
    wanted: Mapped[int]
    due_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Review(Base):
    """One case to be reviewed at one level.

    `supervisor_id` is the supervisor among whose four a case counts (of the second level: that
    of the first), whoever reviews it; `slot` numbers the four. `position` is the place that the
    random number gave the case among all of that supervisor's. `worker_id` held the case when
    it was drawn. The second-level review of a case points to the first with `first_id`, a
    substitute to the review it stands in for with `replaces_id`.
    """

    __tablename__ = "reviews_review"
    __table_args__ = (
        CheckConstraint("level IN ('first', 'second', 'central')", name="level"),
        CheckConstraint(
            "state IN ('drawn', 'started', 'submitted', 'substituted', 'unassigned')",
            name="state",
        ),
        CheckConstraint(
            "(level = 'central') = (targeting_id IS NOT NULL) "
            "AND (level = 'central') = (draw_id IS NULL)",
            name="origin",
        ),
        CheckConstraint("(level = 'second') = (first_id IS NOT NULL)", name="first"),
        CheckConstraint(
            "(level = 'first') = (slot IS NOT NULL) AND (slot IS NULL OR slot > 0)", name="slot"
        ),
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted"),
        CheckConstraint("reviewer_id IS NULL OR reviewer_id <> worker_id", name="not_ones_own"),
        UniqueConstraint("draw_id", "level", "case_id"),
        UniqueConstraint("targeting_id", "case_id"),
        Index(
            "uq_reviews_review_one_of_the_four",
            *("draw_id", "supervisor_id", "slot"),
            unique=True,
            **only_where(ONE_OF_THE_FOUR),
        ),
        Index("ix_reviews_review_reviewer", "reviewer_id", "due_on"),
        Index("ix_reviews_review_region", "region_id", "submitted_at"),
        Index("ix_reviews_review_worker", "worker_id", "submitted_at"),
        Index("ix_reviews_review_supervisor", "supervisor_id", "submitted_at"),
        Index("ix_reviews_review_case", "case_id", "draw_id"),
        Index(
            "ix_reviews_review_unfinished",
            *("due_on", "level"),
            **only_where(UNFINISHED),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12), default="drawn")
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_draw.id"))
    targeting_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_targeting.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    practice_area_id: Mapped[int] = mapped_column(ForeignKey("practice_area.id"))
    slot: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_review.id"), unique=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_review.id"), unique=True)
    instrument_id: Mapped[str] = mapped_column(String(80))
    instrument_version: Mapped[str] = mapped_column(String(20))
    period_from: Mapped[date]
    period_to: Mapped[date]
    start_due_on: Mapped[date]
    due_on: Mapped[date]
    elements: Mapped[str] = mapped_column(Text, default="")
    target_client: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    unassigned_reason: Mapped[str] = mapped_column(String(60), default="")
    unassigned_words: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReviewAssignment(Base):
    """Who became the reviewer, or was taken off, by whom and why; nobody where it is empty."""

    __tablename__ = "reviews_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    former_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text, default="")
    is_late: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ReviewSubstitution(Base):
    """A supervisor asked for another case in place of a drawn one, and what came of it."""

    __tablename__ = "reviews_substitution"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'granted', 'refused')", name="outcome"),
        CheckConstraint("(outcome = '') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("outcome <> 'refused' OR comment <> ''", name="refused_in_words"),
        Index(
            "uq_reviews_substitution_one_waits",
            "review_id",
            unique=True,
            **only_where("outcome = ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"), index=True)
    reason: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_review.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReviewNotice(Base):
    """Who was told of a review that was not complete, or that it is on the month's list, and when.

    When it came is the review's `submitted_at`.
    """

    __tablename__ = "reviews_notice"
    __table_args__ = (
        UniqueConstraint("review_id", "told_id", "occasion"),
        CheckConstraint("occasion IN ('list', 'missing', 'vacant')", name="occasion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"))
    told_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    occasion: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


for _appended in ("reviews_draw", "reviews_targeting", "reviews_assignment", "reviews_notice"):
    triggers.append_only(_appended)
