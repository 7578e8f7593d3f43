"""What people said of signals. Signals themselves are worked out from live facts, never stored."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class CoachingResponse(Base):
    """One of the two said something of a signal about `person_id`; appended.

    Rule, practice area and subject make it the same signal; `newest_on` is the newest fact it
    rested on then. `answered` are the worker's own words and change no state.
    """

    __tablename__ = "coaching_response"
    __table_args__ = (
        CheckConstraint("state IN ('discussed', 'parked', 'dismissed', 'answered')", name="state"),
        CheckConstraint("(state = 'parked') = (until IS NOT NULL)", name="parked_until"),
        CheckConstraint("state IN ('discussed', 'parked') OR words <> ''", name="in_words"),
        Index("ix_coaching_response_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rule: Mapped[str] = mapped_column(String(40))
    practice_area_id: Mapped[int | None] = mapped_column(ForeignKey("practice_area.id"))
    subject: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    until: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    newest_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CoachingSignalsTold(Base):
    """In this month everybody with new signals was told, once; appended."""

    __tablename__ = "coaching_signals_told"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)
    people: Mapped[int]
    told: Mapped[int]
    at: Mapped[datetime]


for _appended in ("coaching_response", "coaching_signals_told"):
    triggers.append_only(_appended)
