"""The organisation's closure days, and the calendar without them."""

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
KEPT = "closure days"


def working_calendar(session: Session, nation: str = DEFAULT_NATION) -> WorkingCalendar:
    """Return the working days of a nation, the organisation's closure days left out.

    Takes one query in each session; refuses an unknown nation.
    """
    found = session.info.get(KEPT)
    if found is None:
        found = tuple((one.day, one.why) for one in queries.list_closures(session))
        session.info[KEPT] = found
    return _without(nation, found)


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
    _check_counts(day)
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


def _get(work: Work, closure_id: int) -> ClosureDay:
    require_role(work, KEEP_CLOSURES)
    row = work.session.get(ClosureDay, closure_id)
    if row is None:
        raise NotFound("There is no such closure day.")
    return row


def _flush(work: Work) -> None:
    """Send the change, and forget the days as they were before it."""
    work.session.flush()
    work.session.info.pop(KEPT, None)


def _check_counts(day: date) -> None:
    """Refuse a day that counts nowhere, or that lies outside what is known."""
    calendar = days.calendar_of(DEFAULT_NATION)
    try:
        calendar.require(day)
    except Refused as outside:
        raise Refused(outside.code, outside.message, field="day") from None
    if day.weekday() in calendar.weekend:
        raise Refused("weekend", "A weekend does not count anyway.", field="day")


@lru_cache(maxsize=64)
def _without(nation: str, closures: tuple[tuple[date, str], ...]) -> WorkingCalendar:
    return days.calendar_of(nation, dict(closures))
