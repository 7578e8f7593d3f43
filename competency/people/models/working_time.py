"""How much of full time somebody works."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class WorkingShare(Base):
    """The share of full time that somebody works from a day on; appended.

    The newest row of the newest day that has come is the one that holds; without one it is full
    time. A mistake is put right by another row of the same day.
    """

    __tablename__ = "working_share"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 1 AND 100", name="share"),
        Index("ix_working_share_person", "person_id", "from_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date]
    percent: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


triggers.append_only("working_share")
