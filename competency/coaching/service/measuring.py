"""What coaching can be meant to move, counted from people's own casework month by month.

`counted` authorises nothing: its caller passes a set of people whose figures the actor may see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from competency.cases.service import practice as casework
from competency.coaching.domain.measures import Measure, MeasureKind, MonthCount
from competency.coaching.library import load_effect_rules
from competency.kernel.errors import Refused
from competency.people.service.crowds import People
from competency.reviews.service import practice as reviews
from competency.reviews.service.rules import get_instrument
from competency.timeliness.service.standards import get_standards

Key = tuple[int, Measure]
Cells = dict[date, tuple[int, int]]


class Series(NamedTuple):
    """k of n by month, oldest first; a month without any is left out.

    `adjusted` leaves out what was excused or stood still; the answers of reviews know no such.
    """

    raw: tuple[MonthCount, ...] = ()
    adjusted: tuple[MonthCount, ...] | None = None


def counted(
    session: Session, people: People, measures: Collection[Measure], since: date, today: date
) -> dict[Key, Series]:
    """Return the months of each person and measure, from the month of `since` to the present one.

    In at most four statements, for one person as for thousands. Who has nothing is not in it.
    The present month has what was counted up to today.
    """
    clocks = {one.code for one in measures if one.kind is MeasureKind.TIMELINESS}
    items = {one.code for one in measures if one.kind is MeasureKind.REVIEW_ITEM}
    found: dict[Key, Series] = {}
    if clocks:
        found |= _of_clocks(session, people, clocks, since, today)
    if items:
        found |= _of_reviews(session, people, items, since)
    return found


def words_of(measure: Measure) -> str:
    """Return what is measured, in words; of a code that no released version has, the code."""
    rules = load_effect_rules().of_kind[measure.kind]
    return rules.words.format(title=_title(measure), code=measure.code)


def _title(measure: Measure) -> str:
    try:
        if measure.kind is MeasureKind.TIMELINESS:
            return get_standards().one(measure.code).title
        return get_instrument().item(measure.code).title
    except Refused:
        return measure.code


def _of_clocks(
    session: Session, people: People, codes: Collection[str], since: date, today: date
) -> dict[Key, Series]:
    raw: dict[Key, list[MonthCount]] = defaultdict(list)
    adjusted: dict[Key, list[MonthCount]] = defaultdict(list)
    for row in casework.clock_counts(session, people, since, today, standards=codes):
        key = row.person_id, Measure(MeasureKind.TIMELINESS, row.standard)
        raw[key].append(MonthCount(row.month, row.k, row.n))
        adjusted[key].append(MonthCount(row.month, row.adjusted_k, row.adjusted_n))
    return {key: Series(_counting(raw[key]), _counting(adjusted[key])) for key in raw}


def _of_reviews(
    session: Session, people: People, items: Collection[str], since: date
) -> dict[Key, Series]:
    months: dict[Key, Cells] = defaultdict(dict)
    for row in reviews.answers(session, people, since.replace(day=1)):
        if row.item in items:
            cells = months[row.person_id, Measure(MeasureKind.REVIEW_ITEM, row.item)]
            k, n = cells.get(row.month, (0, 0))
            cells[row.month] = k + row.is_good, n + 1
    return {
        key: Series(tuple(MonthCount(month, *cells[month]) for month in sorted(cells)))
        for key, cells in months.items()
    }


def _counting(counts: Iterable[MonthCount]) -> tuple[MonthCount, ...]:
    return tuple(one for one in counts if one.n)
