"""The range of caseloads that the organisation works to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class CaseloadPolicy(Base):
    """From how many cases to how many a worker should hold; appended, the newest row holds."""

    __tablename__ = "case_caseload_policy"
    __table_args__ = (CheckConstraint("1 <= least AND least <= most", name="range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    least: Mapped[int]
    most: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


triggers.append_only("case_caseload_policy")
