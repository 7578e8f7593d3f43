"""The range of caseloads as it was kept: the one that holds, and all there have been."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, select
from sqlalchemy.orm import Session

from competency.cases.models import CaseloadPolicy
from competency.infra.db import plain_rows

POLICY: Any = CaseloadPolicy.__table__.c


def newest(session: Session) -> Row[Any] | None:
    """Return the row that holds, None where nobody has chosen yet."""
    return plain_rows(session, _newest(CaseloadPolicy.__table__)).one_or_none()


def listed(session: Session) -> Sequence[Row[Any]]:
    """Return all rows, oldest first."""
    return plain_rows(session, select(CaseloadPolicy.__table__).order_by(POLICY.id)).all()


def least_now() -> ScalarSelect[int]:
    """Return SQL for the least that holds, null where nobody has chosen."""
    return _newest(POLICY.least).scalar_subquery()


def most_now() -> ScalarSelect[int]:
    """Return SQL for the most that holds, null where nobody has chosen."""
    return _newest(POLICY.most).scalar_subquery()


def _newest(what: Any) -> Select[Any]:
    return select(what).order_by(POLICY.id.desc()).limit(1)
