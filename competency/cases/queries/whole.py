"""All that is written about one case, in few queries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    Text,
    and_,
    literal,
    select,
    union_all,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from competency.cases.models import (
    CaseAgreement,
    CaseAppeal,
    CaseAttachment,
    CaseClock,
    CaseClosing,
    CaseContact,
    CaseDecision,
    CaseEscalation,
    CaseExcuse,
    CaseGoal,
    CaseName,
    CaseNeed,
    CasePlan,
    CaseReading,
    CaseRisk,
    CaseSettings,
    CaseSignOff,
    CaseStep,
)
from competency.infra.db import Base, plain_rows
from competency.kernel.values import Value

Columns = dict[str, ColumnElement[Any] | Any]


class Paper(Value):
    """One thing that is written about a case: which kind, on which event, and what it says.

    What `code`, `other`, `text`, `more`, `number` and `who_id` hold depends on the kind; see
    `papers`.
    """

    kind: str
    id: int
    event_id: int | None
    code: str
    other: str
    text: str
    more: str
    number: int | None
    who_id: int | None
    version: int | None


# Of each kind: code, other code, text, further text, number, person, version.
_PARTS: tuple[tuple[str, type[Base], Columns], ...] = (
    (
        "decision",
        CaseDecision,
        {
            "code": CaseDecision.outcome,
            "other": CaseDecision.criterion,
            "text": CaseDecision.reason,
            "more": CaseDecision.letter,
        },
    ),
    (
        "appeal",
        CaseAppeal,
        {
            "code": CaseAppeal.outcome,
            "text": CaseAppeal.grounds,
            "more": CaseAppeal.outcome_reason,
            "version": CaseAppeal.version,
        },
    ),
    (
        "need",
        CaseNeed,
        {"code": CaseNeed.area, "text": CaseNeed.need, "more": CaseNeed.strengths},
    ),
    (
        "risk",
        CaseRisk,
        {
            "code": CaseRisk.band,
            "text": CaseRisk.risks,
            "number": CaseRisk.score,
            "who_id": CaseRisk.author_id,
        },
    ),
    (
        "sign_off",
        CaseSignOff,
        {
            "code": CaseSignOff.outcome,
            "text": CaseSignOff.comment,
            "number": CaseSignOff.risk_id,
            "who_id": CaseSignOff.by_id,
        },
    ),
    (
        "reading",
        CaseReading,
        {
            "code": CaseReading.instrument,
            "other": CaseReading.band,
            "text": CaseReading.answers,
            "number": CaseReading.score,
        },
    ),
    (
        "contact",
        CaseContact,
        {
            "code": CaseContact.with_whom,
            "other": CaseContact.how,
            "number": as_type(CaseContact.is_direct, Integer),
        },
    ),
    (
        "agreement",
        CaseAgreement,
        {
            "text": CaseAgreement.disagreement,
            "more": CaseAgreement.plan_then,
            "number": as_type(CaseAgreement.agrees, Integer),
        },
    ),
    (
        "closing",
        CaseClosing,
        {
            "code": CaseClosing.reason,
            "other": CaseClosing.outcome,
            "text": CaseClosing.summary,
            "more": CaseClosing.comment,
            "who_id": CaseClosing.decided_by_id,
            "version": CaseClosing.version,
        },
    ),
    (
        "plan",
        CasePlan,
        {
            "event_id": literal(None, Integer),
            "text": CasePlan.own_words,
            "who_id": CasePlan.changed_by_id,
            "version": CasePlan.version,
        },
    ),
    (
        "attachment",
        CaseAttachment,
        {
            "event_id": literal(None, Integer),
            "code": CaseAttachment.media_type,
            "text": CaseAttachment.name,
            "number": CaseAttachment.size,
            "who_id": CaseAttachment.added_by_id,
        },
    ),
)


def _part(kind: str, model: Any, columns: Columns, case_id: int) -> Select[Any]:
    empty, nothing = literal("", Text), literal(None, Integer)
    return select(
        literal(kind, String).label("kind"),
        model.id.label("id"),
        columns.get("event_id", getattr(model, "event_id", nothing)).label("event_id"),
        as_type(columns.get("code", empty), Text).label("code"),
        as_type(columns.get("other", empty), Text).label("other"),
        as_type(columns.get("text", empty), Text).label("text"),
        as_type(columns.get("more", empty), Text).label("more"),
        columns.get("number", nothing).label("number"),
        columns.get("who_id", nothing).label("who_id"),
        columns.get("version", nothing).label("version"),
    ).where(model.case_id == case_id)


def papers(session: Session, case_id: int) -> list[Paper]:
    """Return all that is written about a case but its goals and concerns, in one query.

    decision: outcome, ground, reason, letter. appeal: outcome, -, grounds, reason. need: area, -,
    need, strengths. risk: band, -, risks as JSON, -, score, author. sign_off: outcome, -,
    comment, -, number of the risk, by. reading: instrument, band, answers as JSON, -, score.
    contact: with whom, how, -, -, is direct. agreement: -, -, disagreement, the plan then as
    JSON, agrees. closing: reason, outcome, summary, comment, -, decided by. plan: -, -, the
    client's own words. attachment: media type, -, name, -, size, added by.
    """
    parts = [_part(kind, model, columns, case_id) for kind, model, columns in _PARTS]
    rows = plain_rows(session, union_all(*parts)).all()
    return sorted((Paper(*row) for row in rows), key=lambda paper: (paper.kind, paper.id))


def clocks(session: Session, case_id: int) -> Sequence[Row[Any]]:
    """Return a case's clocks, the next due first, with why one is excused or paused."""
    return plain_rows(
        session,
        select(
            CaseClock.standard,
            CaseClock.sequence,
            CaseClock.start_on,
            CaseClock.due_on,
            CaseClock.end_on,
            CaseClock.state,
            CaseClock.holder_id,
            CaseExcuse.kind.label("excuse"),
            CaseExcuse.reason.label("excuse_reason"),
            CaseExcuse.by_id.label("excused_by_id"),
        )
        .outerjoin(
            CaseExcuse,
            and_(
                CaseExcuse.case_id == CaseClock.case_id,
                CaseExcuse.standard == CaseClock.standard,
                CaseExcuse.sequence == CaseClock.sequence,
            ),
        )
        .where(CaseClock.case_id == case_id)
        .order_by(CaseClock.due_on, CaseClock.standard, CaseClock.sequence, CaseExcuse.id),
    ).all()


