"""Cases of a programme by worker, when they were open, and their contacts by month.

For rooms that count over the whole organisation; nothing here is a client's content.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Subquery,
    and_,
    cast,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from competency.cases.domain.kinds import Happened
from competency.cases.models import (
    CaseAssignment,
    CaseContact,
    CaseEvent,
    CaseFile,
    CaseGoal,
    CaseNeed,
)
from competency.infra.db import plain_rows

FILE: Any = CaseFile.__table__.c
FIRST_WORKER = 1  # the number of a case's first assignment


class Programme(NamedTuple):
    """Which cases belong to a programme: those of these practice areas, all where it names none."""

    area_ids: tuple[int, ...] = ()


class Direct(NamedTuple):
    """Which contacts count as direct: in one of these ways, with one of these parties."""

    ways: tuple[str, ...]
    parties: tuple[str, ...]


class Holding(NamedTuple):
    """How many open cases somebody holds as key worker: of the programme, and others."""

    person_id: int
    cases: int
    others: int


class Span(NamedTuple):
    """When a case was open: from its first key worker's day; `last_on` None is still open."""

    case_id: int
    first_on: date
    last_on: date | None


class Made(NamedTuple):
    """How many direct contacts a case had in each of the months that were asked for."""

    case_id: int
    numbers: tuple[int, ...]


def holdings(session: Session, programme: Programme, on: date | None = None) -> list[Holding]:
    """Return the open cases of each key worker who holds any, by person.

    As they are now, or as they were at the end of a day; then by who was given each case last.
    """
    held = _held(on)
    inside = _inside(programme, held)
    rows = plain_rows(
        session,
        select(held.c.person_id, func.count().filter(inside), func.count().filter(~inside))
        .group_by(held.c.person_id)
        .order_by(held.c.person_id),
    )
    return [Holding(*row) for row in rows]


def open_cases(session: Session, programme: Programme) -> int:
    """Return how many cases of the programme are open with a key worker."""
    statement = select(func.count()).where(_is_held(), _inside(programme))
    return session.scalar(statement.select_from(CaseFile)) or 0


def needs(session: Session, programme: Programme, on: date | None = None) -> dict[int, int]:
    """Return by worker how many areas of need their open cases of the programme have together.

    As they are now, or of a day: then those that were found by its end.
    """
    held = _held(on)
    area = select(held.c.person_id, CaseNeed.case_id, CaseNeed.area).join(
        CaseNeed.__table__, CaseNeed.case_id == held.c.case_id
    )
    if on is not None:
        found = aliased(CaseEvent)
        area = area.join(found, found.id == CaseNeed.event_id).where(found.happened_on <= on)
    each = area.where(_inside(programme, held)).distinct().subquery()
    rows = plain_rows(session, select(each.c.person_id, func.count()).group_by(each.c.person_id))
    return {person_id: number for person_id, number in rows}


def open_goals(session: Session, programme: Programme) -> dict[int, int]:
    """Return by worker how many goals of their open cases of the programme have not ended."""
    goals = select(CaseGoal.case_id.label("case_id")).where(CaseGoal.ending == "")
    return _by_worker(session, programme, goals)


def contacts_by_worker(
    session: Session,
    programme: Programme,
    direct: Direct,
    first: date,
    last: date,
    on: date | None = None,
) -> dict[int, int]:
    """Return by worker the direct contacts with their open cases of the programme between days,
    whoever of the staff made them; the cases are those held now, or at the end of a day."""
    made = contacts(direct, first, last).subquery()
    return _by_worker(session, programme, select(made.c.case_id.label("case_id")), on)


def spans(session: Session, programme: Programme, first: date, last: date) -> Iterator[Span]:
    """Yield when each case of the programme was open that was open between two days, by number.

    Cases that were disposed of are left out.
    """
    one = CaseAssignment.__table__.c
    rows = plain_rows(
        session,
        select(FILE.id, one.from_on, FILE.ended_on)
        .join(one.id.table, and_(one.case_id == FILE.id, one.seq == FIRST_WORKER))
        .where(
            one.from_on <= last,
            or_(FILE.ended_on.is_(None), FILE.ended_on >= first),
            FILE.disposed_at.is_(None),
            _inside(programme),
        )
        .order_by(FILE.id),
    )
    return (Span(*row) for row in rows)


def contacts_by_month(
    session: Session, programme: Programme, direct: Direct, months: Sequence[tuple[date, date]]
) -> Iterator[Made]:
    """Yield each case with direct contacts in the months, by number; a month is its two days."""
    made = contacts(direct, months[0][0], months[-1][1]).subquery()
    day = made.c.happened_on
    numbers = (func.count().filter(day >= first, day <= last) for first, last in months)
    found = select(made.c.case_id, *numbers)
    if programme.area_ids:
        found = found.join(FILE.id.table, FILE.id == made.c.case_id).where(_inside(programme))
    rows = plain_rows(session, found.group_by(made.c.case_id).order_by(made.c.case_id))
    return (Made(row[0], tuple(row[1:])) for row in rows)


