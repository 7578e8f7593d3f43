"""Who works here, where, for whom and in which practice areas."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competency.infra.db import Base


class Organisation(Base):
    """The one organisation of this installation and what it has chosen."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[str] = mapped_column(String(120))
    open_ratings: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Region(Base):
    __tablename__ = "region"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Team(Base):
    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    region: Mapped[Region] = relationship()
    __mapper_args__ = {"version_id_col": version}


class Post(Base):
    """A job in the organisation, for which practice levels can be aimed at."""

    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PracticeArea(Base):
    """A field of case management, as the organisation names it."""

    __tablename__ = "practice_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    in_use: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Person(Base):
    """Somebody with a record here; an outside rater is one without a staff number."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    started_on: Mapped[date]
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[Team | None] = relationship()
    post: Mapped[Post | None] = relationship()
    __mapper_args__ = {"version_id_col": version}


class PersonPracticeArea(Base):
    """A person works in a practice area."""

    __tablename__ = "person_practice_area"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    practice_area_id: Mapped[int] = mapped_column(ForeignKey("practice_area.id"), primary_key=True)


class RoleGrant(Base):
    """A role of a person, how far it reaches, and from when until when (last day included)."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "(scope = 'everyone' AND scope_id IS NULL) OR "
            "(scope IN ('region', 'team') AND scope_id IS NOT NULL)",
            name="scope",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(20), default="everyone")
    scope_id: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SupervisionLine(Base):
    """Who supervises whom, from when until when (last day included)."""

    __tablename__ = "supervision_line"
    __table_args__ = (
        CheckConstraint("supervisor_id <> supervisee_id", name="not_oneself"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index(None, "supervisor_id", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supervisee_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    supervisor: Mapped[Person] = relationship(foreign_keys=[supervisor_id])
    supervisee: Mapped[Person] = relationship(foreign_keys=[supervisee_id])
    __mapper_args__ = {"version_id_col": version}
