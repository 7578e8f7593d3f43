"""What was found where somebody looked at a sample of what went through with one click."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class SpotCheck(Base):
    """One place of the sample was looked at; written once and never changed.

    The place is a strand of an appraisal that was agreed with others at once, or an item of a
    review whose proposed answer was confirmed.
    """

    __tablename__ = "coaching_spot_check"
    __table_args__ = (
        CheckConstraint("verdict IN ('stands', 'talk')", name="verdict"),
        CheckConstraint("verdict <> 'talk' OR words <> ''", name="talk_in_words"),
        CheckConstraint("(appraisal_id IS NULL) <> (review_id IS NULL)", name="of_one"),
        UniqueConstraint("appraisal_id", "code"),
        UniqueConstraint("review_id", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int | None] = mapped_column(ForeignKey("appraisal.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews_review.id"))
    code: Mapped[str] = mapped_column(String(60))
    verdict: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


triggers.append_only("coaching_spot_check")
