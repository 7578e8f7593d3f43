"""Who meets whom for supervision, from when until when, and on which days.

About a year of it: people met in most of the agreed periods, not in all of them.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from competency.demo.domain.cast import Member
from competency.demo.domain.chance import between
from competency.kernel.values import Value

WEEKS = 4
BEGAN_AGO = 13 * 28 + 10  # days: thirteen periods and a part of the next one
INTO_PERIOD, AHEAD = (3, 21), (3, 24)  # days
MET, SAID_WHY = 0.86, 0.5  # of the periods that are over; of those missed, how many called off
DAY = timedelta(days=1)

OnWorkingDay = Callable[[date], date]  # that day, or the next on which there is work


class Pair(Value):
    """Somebody's supervision with one supervisor; `last` is empty while it goes on."""

    person: Member
    supervisor: Member
    first: date
    last: date | None


class Days(Value):
    """When people met, and for when they had planned it and called it off."""

    held: tuple[date, ...]
    called_off: tuple[date, ...]


def pairs(member: Member, as_of: date) -> Iterator[Pair]:
    """Yield the pairs of the last year that a person was supervised in, the former one first."""
    changed, former, present = (
        member.line_changed_on,
        member.former_supervisor,
        member.supervisor,
    )
    earliest = max(member.started_on, as_of - timedelta(days=BEGAN_AGO))
    if former is not None and changed is not None:
        first = max(earliest, former.started_on)
        if first < changed:
            yield Pair(member, former, first, changed)
    if present is not None:
        first = max(earliest, present.started_on, changed + DAY if changed else date.min)
        if first < (member.left_on or as_of):
            yield Pair(member, present, first, member.left_on)


def days(
    chance: Random, first: date, last: date | None, as_of: date, weeks: int, on_work: OnWorkingDay
) -> Days:
    """Return the days from the first on, one in most periods of so many weeks, before as_of."""
    held, called_off = [], []
    end = min(last or as_of, as_of - DAY)
    period = timedelta(weeks=weeks)
    while first < end:
        day = on_work(first + timedelta(days=between(chance, *INTO_PERIOD)))
        if day <= end:
            if chance.random() < MET:
                held.append(day)
            elif chance.random() < SAID_WHY:
                called_off.append(day)
        first += period
    return Days(tuple(held), tuple(called_off))


def next_day(chance: Random, as_of: date, on_work: OnWorkingDay) -> date:
    """Return the day of the next meeting, within the coming weeks."""
    return on_work(as_of + timedelta(days=between(chance, *AHEAD)))
