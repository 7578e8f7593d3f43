"""What the closure days are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.calendars.models import ClosureDay


@dataclass(frozen=True, slots=True)
class ClosureRow:
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


def find_closure(session: Session, day: date) -> ClosureDay | None:
    """Return the closure on a day, or None."""
    return session.scalar(select(ClosureDay).where(ClosureDay.day == day))
