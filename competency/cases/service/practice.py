"""What a person's own cases say of their practice, for the rooms that talk about it.

Nothing is authorised here: the caller passes a set of people whom its actor may see. One person
and three thousand cost the same number of statements; `parts` and `read` let a caller ask other
rooms in the same one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import FromClause, Row, Select
from sqlalchemy.orm import Session

from competency.cases import permissions
from competency.cases.queries import practice as queries
from competency.cases.queries.practice import Caseload, Late, Monthly, Written
from competency.cases.service import caseload_range, loading
from competency.infra.db import plain_rows
from competency.infra.gathering import Fact, part
from competency.infra.work import Work
from competency.people.service.crowds import People
from competency.timeliness.domain.rates import WORKER
from competency.timeliness.service.standards import get_standards

__all__ = [
    "Caseload",
    "Monthly",
    "Written",
    "caseloads",
    "clock_counts",
    "clocks_around",
    "clocks_behind",
    "late_records",
    "parts",
    "read_caseloads",
    "read_clocks",
    "read_written",
]

CLOCK, LATE, CASELOAD, WRITTEN = "clock", "late-clock", "caseload", "written"


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
    asked, first = _asked(standards), since.replace(day=1)
    running = [Late(*row) for row in plain_rows(session, queries.late(people, asked, first, today))]
    question = queries.counted(people, asked, first, today).order_by(
        "person_id", "standard", "month"
    )
    return _with_late((Monthly(*row) for row in plain_rows(session, question)), running, today)


def clocks_around(
    session: Session, spans: FromClause
) -> dict[int, tuple[tuple[int, int], tuple[int, int]]]:
    """Return (k met, n) before and after by the key of each of the spans, in one statement.

    The columns of `spans` are those of `queries.around`; what it asks of months that are over is
    what `clock_counts` counts there, raw. A key without any clock is left out.
    """
    rows = plain_rows(session, queries.around(spans, _asked(None)))
    return {key: ((k, n), (later_k, later_n)) for key, k, n, later_k, later_n in rows}


def caseloads(session: Session, people: People) -> list[Caseload]:
    """Return how many open cases each holds as key worker today; who holds none is left out.

    Each with the range of caseloads that holds.
    """
    rows = plain_rows(session, queries.caseloads(people).order_by("person_id"))
    return [_within_range(Caseload(*row)) for row in rows]


def late_records(
    session: Session, people: People, since: date, *, more_than_days: int
) -> list[Written]:
    """Return by person and month how many of n entries were written down late.

    Late is more than so many calendar days after it happened (product page, row 3: records are
    contemporaneous). Corrections, cases that came from a file, and what can have happened before
    the case was here are left out.
    """
    question = queries.late_records(
        people, since, more_than_days, is_sqlite=_is_sqlite(session)
    ).order_by("person_id", "month")
    return [Written(*row) for row in plain_rows(session, question)]


def clocks_behind(
    work: Work, person_id: int, standard: str, spans: Sequence[tuple[date, date]]
) -> Sequence[Row[Any]]:
    """Return one by one the clocks that `clock_counts` counts for somebody, due within the spans.

    The caller may see the person's figures. A case is named only where the actor may see it; it
    has no reference otherwise, and `is_disposed` where it has been disposed of.
    """
    seen = loading.scope(work.actor, work.today, permissions.SEE)
    return queries.clocks_behind(work.session, person_id, standard, spans, work.today, seen)


def parts(
    session: Session,
    people: People,
    today: date,
    *,
    clocks_since: date,
    written_since: date,
    more_than_days: int,
) -> list[Select[Any]]:
    """Return the questions of `clock_counts`, `caseloads` and `late_records` as parts of one."""
    asked, first = _asked(None), clocks_since.replace(day=1)
    written = queries.late_records(
        people, written_since, more_than_days, is_sqlite=_is_sqlite(session)
    )
    month = {"code": "standard", "day": "month"}
    counts = {"a": "k", "b": "n", "c": "adjusted_k", "d": "adjusted_n"}
    live = {"a": "clocks", "b": "adjusted", "c": "paused"}
    return [
        part(CLOCK, queries.counted(people, asked, first, today), **month, **counts),
        part(LATE, queries.late(people, asked, first, today), **month, **live),
        part(CASELOAD, queries.caseloads(people), a="open_cases", b="least", c="most"),
        part(WRITTEN, written, day="month", a="k", b="n"),
    ]


def read_clocks(facts: Mapping[str, Sequence[Fact]], today: date) -> Iterator[Monthly]:
    """Yield what `clock_counts` yields from the answers to the parts, in no particular order."""
    running = [
        Late(one.person_id, one.code, one.day, one.a, one.b, one.c) for one in facts.get(LATE, ())
    ]
    counts = (
        Monthly(one[1], one[2], one[5], one[7], one[8], one[9], one[10])
        for one in facts.get(CLOCK, ())
    )
    return _with_late(counts, running, today)


def read_caseloads(facts: Mapping[str, Sequence[Fact]]) -> Iterator[Caseload]:
    """Yield what `caseloads` returns from the answers to the parts."""
    return (
        _within_range(Caseload(one.person_id, one.a, one.b, one.c))
        for one in facts.get(CASELOAD, ())
    )


def read_written(facts: Mapping[str, Sequence[Fact]]) -> Iterator[Written]:
    """Yield what `late_records` returns from the answers to the parts."""
    return (Written(one.person_id, one.day, one.a, one.b) for one in facts.get(WRITTEN, ()))


def _within_range(held: Caseload) -> Caseload:
    """Return it with the standard's range where the organisation has chosen none."""
    if held.least is not None:
        return held
    own = caseload_range.of_the_standard()
    return held._replace(least=own.least, most=own.most)


def _asked(standards: Collection[str] | None) -> set[str]:
    known = {one.code for one in get_standards().standards if one.actor == WORKER}
    return known if standards is None else known & set(standards)


def _with_late(
    counts: Iterable[Monthly], running: Iterable[Late], today: date
) -> Iterator[Monthly]:
    """Yield the counts with what only today can say of them."""
    live = {one[:3]: one for one in running}
    this = today.replace(day=1)
    for row in counts:
        found = live.get(row[:3]) if live else None
        if found is not None and row.month == this:
            row = row._replace(n=row.n + found.clocks, adjusted_n=row.adjusted_n + found.adjusted)
        elif found is not None:
            row = row._replace(adjusted_n=row.adjusted_n - found.paused)
        if row.n or row.adjusted_n:
            yield row


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
