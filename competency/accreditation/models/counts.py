"""What is counted from live cases: the organisation's policy, and counts frozen as evidence."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class CountingPolicy(Base):
    """What the organisation counts: which cases are of the programme, which contacts are direct.

    Appended; the newest row holds. `areas` are the numbers of practice areas, empty for all;
    `ways` and `parties` are codes of the case protocol. Lists are separated by blanks.
    """

    __tablename__ = "accreditation_policy"
    __table_args__ = (
        CheckConstraint("other_percent BETWEEN 0 AND 100", name="other"),
        CheckConstraint("ways <> '' AND parties <> ''", name="something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    areas: Mapped[str] = mapped_column(Text, default="")
    ways: Mapped[str] = mapped_column(Text)
    parties: Mapped[str] = mapped_column(Text)
    other_percent: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Snapshot(Base):
    """A count as it was on a day: what was asked, k of n, and its figures; never changed.

    `query` says in words what was counted, of whom, when and by which policy. `sha256` is over
    all of it and over the rows without whom they are of.
    """

    __tablename__ = "accreditation_snapshot"
    __table_args__ = (
        CheckConstraint("0 <= k AND k <= n", name="k_of_n"),
        CheckConstraint("first_on <= last_on", name="period"),
        Index("ix_accreditation_snapshot_study", "study_id", "practice", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("accreditation_study.id"))
    practice: Mapped[str] = mapped_column(String(40))
    computation: Mapped[str] = mapped_column(String(24))
    first_on: Mapped[date]
    last_on: Mapped[date]
    query: Mapped[str] = mapped_column(Text)
    k: Mapped[int]
    n: Mapped[int]
    figures: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]


class SnapshotRow(Base):
    """One worker or one case of a frozen count, numbered in no order that says who it is.

    Which worker stands in `person_id`; which case stands apart, so that it can be let go of.
    """

    __tablename__ = "accreditation_counted"
    __table_args__ = (UniqueConstraint("snapshot_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("accreditation_snapshot.id"))
    number: Mapped[int]
    is_met: Mapped[bool]
    figures: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SnapshotCase(Base):
    """Which case a row of a frozen count is of, until the case is disposed of."""

    __tablename__ = "accreditation_counted_case"
    __table_args__ = (UniqueConstraint("row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("accreditation_counted.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)


for _kept in ("accreditation_policy", "accreditation_snapshot", "accreditation_counted"):
    triggers.append_only(_kept)
triggers.appended_until(
    "accreditation_counted_case", parent="case_file", key="case_id", gone="disposed_at"
)
