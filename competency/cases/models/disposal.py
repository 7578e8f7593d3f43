"""Disposal runs, and the certificate that is all that stays of what was disposed of."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class CaseDisposalRun(Base):
    """One run: proposed by one person, carried out or dropped by another."""

    __tablename__ = "case_disposal_run"
    __table_args__ = (
        CheckConstraint(
            "decided_by_id <> proposed_by_id OR outcome = 'dropped'", name="two_people"
        ),
        CheckConstraint("outcome IN ('', 'carried_out', 'dropped')", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    cases: Mapped[int]
    list_sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseDisposal(Base):
    """The certificate of one case: which, when it closed, what was removed, under which run."""

    __tablename__ = "case_disposal"
    __table_args__ = (UniqueConstraint("run_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("case_disposal_run.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(40))
    ended_on: Mapped[date]
    retain_until: Mapped[date]
    rows_removed: Mapped[int]
    files_removed: Mapped[int]
    at: Mapped[datetime]


triggers.append_only("case_disposal")
