"""The organisation's closure days, and its working calendar without them."""

from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from competency.calendars import queries
from competency.calendars.domain.nations import DEFAULT_NATION
from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.calendars.events import ClosureDayAdded, ClosureDayRemoved
from competency.calendars.models import ClosureDay
from competency.calendars.permissions import KEEP_CLOSURES
from competency.calendars.queries import ClosureRow
from competency.calendars.service import days
from competency.infra import slots
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.people.service.access import require_role

LONGEST_WHY = 120
KEPT = "calendar"


def working_calendar(session: Session, nation: str | None = None) -> WorkingCalendar:
    """Return the working days of the organisation's nation, its closure days left out.

    Of another nation where one is given. Takes one query in each session; refuses an unknown
    nation.
    """
    chosen, found = _kept(session)
    return _without(nation or chosen, found)


def nation_of(session: Session) -> str:
    """Return the nation whose bank holidays the organisation keeps; in one query a session."""
    return _kept(session)[0]


def list_closures(work: Work) -> list[ClosureRow]:
    """Return all closure days, the latest first, for administrators."""
    require_role(work, KEEP_CLOSURES)
    return queries.list_closures(work.session)


def get_closure(work: Work, closure_id: int) -> ClosureRow:
    """Return one closure day for administrators; raises where it is gone."""
    row = _get(work, closure_id)
    return ClosureRow(row.id, row.day, row.why)


def add_closure(work: Work, day: date, why: str) -> int | None:
    """Add a day on which the organisation is closed; return how many due dates that moves.

    None where nobody counts clocks. For administrators; refuses a weekend, a day that is there
    already, and one that the bank-holiday calendar does not know. A bank holiday is taken, as it
    counts in another nation.
    """
    require_role(work, KEEP_CLOSURES)
    why = why.strip()
    if not why or len(why) > LONGEST_WHY:
        message = f"Say why in up to {LONGEST_WHY} characters."
        raise Refused("why_missing", message, field="why")
    if queries.find_closure(work.session, day) is not None:
        raise Refused("closed_already", f"{day} is a closure day already.", field="day")
    _check_counts(work.session, day)
    row = ClosureDay(day=day, why=why)
    work.session.add(row)
    _flush(work)
    work.record(ClosureDayAdded(closure_id=row.id, day=day.isoformat()))
    return slots.calendar_changed(work, day)


def remove_closure(work: Work, closure_id: int) -> int | None:
    """Let the day count again; return how many due dates that moves, None where nobody counts.

    For administrators; raises where it is gone.
    """
    row = _get(work, closure_id)
    work.session.delete(row)
    _flush(work)
    work.record(ClosureDayRemoved(closure_id=closure_id, day=row.day.isoformat()))
    return slots.calendar_changed(work, row.day)


def _kept(session: Session) -> tuple[str, tuple[tuple[date, str], ...]]:
    found: tuple[str, tuple[tuple[date, str], ...]] | None = session.info.get(KEPT)
    if found is None:
        nation, closed = queries.kept(session)
        found = (nation or DEFAULT_NATION, closed)
        session.info[KEPT] = found
    return found


def _get(work: Work, closure_id: int) -> ClosureDay:
    require_role(work, KEEP_CLOSURES)
    row = work.session.get(ClosureDay, closure_id)
    if row is None:
        raise NotFound("There is no such closure day.")
    return row


def forget(session: Session) -> None:
    """Let the session read the calendar anew, after it changed."""
    session.info.pop(KEPT, None)


def _flush(work: Work) -> None:
    """Send the change, and forget the days as they were before it."""
    work.session.flush()
    forget(work.session)


def _check_counts(session: Session, day: date) -> None:
    """Refuse a day that counts nowhere, or that lies outside what is known."""
    calendar = days.calendar_of(nation_of(session))
    try:
        calendar.require(day)
    except Refused as outside:
        raise Refused(outside.code, outside.message, field="day") from None
    if day.weekday() in calendar.weekend:
        raise Refused("weekend", "A weekend does not count anyway.", field="day")


@lru_cache(maxsize=64)
def _without(nation: str, closures: tuple[tuple[date, str], ...]) -> WorkingCalendar:
    return days.calendar_of(nation, dict(closures))
