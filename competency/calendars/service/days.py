"""Working days from the bank holidays on disk and closure days handed in; needs no database."""

from collections.abc import Mapping
from datetime import date

from competency.calendars import library
from competency.calendars.domain.nations import BankHolidays
from competency.calendars.domain.working_calendar import WorkingCalendar


def bank_holidays(nation: str) -> BankHolidays:
    """Return what is known of a nation's bank holidays; refuse an unknown nation."""
    return library.load_bank_holidays(nation)


def calendar_of(nation: str, closures: Mapping[date, str] | None = None) -> WorkingCalendar:
    """Return the working days of a nation, without the closure days given.

    Refuses an unknown nation and a closure day outside what is known.
    """
    calendar = library.load_bank_holidays(nation).calendar
    return calendar.with_closures(closures) if closures else calendar
