"""Whether supervision is kept to its agreement, for one person and for very many."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, literal, select, union_all
from sqlalchemy.orm import Session

from competency.calendars.service.closures import working_calendar
from competency.coaching.domain.kept import Kept, Promise, WorkingDayAfter, kept, next_due
from competency.coaching.models import (
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionMember,
    SupervisionSession,
)
from competency.infra.db import plain_rows
from competency.people.service import line_days
from competency.people.service.crowds import People

A_YEAR = timedelta(days=365)


class KeptRow(NamedTuple):
    """Of one person and kind of supervision: met in k of n agreed periods that are over."""

    person_id: int
    kind: str
    k: int
    n: int


class Meeting(NamedTuple):
    """When somebody last met for supervision in pairs, is to meet next, or should by."""

    last_held: date | None
    next_planned: date | None
    due_by: date | None


def of_people(session: Session, people: People, since: date, today: date) -> list[KeptRow]:
    """Return who of these met in how many of the agreed periods that ended since a day.

    One row a person and kind, in that order; who has no agreement is left out. Two statements,
    however many people. A session counts once it was held, for a group's member only where they
    were there. Authorises nothing: the caller passes people whom its actor may see.
    """
    held = _held(session, people)
    after = working_calendar(session).working_day_after
    found: dict[tuple[int, str], Kept] = {}
    for row in plain_rows(session, _agreements(people)):
        key = row.person_id, row.kind
        days = held.get((row.person_id, row.kind, row.supervisor_id), ())
        promise = _promise(row)
        found[key] = found.get(key, Kept()) + kept(promise, days, since, today, after)
    return [KeptRow(*key, one.k, one.n) for key, one in sorted(found.items())]


def in_all(rows: Iterable[KeptRow]) -> Kept:
    """Return k of n over all these rows, as for a team."""
    return sum((Kept(row.k, row.n) for row in rows), Kept())


def meetings(session: Session, people: People, today: date) -> dict[int, Meeting]:
    """Return by person when they last met and when they meet next, of supervision in pairs.

    `due_by` is the earliest day by which an agreement that counts asks for the next meeting. Two
    statements. Authorises nothing: the caller passes people whom its actor may see.
    """
    last: dict[int, date] = {}
    by_pair: dict[tuple[int, str, int], date] = {}
    ahead: dict[int, date] = {}
    for row in plain_rows(session, _of_pairs(people)):
        if row.held_on is None:
            ahead[row.person_id] = min(ahead.get(row.person_id, date.max), row.planned_on)
            continue
        pair = row.person_id, row.kind, row.supervisor_id
        by_pair[pair] = max(by_pair.get(pair, date.min), row.held_on)
        last[row.person_id] = max(last.get(row.person_id, date.min), row.held_on)
    due = _due(session, people, by_pair, today)
    return {
        id_: Meeting(last.get(id_), ahead.get(id_), due.get(id_))
        for id_ in last.keys() | ahead.keys() | due.keys()
    }


def _due(
    session: Session, people: People, held: dict[tuple[int, str, int], date], today: date
) -> dict[int, date]:
    after: WorkingDayAfter = working_calendar(session).working_day_after
    found: dict[int, date] = {}
    for row in plain_rows(session, _agreements(people)):
        promise = _promise(row)
        if row.is_group or (promise.ended_on is not None and promise.ended_on < today):
            continue
        last = held.get((row.person_id, row.kind, row.supervisor_id))
        by = next_due(promise, last, after)
        found[row.person_id] = min(found.get(row.person_id, date.max), by)
    return found


def _held(session: Session, people: People) -> dict[tuple[int, str, int], list[date]]:
    one = SupervisionSession.__table__.c
    pairs = select(one.person_id, one.kind, one.supervisor_id, one.held_on).where(
        one.person_id.in_(people), one.held_on.is_not(None)
    )
    groups = (
        select(SupervisionAttendee.person_id, one.kind, one.supervisor_id, one.held_on)
        .join(SupervisionAttendee, SupervisionAttendee.session_id == one.id)
        .where(
            SupervisionAttendee.person_id.in_(people),
            SupervisionAttendee.was_there.is_(True),
            one.held_on.is_not(None),
        )
    )
    found: dict[tuple[int, str, int], list[date]] = {}
    for person_id, kind, supervisor_id, held_on in plain_rows(session, union_all(pairs, groups)):
        found.setdefault((person_id, kind, supervisor_id), []).append(held_on)
    return found


def _agreements(people: People) -> Any:
    one = SupervisionAgreement.__table__.c
    columns = (one.kind, one.supervisor_id, one.every, one.unit, one.starts_on, one.ended_on)
    line_ends = line_days.last_day(one.supervisor_id, one.person_id).label("line_ends")
    pairs: Select[Any] = select(
        one.person_id.label("person_id"), *columns, line_ends, literal(0).label("is_group")
    ).where(one.person_id.in_(people))
    groups: Select[Any] = (
        select(
            SupervisionMember.person_id,
            *columns,
            literal(line_days.NO_END, Date).label("line_ends"),
            literal(1).label("is_group"),
        )
        .join(SupervisionMember, SupervisionMember.agreement_id == one.id)
        .where(SupervisionMember.person_id.in_(people))
    )
    return union_all(pairs, groups)


def _of_pairs(people: People) -> Select[Any]:
    one = SupervisionSession.__table__.c
    return select(one.person_id, one.kind, one.supervisor_id, one.planned_on, one.held_on).where(
        one.person_id.in_(people), one.called_off_at.is_(None)
    )


def _promise(row: Any) -> Promise:
    """Return what was agreed; where the line between the two has ended, it ended with it."""
    days = [day for day in (row.ended_on, row.line_ends) if day not in (None, line_days.NO_END)]
    return Promise(
        every=row.every,
        unit=row.unit,
        starts_on=row.starts_on,
        ended_on=min(days) if days else None,
    )
