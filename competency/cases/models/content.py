"""What people write about a case. All of it hangs on an event and goes with the case's disposal."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.infra import triggers
from competency.infra.db import Base


class CaseDecision(Base):
    """A referral was accepted or refused; a refusal names its criterion and has its letter."""

    __tablename__ = "case_decision"
    __table_args__ = (
        CheckConstraint("outcome IN ('accepted', 'refused')", name="outcome"),
        CheckConstraint(
            "outcome = 'accepted' OR (criterion <> '' AND reason <> '' AND letter <> '')",
            name="in_writing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(10))
    criterion: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[str] = mapped_column(Text, default="")


class CaseAppeal(Base):
    """Somebody appealed against a refusal, and what came of it."""

    __tablename__ = "case_appeal"
    __table_args__ = (
        CheckConstraint(
            "(outcome = '') = (outcome_event_id IS NULL)",
            name="outcome",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    grounds: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(40), default="")
    outcome_reason: Mapped[str] = mapped_column(Text, default="")
    outcome_event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseNeed(Base):
    """One need that an assessment found, in the client's words where possible; appended."""

    __tablename__ = "case_need"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"))
    area: Mapped[str] = mapped_column(String(40))
    need: Mapped[str] = mapped_column(Text)
    strengths: Mapped[str] = mapped_column(Text, default="")


class CaseRisk(Base):
    """A risk assessment with its plan: risks by likelihood and impact; appended."""

    __tablename__ = "case_risk"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    score: Mapped[int]
    band: Mapped[str] = mapped_column(String(40))
    risks: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CaseSignOff(Base):
    """A risk assessment was signed off, or returned with a comment; `alone` by its own author."""

    __tablename__ = "case_sign_off"
    __table_args__ = (CheckConstraint("outcome IN ('signed_off', 'returned')", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("case_risk.id"), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(10))
    comment: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    alone: Mapped[bool] = mapped_column(default=False)


class CaseReading(Base):
    """One reading of an instrument: the answers as given, and what they come to; appended."""

    __tablename__ = "case_reading"
    __table_args__ = (Index("ix_case_reading_case", "case_id", "instrument"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    instrument: Mapped[str] = mapped_column(String(40))
    answers: Mapped[str] = mapped_column(Text)
    score: Mapped[int | None]
    band: Mapped[str] = mapped_column(String(40), default="")


class CaseContact(Base):
    """Somebody was in contact about a case: with whom, how, and whether it was the client."""

    __tablename__ = "case_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    with_whom: Mapped[str] = mapped_column(String(40))
    how: Mapped[str] = mapped_column(String(40))
    is_direct: Mapped[bool]


class CasePlan(Base):
    """The care plan as it stands; what was agreed of it is kept beside it."""

    __tablename__ = "case_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    own_words: Mapped[str] = mapped_column(Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseGoal(Base):
    """A SMARTER goal of the plan, answering a need; ended goals stay in the record."""

    __tablename__ = "case_goal"
    __table_args__ = (CheckConstraint("(ending = '') = (ended_on IS NULL)", name="ending"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("case_need.id"))
    specific: Mapped[str] = mapped_column(Text)
    measurable: Mapped[str] = mapped_column(Text)
    achievable: Mapped[str] = mapped_column(Text)
    relevant: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    evaluation: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date]
    ending: Mapped[str] = mapped_column(String(20), default="")
    ended_on: Mapped[date | None]
    ending_reason: Mapped[str] = mapped_column(Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseStep(Base):
    """An objective of a goal, or an action under one: who does what by when, and when done."""

    __tablename__ = "case_step"
    __table_args__ = (CheckConstraint("kind IN ('objective', 'action')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("case_goal.id"), index=True)
    under_id: Mapped[int | None] = mapped_column(ForeignKey("case_step.id"))
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseAgreement(Base):
    """What the client said to the plan as it stood then: yes or no, signature, copy; appended."""

    __tablename__ = "case_agreement"
    __table_args__ = (CheckConstraint("agrees = (1=1) OR disagreement <> ''", name="disagreement"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    agrees: Mapped[bool]
    disagreement: Mapped[str] = mapped_column(Text, default="")
    client_signed: Mapped[bool]
    copy_offered: Mapped[bool]
    plan_then: Mapped[str] = mapped_column(Text)


class CaseEscalation(Base):
    """A concern: what kind, to whom it went, and, for an incident, its form and its clock."""

    __tablename__ = "case_escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    is_safeguarding: Mapped[bool]
    what: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text, default="")
    to_whom: Mapped[str] = mapped_column(Text)
    known_at: Mapped[datetime]
    form_due_at: Mapped[datetime | None]
    form_sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseClosing(Base):
    """A closure form and what the weekly meeting made of it."""

    __tablename__ = "case_closing"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'closed', 'kept_open', 'withdrawn')", name="outcome"),
        Index("ix_case_closing_waiting", "outcome", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(60))
    answers: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text)
    follow_up_consent: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    met_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseAttachment(Base):
    """A file of a case; its bytes lie under their hash outside the database."""

    __tablename__ = "case_attachment"
    __table_args__ = (UniqueConstraint("case_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


for _appended in (
    "case_decision",
    "case_need",
    "case_risk",
    "case_sign_off",
    "case_reading",
    "case_contact",
    "case_agreement",
):
    triggers.appended_until(_appended, parent="case_file", key="case_id", gone="disposed_at")
