"""Concerns of several cases, the newest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, select
from sqlalchemy.orm import Session, aliased

from competency.cases.models import CaseEscalation, CaseEvent, CaseFile
from competency.infra.db import plain_rows

MOST = 100


def listed(
    session: Session, within: ColumnElement[bool], *, limit: int = MOST
) -> Sequence[Row[Any]]:
    """Return the newest concerns of cases in scope, without those that were struck out."""
    # By another name, since the scope asks for concerns of the case on its own account.
    concern, correction = aliased(CaseEscalation), aliased(CaseEvent)
    struck = exists().where(correction.corrects_id == concern.event_id, correction.struck.is_(True))
    return plain_rows(
        session,
        select(
            concern.id,
            concern.case_id,
            concern.kind,
            concern.is_safeguarding,
            concern.to_whom,
            concern.known_at,
            concern.form_due_at,
            concern.form_sent_at,
            CaseFile.reference,
            CaseFile.safeguarding_since,
            CaseFile.ended_on,
        )
        .select_from(concern)
        .join(CaseFile, CaseFile.id == concern.case_id)
        .where(within, CaseFile.disposed_at.is_(None), ~struck)
        .order_by(concern.known_at.desc(), concern.id.desc())
        .limit(limit),
    ).all()
