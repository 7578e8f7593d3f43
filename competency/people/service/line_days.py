"""Until when one person supervises another, as SQL, for what the two agree for that long."""

from datetime import date

from sqlalchemy import ColumnElement, Date, func, literal, select

from competency.people.models import SupervisionLine

NO_END = date.max


def last_day(supervisor: ColumnElement[int], person: ColumnElement[int]) -> ColumnElement[date]:
    """Return SQL for the last day of all lines between the two; `NO_END` while one goes on.

    NULL where there has never been a line.
    """
    ends = func.coalesce(SupervisionLine.ends_on, literal(NO_END, Date))
    return (
        select(func.max(ends, type_=Date))
        .where(SupervisionLine.supervisor_id == supervisor, SupervisionLine.supervisee_id == person)
        .scalar_subquery()
    )
