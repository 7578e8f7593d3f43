"""Time enters here and nowhere else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
LONDON = ZoneInfo("Europe/London")


def system_clock() -> datetime:
    """Return the current moment in UTC; the only function that may ask."""
    return datetime.now(UTC)


def london_date(moment: datetime) -> date:
    """Return the calendar day of an aware moment as people in the UK live it."""
    return moment.astimezone(LONDON).date()
