"""Whose bank holidays the organisation keeps, and the days on which it is closed."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra.db import Base


class CalendarChoice(Base):
    """The nation whose bank holidays count for every clock; without a row the default one."""

    __tablename__ = "calendar_choice"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    nation: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ClosureDay(Base):
    """A day that does not count for anybody's clock, and why."""

    __tablename__ = "closure_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    why: Mapped[str] = mapped_column(String(120))
