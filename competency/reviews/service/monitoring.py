"""What is missing from the 26th on, who was told of it, and when it came."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, select

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.kernel.values import Value
from competency.people.service import lookup
from competency.reviews import permissions
from competency.reviews.domain.calendar import Dates
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.models import Review, ReviewDraw, ReviewNotice
from competency.reviews.queries import listed
from competency.reviews.service.loading import scope
from competency.reviews.service.rules import dates_of

_OPEN = sorted(state.value for state in OPEN)


class Told(Value):
    """Who was told that a review was missing, and when."""

    person_id: int
    name: str
    at: datetime


class Line(Value):
    """A review that was not complete on its day: whose it is, who was told, when it came."""

    review: Row[Any]
    reference: str
    reviewer: str
    supervisor: str
    told: tuple[Told, ...]
    came_at: datetime | None


class Monitored(Value):
    """The reviews of a month and level that the actor monitors: how many, and which are missing."""

    month: date
    level: Level
    monitored_on: date
    complete: int
    all: int
    lines: tuple[Line, ...]


def monitor(work: Work, month: date, level: Level) -> Monitored:
    """Return what is or was missing of a month's draw at a level, in the actor's reach.

    Missing is what was not complete on its last day, even if it came since. What was un-assigned
    or substituted is not missing. Five statements however many there are.
    """
    reach = scope(work.actor, work.today, permissions.MONITOR)
    rows = listed.listed(
        work.session,
        and_(
            reach,
            ReviewDraw.month == month,
            Review.level == level.value,
            Review.state.in_([*_OPEN, State.SUBMITTED.value]),
        ),
    )
    days = dates_of(month)
    late = [row for row in rows if _is_missing(row, work.today)]
    told = _told(work, [row.id for row in late])
    names = lookup.names(
        work.session,
        [
            *(row.reviewer_id for row in late),
            *(row.supervisor_id for row in late),
            *(one.told_id for some in told.values() for one in some),
        ],
    )
    references = held.references(work.session, (row.case_id for row in late))
    return Monitored(
        month=month,
        level=level,
        monitored_on=monitored_on(days, level),
        complete=sum(row.state == State.SUBMITTED for row in rows),
        all=len(rows),
        lines=tuple(
            Line(
                review=row,
                reference=references[row.case_id],
                reviewer=names.get(row.reviewer_id or 0, ""),
                supervisor=names.get(row.supervisor_id or 0, ""),
                told=tuple(
                    Told(one.told_id, names[one.told_id], one.at) for one in told.get(row.id, ())
                ),
                came_at=row.submitted_at,
            )
            for row in late
        ),
    )


def months(work: Work) -> list[date]:
    """Return the months with reviews that the actor monitors, newest first."""
    return listed.months(work.session, scope(work.actor, work.today, permissions.MONITOR))


def _told(work: Work, review_ids: list[int]) -> Mapping[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    rows = work.session.execute(
        select(ReviewNotice.review_id, ReviewNotice.told_id, ReviewNotice.at)
        .where(ReviewNotice.review_id.in_(review_ids), ReviewNotice.occasion == "missing")
        .order_by(ReviewNotice.at, ReviewNotice.told_id)
    )
    for row in rows:
        found.setdefault(row.review_id, []).append(row)  # type: ignore[arg-type]
    return found


def _is_missing(row: Row[Any], today: date) -> bool:
    if row.submitted_at is None:
        return bool(row.due_on < today)
    return bool(london_date(row.submitted_at) > row.due_on)


def monitored_on(days: Dates, level: Level) -> date:
    """Return the day from which a level is monitored."""
    return days.monitor_on if level is Level.FIRST else days.second_monitor_on
