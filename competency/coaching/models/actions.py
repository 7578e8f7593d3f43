"""What people agreed to do about somebody's practice, by when, and how it ended."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base, only_where

OPEN = "ending IS NULL"


class CoachingAction(Base):
    """An agreed action about the practice of `person_id`, to be done by `owner_id`.

    `kind` is a kind of coaching of the data (`framework_data/supervision`). `measure_kind` and
    `measure_code` name the figure it is meant to move, `signal_rule` and `signal_subject` what
    it answers. Closed out once: `ending` with its day, and a reason where it was dropped; one
    carried forward is written anew with `carried_from_id`.
    """

    __tablename__ = "coaching_action"
    __table_args__ = (
        CheckConstraint("text <> ''", name="in_words"),
        CheckConstraint("(measure_kind IS NULL) = (measure_code IS NULL)", name="measure"),
        CheckConstraint("strand IS NULL OR practice_area_id IS NOT NULL", name="strand_of_an_area"),
        CheckConstraint("ending IN ('complete', 'carried_forward', 'dropped')", name="ending"),
        CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name="ended"),
        CheckConstraint("ending IS NULL OR ending <> 'dropped' OR reason <> ''", name="said_why"),
        Index("ix_coaching_action_person", "person_id", "due_on"),
        Index("ix_coaching_action_session", "session_id"),
        Index(
            "ix_coaching_action_open",
            *("owner_id", "due_on"),
            **only_where(OPEN),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("coaching_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    practice_area_id: Mapped[int | None] = mapped_column(ForeignKey("practice_area.id"))
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(40))
    strand: Mapped[str | None] = mapped_column(String(12))
    measure_kind: Mapped[str | None] = mapped_column(String(20))
    measure_code: Mapped[str | None] = mapped_column(String(60))
    signal_rule: Mapped[str | None] = mapped_column(String(60))
    signal_subject: Mapped[str | None] = mapped_column(String(80))
    agreed_on: Mapped[date]
    due_on: Mapped[date]
    ending: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    carried_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("coaching_action.id"), unique=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


triggers.agreed_with(
    "coaching_action",
    parent="coaching_session",
    key="session_id",
    seal="sealed_at",
    columns=(
        *("session_id", "person_id", "owner_id", "practice_area_id", "text", "kind", "strand"),
        *("measure_kind", "measure_code", "agreed_on", "due_on", "carried_from_id"),
    ),
    closed="ending",
)
