"""When things happen to the reviews of a month in the demonstration; None: they do not."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from competency.demo.domain.chance import between
from competency.reviews.domain.calendar import Dates

DRAWN_AT, TOLD_AT = time(2, 30, tzinfo=UTC), time(6, 0, tzinfo=UTC)
FRIDAY = 4
DRAW_DAY = 4
LATE = 0.03
EARLY = 0.7  # the rest of this month's were begun on the first day
NOT_YET = 0.15  # of this month's, and of last month's second level


class Plan(NamedTuple):
    """When a review is assigned, started and submitted."""

    assigned: date | None
    started: date | None
    submitted: date | None


def draw_day(month: date, as_of: date) -> date:
    """Return the day on which a month was drawn, today at the latest."""
    return min(month.replace(day=DRAW_DAY), as_of)


def first_plan(chance: Random, days: Dates, as_of: date) -> Plan:
    """Return when a first-level review goes on; of this month's some are not begun yet."""
    begun = _weekday(days.loaded_on + timedelta(days=between(chance, 0, 6)), days.loaded_on)
    done = _weekday(begun + timedelta(days=between(chance, 1, 13)), begun)
    running = days.month == as_of.replace(day=1)
    lot = chance.random()
    if running and lot < NOT_YET:
        return Plan(days.loaded_on, None, None)
    if running and lot > EARLY:
        begun = _weekday(days.loaded_on, days.loaded_on)
        return Plan(days.loaded_on, begun, begun + timedelta(days=between(chance, 1, 3)))
    if not running and lot < LATE:
        done = days.monitor_on + timedelta(days=between(chance, 1, 6))
    return Plan(days.loaded_on, begun, done if done > begun else begun + timedelta(days=1))


def second_plan(chance: Random, days: Dates, as_of: date) -> Plan:
    """Return when a second-level review goes on; some of the newest wait for a reviewer."""
    assigned = _weekday(days.assign_from + timedelta(days=between(chance, 1, 5)), days.assign_from)
    begun = _weekday(assigned + timedelta(days=between(chance, 1, 9)), assigned)
    done = _weekday(begun + timedelta(days=between(chance, 0, 9)), begun)
    running = days.assign_from >= as_of.replace(day=1)
    lot = chance.random()
    if running and lot < NOT_YET:
        return Plan(None if lot < NOT_YET / 2 else assigned, None, None)
    if lot < LATE:
        done = days.second_monitor_on + timedelta(days=between(chance, 1, 8))
    return Plan(assigned, begun, done)


def so_far(plan: Plan, as_of: date) -> Plan:
    """Return what of a plan has come true before today."""
    return Plan(*(day if day is not None and day < as_of else None for day in plan))


def told_at(day: date) -> datetime:
    """Return when the system tells people of something on a day."""
    return datetime.combine(day, TOLD_AT)


def _weekday(day: date, earliest: date) -> date:
    """Return the day, of a weekend the Friday before, or the Monday where that is too early."""
    over = day.weekday() - FRIDAY
    if over <= 0:
        return day
    friday = day - timedelta(days=over)
    return friday if friday >= earliest else day + timedelta(days=3 - over)
