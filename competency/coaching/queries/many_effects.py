"""Many actions with the months before and after each, as SQL; which these are the domain says.

A table of the months themselves goes along with the question, so that nothing has to be worked
out row by row and both databases understand it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import CTE, Date, Select, and_, case, column, values
from sqlalchemy.types import TypeEngine

from competency.coaching.domain.actions import Ending
from competency.coaching.domain.effect import MeasureRules, month_on, windows
from competency.coaching.domain.measures import MeasureKind
from competency.coaching.models import CoachingAction

ACTION: Any = CoachingAction.__table__.c
Edge = Callable[[date], Any]


def spans(
    wanted: Select[Any],
    kind: MeasureKind,
    rules: MeasureRules,
    since: date,
    today: date,
    *,
    edge: Edge = lambda day: day,
    as_type: TypeEngine[Any] | None = None,
) -> CTE:
    """Return SQL for the wanted actions with a measure of a kind, each with its months.

    Columns: key (the action), person_id, code, before_from, before_until, after_from, after_until;
    each `until` is the first that no longer counts, and the last two are NULL while no month after
    is over. `wanted` has actions agreed since the first day of the month `since`, none dropped or
    carried forward. `edge` turns the first day of a month into what is compared, of `as_type`.
    """
    known = months(rules, since, today, edge, as_type or Date())
    agreed, held = known.alias("agreed"), known.alias("held")
    day = case((ACTION.ending == Ending.COMPLETE.value, ACTION.ended_on), else_=ACTION.due_on)
    hold = case((day < ACTION.agreed_on, ACTION.agreed_on), else_=day)
    return (
        wanted.with_only_columns(
            ACTION.id.label("key"),
            ACTION.person_id,
            ACTION.measure_code.label("code"),
            agreed.c.before_from,
            agreed.c.before_until,
            held.c.after_from,
            held.c.after_until,
        )
        .order_by(None)
        .where(ACTION.measure_kind == kind.value)
        .join(agreed, _within(ACTION.agreed_on, agreed))
        .outerjoin(held, _within(hold, held))
        .cte("spans")
        .prefix_with("MATERIALIZED")
    )


def months(
    rules: MeasureRules, since: date, today: date, edge: Edge, as_type: TypeEngine[Any]
) -> CTE:
    """Return a table of the months from one to the present, with what is before and after each."""
    names = ("before_from", "before_until", "after_from", "after_until")
    table = values(
        column("month", Date),
        column("next", Date),
        *(column(name, as_type) for name in names),
        name="known",
    )
    return table.data(list(_rows(rules, since, today, edge))).cte("months")


def _rows(rules: MeasureRules, since: date, today: date, edge: Edge) -> Iterator[tuple[Any, ...]]:
    month = since.replace(day=1)
    while month <= today:
        found = windows(month, month, today, rules)
        sides = [
            (edge(span.first), edge(month_on(span.last, 1))) if span else (None, None)
            for span in (found.before, found.after)
        ]
        yield month, month_on(month, 1), *sides[0], *sides[1]
        month = month_on(month, 1)


def _within(day: Any, table: Any) -> Any:
    return and_(day >= table.c.month, day < table.c.next)
