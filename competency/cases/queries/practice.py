"""Figures of people's own casework: clocks by month, open cases, and how soon things are written.

For rooms above, about a set of people given as SQL; nothing here is a client's content.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Row,
    Select,
    String,
    and_,
    cast,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from competency.cases.domain.kinds import BEFORE_REFERRAL, Happened
from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseClock, CaseEvent, CaseFile, CaseTally
from competency.cases.queries.caseload_range import least_now, most_now
from competency.infra.db import plain_rows
from competency.people.service.crowds import People
from competency.timeliness.domain.results import Result

TALLY: Any = CaseTally.__table__.c
CLOCK: Any = CaseClock.__table__.c
EVENT: Any = CaseEvent.__table__.c
FILE: Any = CaseFile.__table__.c
MET = Result.MET.value
# What can have happened before the case was here says nothing of how soon it is written down.
NOT_WRITTEN_AT_ONCE = sorted(
    {*BEFORE_REFERRAL, Happened.REFERRAL_RECEIVED.value, Happened.ENTERED.value}
)


class Monthly(NamedTuple):
    """Somebody's clocks of a standard that were due in a month: k met of the n that count.

    `adjusted_k` of `adjusted_n` leave out what is excused or paused.
    """

    person_id: int
    standard: str
    month: date
    k: int
    n: int
    adjusted_k: int
    adjusted_n: int


class Late(NamedTuple):
    """Running clocks whose due day is over; `adjusted` of them with their pauses left out too.

    `paused` are those that a pause keeps from being late.
    """

    person_id: int
    standard: str
    month: date
    clocks: int
    adjusted: int
    paused: int


class Caseload(NamedTuple):
    """How many open cases somebody is the key worker of, and the range that the organisation
    chose; None where it has not chosen one."""

    person_id: int
    open_cases: int
    least: int | None
    most: int | None


class Written(NamedTuple):
    """Of n entries of a month somebody wrote k later than they should."""

    person_id: int
    month: date
    k: int
    n: int


def counted(people: People, standards: Collection[str], since: date, today: date) -> Select[Any]:
    """Return the question for the kept counts by person, standard and month, as `Monthly`.

    From a month to the present one. A running clock of a month that is over counts as late; of
    the present month `late` says so.
    """
    this = today.replace(day=1)
    is_over = TALLY.month < this
    ends = TALLY.state.in_([MET, Result.MISSED.value])
    counts = or_(ends, and_(TALLY.state == RUNNING, is_over))
    adjusted_ends = TALLY.adjusted_state.in_([MET, Result.MISSED.value])
    adjusted = or_(adjusted_ends, and_(TALLY.adjusted_state == RUNNING, is_over))
    return (
        select(
            TALLY.holder_id.label("person_id"),
            TALLY.standard,
            TALLY.month,
            _sum(TALLY.state == MET).label("k"),
            _sum(counts).label("n"),
            _sum(TALLY.adjusted_state == MET).label("adjusted_k"),
            _sum(adjusted).label("adjusted_n"),
        )
        .where(
            TALLY.holder_id.in_(people),
            TALLY.standard.in_(sorted(standards)),
            TALLY.month >= since,
            TALLY.month <= this,
        )
        .group_by(TALLY.holder_id, TALLY.standard, TALLY.month)
    )


def late(people: People, standards: Collection[str], since: date, today: date) -> Select[Any]:
    """Return the question for what runs late today in the present month, as `Late`.

    Of months that are over it has those which a pause keeps from being late.
    """
    is_kept = CLOCK.adjusted_state == RUNNING
    adjusted = and_(is_kept, CLOCK.adjusted_due_on < today)
    paused = and_(is_kept, CLOCK.adjusted_due_on >= today)
    return (
        select(
            CLOCK.holder_id.label("person_id"),
            CLOCK.standard,
            CLOCK.month,
            func.count().label("clocks"),
            func.count().filter(adjusted).label("adjusted"),
            func.count().filter(paused).label("paused"),
        )
        .where(
            CLOCK.holder_id.in_(people),
            CLOCK.standard.in_(sorted(standards)),
            CLOCK.state == RUNNING,  # bound: by holder, never through all that run anywhere
            CLOCK.due_on >= since,
            CLOCK.due_on < today,
            or_(CLOCK.due_on >= today.replace(day=1), paused),
        )
        .group_by(CLOCK.holder_id, CLOCK.standard, CLOCK.month)
    )


def around(spans: FromClause, standards: Collection[str]) -> Select[Any]:
    """Return the question for k met of n before and after, by the key of each of the spans.

    `spans` has the columns key, person_id, code (a standard), before_from, before_until,
    after_from and after_until: first days of months that are over, each `until` no longer counts.
    """
    to = spans.c
    counts = TALLY.state.in_([MET, Result.MISSED.value, RUNNING])  # what runs yet is late
    sides = (TALLY.month < to.before_until, TALLY.month >= to.after_from)
    return (
        select(
            to.key,
            *(_sum(and_(which, side)) for side in sides for which in (TALLY.state == MET, counts)),
        )
        .select_from(spans)
        .join(
            TALLY.month.table,
            and_(
                TALLY.holder_id == to.person_id,
                TALLY.month >= to.before_from,
                TALLY.month < func.coalesce(to.after_until, to.before_until),
                TALLY.standard == to.code,
            ),
        )
        .where(to.code.in_(sorted(standards)), or_(*sides))
        .group_by(to.key)
    )


def caseloads(people: People) -> Select[Any]:
    """Return the question for the open cases of each who has any, as `Caseload`."""
    return (
        select(
            FILE.key_worker_id.label("person_id"),
            func.count().label("open_cases"),
            least_now().label("least"),
            most_now().label("most"),
        )
        .where(FILE.key_worker_id.in_(people), FILE.ended_on.is_(None), FILE.disposed_at.is_(None))
        .group_by(FILE.key_worker_id)
    )


def late_records(
    people: People, since: date, more_than_days: int, *, is_sqlite: bool
) -> Select[Any]:
    """Return the question for how many entries of each month were written late, as `Written`.

    By the day on which it happened, from `since` on; days are counted in UTC.
    """
    month = _month(EVENT.happened_on, is_sqlite=is_sqlite).label("month")
    is_late = _is_late(more_than_days, is_sqlite=is_sqlite)
    return (
        select(
            EVENT.recorded_by_id.label("person_id"),
            month,
            func.count().filter(is_late).label("k"),
            func.count().label("n"),
        )
        .join(FILE.id.table, FILE.id == EVENT.case_id)
        .where(
            EVENT.recorded_by_id.in_(people),
            EVENT.happened_on >= since,
            EVENT.corrects_id.is_(None),
            EVENT.kind.not_in(NOT_WRITTEN_AT_ONCE),
            FILE.batch_id.is_(None),
        )
        .group_by(EVENT.recorded_by_id, month)
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(TALLY.clocks).filter(condition), 0), Integer)


def _is_late(days: int, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Return SQL: written on or after midnight of the first day that is too late."""
    first = timedelta(days=days + 1)
    found: ColumnElement[bool]
    if is_sqlite:
        written = type_coerce(EVENT.recorded_at, String)
        found = written >= func.date(EVENT.happened_on, f"+{first.days} days", type_=String)
        return found
    midnight = func.timezone("UTC", cast(EVENT.happened_on, DateTime) + first)
    found = EVENT.recorded_at >= midnight
    return found


