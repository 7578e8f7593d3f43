"""The bank holidays of a nation as they were read, with where they come from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.kernel.errors import Refused
from competency.kernel.values import Value

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
DEFAULT_NATION = "england-and-wales"


class BankHolidays(Value):
    """What is known of one nation: its days with their names, since when, and from where."""

    nation: str
    title: str
    retrieved_on: date
    source: str
    note: str
    calendar: WorkingCalendar


def read_bank_holidays(name: str, document: Mapping[str, Any]) -> BankHolidays:
    """Return the bank holidays that a document holds.

    Refuses another nation than its name says, a day twice, out of order or at a weekend, and
    anything missing: half a calendar would count days that are free.
    """
    try:
        rows = [(row["date"], row["title"]) for row in document["holidays"]]
        first, last = document["first"], document["last"]
        head = [document[key] for key in ("nation", "title", "source", "note")]
        retrieved = document["retrieved_on"]
    except (KeyError, TypeError) as missing:
        raise _faulty(name, f"{missing} is missing") from None
    days = [day for day, _title in rows]
    if not all(type(day) is date for day in (*days, first, last, retrieved)):
        raise _faulty(name, "a date is not written as 2026-12-25")
    if not all(isinstance(text, str) and text.strip() for text in (*head, *dict(rows).values())):
        raise _faulty(name, "a text is missing")
    if head[0] != name:
        raise _faulty(name, f"it says that it is of {head[0]!r}")
    if days != sorted(set(days)):
        raise _faulty(name, "its days must stand in order, each once")
    calendar = WorkingCalendar(nation=name, first=first, last=last, holidays=dict(rows))
    at_weekend = [day for day in days if day.weekday() in calendar.weekend]
    if at_weekend:
        raise _faulty(name, f"{at_weekend[0]} is at a weekend; its substitute day belongs here")
    return BankHolidays(
        nation=name,
        title=head[1],
        retrieved_on=retrieved,
        source=head[2],
        note=head[3],
        calendar=calendar,
    )


def _faulty(name: str, reason: str) -> Refused:
    return Refused("faulty_calendar", f"The bank holidays of {name} cannot be used: {reason}.")
