"""How long a case is kept."""

from datetime import date

from competency.frameworks.domain.kinds.case_management_protocol import Retention
from competency.timeliness.domain.due import add_months


def kept_until(retention: Retention, ended_on: date) -> date:
    """Return the last day on which a case is kept: the same day so many years after its ending.

    A case that ended on 29 February is kept until 28 February where the year has no 29th.
    """
    return add_months(ended_on, 12 * retention.years)
