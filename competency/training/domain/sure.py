"""What the newest completion alone already decides, so that wide tables need not read the rest.

An earlier completion can move the due date only by the renewal window. Outside that band the
newest one decides, where one rule applies, nothing was exempt or assigned, and no certificate has
an expiry; inside it the whole history is read. A property test holds the two equal.
"""

from datetime import date, timedelta
from typing import NamedTuple

from competency.training.domain.state import DAY, FOREVER, Rule, add_months


class Band(NamedTuple):
    """A newest completion after `current_after` is current, one before `overdue_before` overdue.

    Overdue only once the first due date is over, and neither where the completion lies ahead.
    """

    current_after: date
    overdue_before: date


def band(rule: Rule, on: date) -> Band:
    """Return the days between which the newest completion does not decide the state on the day."""
    if rule.repeat_months is None:
        return Band(date.min, date.min)
    return Band(
        _last_day_reaching(on + timedelta(days=rule.window_days), rule.repeat_months),
        _last_day_reaching(on - DAY, rule.repeat_months) - timedelta(days=rule.window_days) + DAY,
    )


def _last_day_reaching(end: date, months: int) -> date:
    """Return the last day from which so many months lead to the end or before it."""
    day = add_months(end, -months)
    while day < FOREVER and add_months(day + DAY, months) <= end:
        day += DAY
    while add_months(day, months) > end:
        day -= DAY
    return day