def _month(day: ColumnElement[date], *, is_sqlite: bool) -> ColumnElement[date]:
    if is_sqlite:
        return func.strftime("%Y-%m-01", day, type_=Date)
    return cast(func.date_trunc("month", day), Date)


def clocks_behind(
    session: Session,
    person_id: int,
    standard: str,
    spans: Sequence[tuple[date, date]],
    today: date,
    seen: ColumnElement[bool],
) -> Sequence[Row[Any]]:
    """Return somebody's clocks of a standard that count and were due in one of the spans of days.

    Each with its case: of one that is not `seen`, or was disposed of, there is no reference.
    The latest due first.
    """
    is_over = and_(CLOCK.state == RUNNING, CLOCK.due_on < today)
    return plain_rows(
        session,
        select(
            CLOCK.case_id,
            sql_case((and_(seen, FILE.disposed_at.is_(None)), FILE.reference)).label("reference"),
            FILE.disposed_at.is_not(None).label("is_disposed"),
            CLOCK.sequence,
            CLOCK.start_on,
            CLOCK.due_on,
            CLOCK.end_on,
            CLOCK.state,
            CLOCK.adjusted_state,
        )
        .join(FILE.id.table, FILE.id == CLOCK.case_id)
        .where(
            CLOCK.holder_id == person_id,
            CLOCK.standard == standard,
            or_(CLOCK.state.in_([MET, Result.MISSED.value]), is_over),
            or_(false(), *(CLOCK.due_on.between(first, last) for first, last in spans)),
        )
        .order_by(CLOCK.due_on.desc(), CLOCK.case_id, CLOCK.sequence),
    ).all()
