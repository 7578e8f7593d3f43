"""What the organisation changed of the crosswalk: links of its own, and released ones set aside."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra.db import Base, only_where

STANDS = "ended_at IS NULL"


class CrosswalkChange(Base):
    """A link was added, or a released one set aside, and for whose reason.

    Nothing is changed afterwards but that it ends, once: taken back, by whom and when. A pair of
    source and strand has at most one standing change of each kind.
    """

    __tablename__ = "coaching_crosswalk_change"
    __table_args__ = (
        CheckConstraint("change IN ('added', 'set-aside')", name="change"),
        CheckConstraint("kind IN ('timeliness', 'review-item', 'practice')", name="kind"),
        CheckConstraint("(change = 'added') = (strength IS NOT NULL)", name="strength"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        Index(
            "uq_coaching_crosswalk_change_one_standing",
            *("kind", "code", "strand", "change"),
            unique=True,
            **only_where(STANDS),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))
    strand: Mapped[str] = mapped_column(String(20))
    change: Mapped[str] = mapped_column(String(10))
    strength: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
