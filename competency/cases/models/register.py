"""The register: a case, its name apart, its key workers, and its line of dated events."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base, only_where


class CaseSettings(Base):
    """What the organisation chose about its cases; one row."""

    __tablename__ = "case_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    keeps_names: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseBatch(Base):
    """Cases that came in together from a file; undone as a whole."""

    __tablename__ = "case_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_name: Mapped[str] = mapped_column(String(200))
    source_sha256: Mapped[str] = mapped_column(String(64), index=True)
    cases: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseFile(Base):
    """One case. What stage it is at, what is due and what is late follow from its events.

    `key_worker_id` repeats the newest row of `case_assignment`, `ended_on` the day the case
    was closed or its referral refused: lists ask for them. After disposal only this row is left,
    without content.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_worker", "key_worker_id", "ended_on"),
        Index("ix_case_file_team", "team_id", "ended_on"),
        Index(
            "ix_case_file_retention",
            "retain_until",
            **only_where("disposed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    practice_area_id: Mapped[int] = mapped_column(ForeignKey("practice_area.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    key_worker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    protocol_id: Mapped[str] = mapped_column(String(80))
    protocol_version: Mapped[str] = mapped_column(String(20))
    route: Mapped[str] = mapped_column(String(40), default="")
    postcode_area: Mapped[str] = mapped_column(String(8), default="")
    referrer: Mapped[str] = mapped_column(String(200), default="")
    drinks_alcohol: Mapped[bool] = mapped_column(default=False)
    substitution_therapy: Mapped[bool] = mapped_column(default=False)
    safeguarding_since: Mapped[date | None]
    ended_on: Mapped[date | None]
    retain_until: Mapped[date | None]
    held_reason: Mapped[str] = mapped_column(Text, default="")
    disposed_at: Mapped[datetime | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("case_batch.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseName(Base):
    """The client's name, where the organisation keeps names at all."""

    __tablename__ = "case_name"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("case_file.id"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseEvent(Base):
    """Something that happened on a day, and who wrote it down when.

    Appended only. A correction names the event that it replaces; `struck` says that this one
    never happened. `detail` is a code, `note` is content.
    """

    __tablename__ = "case_event"
    __table_args__ = (
        Index("ix_case_event_case", "case_id", "happened_on", "id"),
        Index("ix_case_event_kind", "kind", "happened_on"),
        CheckConstraint("struck = (1=0) OR corrects_id IS NOT NULL", name="struck"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(60), default="")
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"), index=True)
    struck: Mapped[bool] = mapped_column(default=False)


class CaseAssignment(Base):
    """Who became key worker from a day on; nobody, where the case went back to the team."""

    __tablename__ = "case_assignment"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        Index("ix_case_assignment_person", "person_id", "from_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    seq: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    handover_id: Mapped[int | None] = mapped_column(ForeignKey("case_handover.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CaseHandover(Base):
    """One handing over of a caseload, or part of it, in one action."""

    __tablename__ = "case_handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    cases: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CaseAlone(Base):
    """Somebody may sign off their own work, with the reason, until a day."""

    __tablename__ = "case_alone"
    __table_args__ = (CheckConstraint("until >= from_on AND reason <> ''", name="alone"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseClock(Base):
    """One clock of a case: from which day, until which, and when it was stopped.

    Written anew whenever an event of the case is; late is what has no end and is due before
    today, asked in SQL. `holder_id` and `team_id` had the duty on the due date, `month` is the
    first of the month it lies in. What is adjusted leaves pauses out, and says where it is excused.
    """

    __tablename__ = "case_clock"
    __table_args__ = (
        UniqueConstraint("case_id", "standard", "sequence"),
        Index("ix_case_clock_due", "standard", "due_on"),
        Index("ix_case_clock_holder", "holder_id", "due_on"),
        Index("ix_case_clock_team", "team_id", "due_on"),
        Index(  # all that a count of late clocks asks for, so that it never reads those that ended
            "ix_case_clock_running",
            *("state", "team_id", "due_on", "standard"),
            *("month", "adjusted_state", "adjusted_due_on"),
            **only_where("state = 'running'"),
        ),
        {"info": {"audited": False}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    standard: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    start_on: Mapped[date]
    due_on: Mapped[date]
    end_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    month: Mapped[date]
    adjusted_due_on: Mapped[date]
    adjusted_state: Mapped[str] = mapped_column(String(16))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))


class CaseTally(Base):
    """How many clocks of a month, standard, team and worker stand how; kept with every change.

    So that a year's figures of all cases cost no more than those of a few. `holder_id` is 0 where
    the duty is not a worker's.
    """

    __tablename__ = "case_tally"
    __table_args__ = (
        Index("ix_case_tally_holder", "holder_id", "month"),  # one person's figures, of a few rows
        {"info": {"audited": False}},
    )

    month: Mapped[date] = mapped_column(primary_key=True)
    standard: Mapped[str] = mapped_column(String(40), primary_key=True)
    team_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16), primary_key=True)
    adjusted_state: Mapped[str] = mapped_column(String(16), primary_key=True)
    clocks: Mapped[int]


class CaseExcuse(Base):
    """A clock that does not count in the adjusted figures, or stood still for a while, and why."""

    __tablename__ = "case_excuse"
    __table_args__ = (
        CheckConstraint("kind IN ('excused', 'paused') AND reason <> ''", name="excuse"),
        CheckConstraint("(kind = 'paused') = (from_on IS NOT NULL)", name="paused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    standard: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    from_on: Mapped[date | None]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


for _appended in ("case_event", "case_assignment", "case_excuse"):
    triggers.appended_until(_appended, parent="case_file", key="case_id", gone="disposed_at")
triggers.append_only("case_handover")