def goals(session: Session, case_id: int) -> Sequence[Row[Any]]:
    """Return a case's goals with their steps, a row each step; a goal without any has one row."""
    return plain_rows(
        session,
        select(
            CaseGoal.__table__,
            CaseStep.id.label("step_id"),
            CaseStep.under_id,
            CaseStep.kind.label("step_kind"),
            CaseStep.words.label("step_words"),
            CaseStep.who.label("step_who"),
            CaseStep.due_on.label("step_due_on"),
            CaseStep.done_on.label("step_done_on"),
            CaseStep.version.label("step_version"),
        )
        .select_from(CaseGoal)
        .outerjoin(CaseStep, CaseStep.goal_id == CaseGoal.id)
        .where(CaseGoal.case_id == case_id)
        .order_by(CaseGoal.id, CaseStep.id),
    ).all()


def concerns(session: Session, case_id: int) -> Sequence[Row[Any]]:
    """Return a case's escalated concerns, the newest first."""
    return plain_rows(
        session,
        select(CaseEscalation.__table__)
        .where(CaseEscalation.case_id == case_id)
        .order_by(CaseEscalation.known_at.desc(), CaseEscalation.id.desc()),
    ).all()


def client_name(session: Session, case_id: int) -> str | None:
    """Return the client's name, empty where there is none; None where no names are kept."""
    row = session.execute(
        select(CaseSettings.keeps_names, CaseName.name)
        .outerjoin(CaseName, CaseName.case_id == case_id)
        .where(CaseSettings.id == 1)
    ).one_or_none()
    return (row.name or "") if row and row.keeps_names else None
