"""What the closure days are, and whose bank holidays count."""

from datetime import date

from sqlalchemy import literal, select, true
from sqlalchemy.orm import Session

from competency.calendars.models import CalendarChoice, ClosureDay
from competency.infra.db import plain_rows
from competency.kernel.values import Value


class ClosureRow(Value):
    """One closure day."""

    id: int
    day: date
    why: str


def list_closures(session: Session) -> list[ClosureRow]:
    """Return all closure days, the latest first."""
    rows = session.execute(
        select(ClosureDay.id, ClosureDay.day, ClosureDay.why).order_by(ClosureDay.day.desc())
    )
    return [ClosureRow(*row) for row in rows]


# Every page with a due date asks this, so it is built once.
_ONE = select(literal(1)).subquery()
_KEPT = (
    select(
        select(CalendarChoice.nation).scalar_subquery().label("nation"),
        ClosureDay.day,
        ClosureDay.why,
    )
    .select_from(_ONE.outerjoin(ClosureDay, true()))
    .order_by(ClosureDay.day.desc())
)


def kept(session: Session) -> tuple[str | None, tuple[tuple[date, str], ...]]:
    """Return the chosen nation, if one was chosen, and each closure day with why; in one query."""
    rows = plain_rows(session, _KEPT).all()
    return rows[0].nation, tuple((row.day, row.why) for row in rows if row.day is not None)


def get_choice(session: Session) -> CalendarChoice | None:
    """Return the choice of a nation as it is now, or None where nobody made one."""
    return session.get(CalendarChoice, 1, populate_existing=True)


def find_closure(session: Session, day: date) -> ClosureDay | None:
    """Return the closure on a day, or None."""
    return session.scalar(select(ClosureDay).where(ClosureDay.day == day))
