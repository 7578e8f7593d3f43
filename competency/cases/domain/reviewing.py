"""When each thing that is reviewed again and again is due next."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from competency.frameworks.domain.kinds.case_management_protocol import (
    EVERYONE,
    RISK_CYCLE,
    CaseManagementProtocol,
    ReviewCycle,
)
from competency.kernel.values import Value
from competency.timeliness.domain.due import add_months


class NextReview(Value):
    """The next review of one cycle: counted from which day, due on which, and is it late.

    `after_concern` is true where a concern, not the interval, makes it due.
    """

    cycle: ReviewCycle
    since: date
    due: date
    is_late: bool
    after_concern: bool = False


def next_due(cycle: ReviewCycle, started: Sequence[date], reviewed: Sequence[date]) -> date | None:
    """Return the day on which the next review is due; None where nothing has started.

    It counts from the last review, or from the first start where there was none: the same day of
    the month so many months on, or the last day of a month that is shorter. A review before the
    start is none of it. An early review is the new start: it moves the next one forward.
    """
    since = _since(started, reviewed)
    return None if since is None else add_months(since, cycle.every_months)


def next_reviews(
    protocol: CaseManagementProtocol,
    days: Mapping[str, Sequence[date]],
    applies: Collection[str],
    today: date,
    concerns: Sequence[date] = (),
) -> tuple[NextReview, ...]:
    """Return the next review of each cycle that has started and that applies, earliest first.

    `days` are the days of each event by its code; days to come have not happened. `concerns` are
    the days of the concerns after which the risk assessment is reviewed: it is due on the day of
    the first that no review followed. Source: section 3, list of reviews, and section 6.
    """
    found = []
    for cycle in protocol.cycles:
        if cycle.applies not in (EVERYONE, *applies):
            continue
        started = _until(days.get(cycle.starts, ()), today)
        reviewed = _until(days.get(cycle.reviewed, ()), today)
        since, due = _since(started, reviewed), next_due(cycle, started, reviewed)
        if since is None or due is None:
            continue
        waiting = [day for day in _until(concerns, today) if day > since]
        concern = min(waiting, default=due) if cycle.code == RISK_CYCLE else due
        if concern < due:
            found.append(NextReview(cycle, concern, concern, concern < today, after_concern=True))
        else:
            found.append(NextReview(cycle, since, due, due < today))
    order = {cycle.code: place for place, cycle in enumerate(protocol.cycles)}
    return tuple(sorted(found, key=lambda one: (one.due, order[one.cycle.code])))


def _since(started: Sequence[date], reviewed: Sequence[date]) -> date | None:
    """Return the day from which the next review counts, or None where nothing has started."""
    if not started:
        return None
    first = min(started)
    return max((day for day in reviewed if day >= first), default=first)


def _until(days: Sequence[date], today: date) -> list[date]:
    return [day for day in days if day <= today]
