"""The days on which the organisation is closed."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra.db import Base


class ClosureDay(Base):
    """A day that does not count for anybody's clock, and why."""

    __tablename__ = "closure_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    why: Mapped[str] = mapped_column(String(120))
