"""What a person's own cases say of their practice, for the rooms that talk about it.

Nothing is authorised here: the caller passes a set of people whom its actor may see. One person
and three thousand cost the same number of statements.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from competency.cases import permissions
from competency.cases.queries import practice as queries
from competency.cases.queries.practice import Caseload, Late, Monthly, Written
from competency.cases.service import loading
from competency.infra.work import Work
from competency.people.service.crowds import People
from competency.timeliness.domain.rates import WORKER
from competency.timeliness.service.standards import get_standards

__all__ = [
    "Caseload", "Monthly", "Written", "caseloads", "clock_counts", "clocks_behind", "late_records",
]  # fmt: skip


def clock_counts(
    session: Session,
    people: People,
    since: date,
    today: date,
    *,
    standards: Collection[str] | None = None,
) -> Iterator[Monthly]:
    """Yield k met of n by person, standard and month, oldest first, in two statements.

    From the month of `since` to the present one, in which what runs late today counts as late.
    n is met, missed and overdue; raw, and adjusted for pauses and excusals. Only standards that
    are a worker's to keep (product page, row 2), or those asked for of them. A month in which
    nothing counts is left out.
    """
    known = {one.code for one in get_standards().standards if one.actor == WORKER}
    asked = known if standards is None else known & set(standards)
    first = since.replace(day=1)
    running = {
        (one.person_id, one.standard, one.month): one
        for one in queries.late(session, people, asked, first, today)
    }
    this = today.replace(day=1)
    for row in queries.counted(session, people, asked, first, today):
        live = running.get(row[:3]) if running else None
        if live is not None:
            row = _with_late(row, live, is_present=row.month == this)
        if row.n or row.adjusted_n:
            yield row


def caseloads(session: Session, people: People) -> list[Caseload]:
    """Return how many open cases each holds as key worker today; who holds none is left out."""
    return queries.caseloads(session, people)


def late_records(
    session: Session, people: People, since: date, *, more_than_days: int
) -> list[Written]:
    """Return by person and month how many of n entries were written down late.

    Late is more than so many calendar days after it happened (product page, row 3: records are
    contemporaneous). Corrections, cases that came from a file, and what can have happened before
    the case was here are left out.
    """
    return queries.late_records(session, people, since, more_than_days)


def clocks_behind(
    work: Work, person_id: int, standard: str, spans: Sequence[tuple[date, date]]
) -> Sequence[Row[Any]]:
    """Return one by one the clocks that `clock_counts` counts for somebody, due within the spans.

    The caller may see the person's figures. A case is named only where the actor may see it; it
    has no reference otherwise, and `is_disposed` where it has been disposed of.
    """
    seen = loading.scope(work.actor, work.today, permissions.SEE)
    return queries.clocks_behind(work.session, person_id, standard, spans, work.today, seen)


def _with_late(row: Monthly, live: Late, *, is_present: bool) -> Monthly:
    """Return the counts with what only today can say."""
    if is_present:
        return row._replace(n=row.n + live.clocks, adjusted_n=row.adjusted_n + live.adjusted)
    return row._replace(adjusted_n=row.adjusted_n - live.paused)
