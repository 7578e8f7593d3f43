from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra.db import Base


class WordingBatch(Base):
    """One load of an organisation's licensed wording; it outlives its texts."""

    __tablename__ = "wording_batch"
    __table_args__ = (Index(None, "framework_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    source_name: Mapped[str] = mapped_column(String(255))
    source_sha256: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    removed_at: Mapped[datetime | None]


class FrameworkWording(Base):
    """The licensed wording of one strand at one level; gone when its batch is removed.

    At most one wording of a strand and level is in force, whoever loads at the same moment.
    """

    __tablename__ = "framework_wording"
    __table_args__ = (UniqueConstraint("framework_id", "version", "code", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("wording_batch.id"), index=True)
    framework_id: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
