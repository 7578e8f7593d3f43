"""One's own list of reviews: what is due, and the reviews that one has something to do with."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import lookup
from competency.reviews import permissions
from competency.reviews.domain.calendar import months_before
from competency.reviews.domain.duties import Due
from competency.reviews.domain.levels import Level, State
from competency.reviews.models import Review, ReviewDraw
from competency.reviews.queries import listed
from competency.reviews.service import due
from competency.reviews.service.loading import scope

PAGE = 50


class Whose(StrEnum):
    """Whose reviews are listed: those one takes part in, or all that one may see."""

    MINE = "mine"
    ALL = "all"


class Wanted(Value, kw_only=True):
    """Which reviews are listed: `month` None means any, unless `recent` (this month and last).

    `case_id` asks for those of one case.
    """

    whose: Whose = Whose.MINE
    recent: bool = True
    month: date | None = None
    state: State | None = None
    case_id: int | None = None


class Listed(Value, kw_only=True):
    """Reviews as rows, how many there are in all, and what their numbers stand for."""

    due: Sequence[Due]
    rows: Sequence[Row[Any]]
    count: int
    references: Mapping[int, str]
    names: Mapping[int, str]
    months: Sequence[date]


def my_list(work: Work, wanted: Wanted, *, page: int | None = 1) -> Listed:
    """Return what is due for the actor and a page of reviews they may see; None: all pages.

    Mine are those that one reviews, whose worker one is, and the four of a supervisor. Five
    statements however many there are.
    """
    session = work.session
    offset = PAGE * (page - 1) if page else 0
    limit = PAGE if page else None
    rows, count = listed.counted(session, _within(work, wanted), limit=limit, offset=offset)
    return Listed(
        due=due.due_for_me(work),
        rows=rows,
        count=count,
        references=held.references(session, [row.case_id for row in rows]),
        names=lookup.names(
            session, [one for row in rows for one in (row.worker_id, row.reviewer_id)]
        ),
        months=listed.drawn_months(session),
    )


def _within(work: Work, wanted: Wanted) -> ColumnElement[bool]:
    me, found = work.actor.person_id or 0, [scope(work.actor, work.today, permissions.SEE)]
    if wanted.whose is Whose.MINE:
        of_the_four = and_(Review.supervisor_id == me, Review.level == Level.FIRST.value)
        found.append(or_(Review.reviewer_id == me, Review.worker_id == me, of_the_four))
    if wanted.case_id is not None:
        found.append(Review.case_id == wanted.case_id)
    if wanted.month is not None:
        found.append(ReviewDraw.month == wanted.month)
    elif wanted.recent:
        last = months_before(work.today, 1)[0]
        found.append(or_(ReviewDraw.month >= last, and_(~_is_drawn(), Review.due_on >= last)))
    if wanted.state is not None:
        found.append(Review.state == wanted.state.value)
    return and_(*found)


def _is_drawn() -> ColumnElement[bool]:
    return Review.draw_id.is_not(None)
