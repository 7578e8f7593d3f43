"""How long a case is kept, and when it may be disposed of."""

from datetime import date, timedelta

from competency.frameworks.domain.kinds.case_management_protocol import Retention
from competency.timeliness.domain.due import add_months


def kept_until(retention: Retention, ended_on: date) -> date:
    """Return the last day on which a case is kept: the same day so many years after its ending.

    A case that ended on 29 February is kept until 28 February where the year has no 29th.
    """
    return add_months(ended_on, 12 * retention.years)


def may_be_disposed(
    retention: Retention, ended_on: date | None, today: date, *, is_held: bool = False
) -> bool:
    """Return whether a case may be disposed of today: not while it is open or held, and not
    before the day after the last on which it is kept.

    `ended_on` is None while the case is open; for a case that came back it is the last ending.
    """
    if ended_on is None or is_held:
        return False
    return today >= kept_until(retention, ended_on) + timedelta(days=1)