def references(
    session: Session, case_ids: Collection[int], within: ColumnElement[bool]
) -> dict[int, str]:
    """Return by number the references of those of the cases for which a condition holds."""
    rows = session.execute(
        select(FILE.id, FILE.reference).where(
            FILE.id.in_(sorted(case_ids)), FILE.disposed_at.is_(None), within
        )
    )
    return {row.id: row.reference for row in rows}


def contacts(direct: Direct, first: date, last: date) -> CompoundSelect[int, date]:
    """Return SQL for the direct contacts between two days, each on the day that stands for it.

    A contact hangs on the event as it was first written; a correction of it carries the new day,
    and the newest correction holds. What was struck out is not there.
    """
    return union_all(_as_written(direct, first, last), _as_corrected(direct, first, last))


def _as_written(direct: Direct, first: date, last: date) -> Select[int, date]:
    newest = _newest_corrections()
    return (
        select(CaseContact.case_id, CaseEvent.happened_on)
        .join(CaseEvent, CaseEvent.id == CaseContact.event_id)
        .outerjoin(newest, newest.c.corrects_id == CaseEvent.id)
        .where(_counts(CaseEvent, direct, first, last), newest.c.corrects_id.is_(None))
    )


def _as_corrected(direct: Direct, first: date, last: date) -> Select[int, date]:
    newest = _newest_corrections()
    return (
        select(CaseContact.case_id, CaseEvent.happened_on)
        .join(newest, newest.c.corrects_id == CaseContact.event_id)
        .join(CaseEvent, CaseEvent.id == newest.c.event_id)
        .where(_counts(CaseEvent, direct, first, last), ~CaseEvent.struck)
    )


def _newest_corrections() -> Subquery:
    """Return which contacts were corrected, and by which event last.

    They are few and are gathered once: asked of each contact apart, a database whose statistics
    know of no correction yet reads all events for each.
    """
    later = aliased(CaseEvent)
    return (
        select(later.corrects_id, func.max(later.id).label("event_id"))
        .where(later.corrects_id.is_not(None), later.kind == Happened.CONTACT.value)
        .group_by(later.corrects_id)
        .subquery()
    )


def _counts(event: Any, direct: Direct, first: date, last: date) -> ColumnElement[bool]:
    return and_(
        event.kind == Happened.CONTACT.value,
        event.happened_on >= first,
        event.happened_on <= last,
        CaseContact.how.in_(direct.ways),
        CaseContact.with_whom.in_(direct.parties),
    )


def _by_worker(
    session: Session, programme: Programme, found: Select[Any], on: date | None = None
) -> dict[int, int]:
    """Return how many rows of a statement with a `case_id` fall to each key worker."""
    rows, held = found.subquery(), _held(on)
    counted = plain_rows(
        session,
        select(held.c.person_id, cast(func.count(), Integer))
        .join(rows, rows.c.case_id == held.c.case_id)
        .where(_inside(programme, held))
        .group_by(held.c.person_id),
    )
    return {person_id: number for person_id, number in counted}


def _held(on: date | None) -> Subquery:
    """Return each open case with its key worker and practice area, now or at the end of a day."""
    if on is None:
        now = select(FILE.id.label("case_id"), FILE.key_worker_id.label("person_id"))
        return now.add_columns(FILE.practice_area_id).where(_is_held()).subquery()
    given = CaseAssignment.__table__.c
    last = (
        select(given.case_id, func.max(given.seq).label("seq"))
        .where(given.from_on <= on)
        .group_by(given.case_id)
        .subquery()
    )
    return (
        select(given.case_id, given.person_id, FILE.practice_area_id)
        .join(last, and_(last.c.case_id == given.case_id, last.c.seq == given.seq))
        .join(FILE.id.table, FILE.id == given.case_id)
        .where(
            given.person_id.is_not(None),
            or_(FILE.ended_on.is_(None), FILE.ended_on > on),
            FILE.disposed_at.is_(None),
        )
        .subquery()
    )


def _is_held() -> ColumnElement[bool]:
    return and_(FILE.key_worker_id.is_not(None), _is_open())


def _is_open() -> ColumnElement[bool]:
    return and_(FILE.ended_on.is_(None), FILE.disposed_at.is_(None))


def _inside(programme: Programme, held: Subquery | None = None) -> ColumnElement[bool]:
    areas: Collection[int] = programme.area_ids
    area = FILE.practice_area_id if held is None else held.c.practice_area_id
    return area.in_(areas) if areas else true()
