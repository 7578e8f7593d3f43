"""At which stage cases stand, told by their lines in SQL, for lists that filter by it."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from competency.cases.models import CaseEvent, CaseFile
from competency.infra.db import plain_rows


def begun_by(kinds: Iterable[str]) -> ScalarSelect[Any]:
    """Return SQL for the newest of these events that counts on a case's line, by its kind.

    By its day as corrected, then as it was written; what was struck out does not count.
    """
    event, correction, strike = aliased(CaseEvent), aliased(CaseEvent), aliased(CaseEvent)
    corrected = (
        select(correction.happened_on)
        .where(correction.corrects_id == event.id)
        .order_by(correction.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    struck = select(strike.id).where(strike.corrects_id == event.id, strike.struck).exists()
    return (
        select(event.kind)
        .where(event.case_id == CaseFile.id, event.kind.in_(sorted(kinds)))
        .where(event.corrects_id.is_(None), ~struck)
        .order_by(func.coalesce(corrected, event.happened_on).desc(), event.id.desc())
        .limit(1)
        .correlate(CaseFile)
        .scalar_subquery()
    )


def stands_at(
    begins: Collection[str], all_begins: Iterable[str], *, is_first: bool
) -> ColumnElement[bool]:
    """Return SQL that is true for the cases whose newest such event is one of `begins`.

    A case without any stands at the first stage.
    """
    newest = begun_by(all_begins)
    at: ColumnElement[bool] = newest.in_(sorted(begins))
    return at | newest.is_(None) if is_first else at


def begun_in(
    session: Session, within: ColumnElement[bool], kinds: Iterable[str]
) -> dict[int, str | None]:
    """Return by case in scope the kind of the newest of these events, None where there is none."""
    newest = begun_by(kinds).label("newest")
    rows = plain_rows(session, select(CaseFile.id, newest).where(within))
    return {row.id: row.newest for row in rows}


def workers(session: Session, within: ColumnElement[bool]) -> set[int]:
    """Return the key workers of the cases in scope."""
    query = select(CaseFile.key_worker_id).where(within, CaseFile.key_worker_id.is_not(None))
    return {found for found in session.scalars(query.distinct()) if found is not None}


def caseloads(session: Session, people: Iterable[int]) -> dict[int, int]:
    """Return by person how many open cases they are key worker of; who has none is left out."""
    rows = session.execute(
        select(CaseFile.key_worker_id, func.count().label("cases"))
        .where(CaseFile.key_worker_id.in_(sorted(people)), CaseFile.ended_on.is_(None))
        .where(CaseFile.disposed_at.is_(None))
        .group_by(CaseFile.key_worker_id)
    )
    return {row.key_worker_id: row.cases for row in rows}
