"""What a completion must be like, and its way from a person's word to a verified record."""

from datetime import date, timedelta
from enum import StrEnum

from competency.kernel.errors import Refused
from competency.kernel.values import Value

EARLIEST = date(1970, 1, 1)
LONGEST_NUMBER = 80
LONGEST_REASON = 500
UNDO_WITHIN = timedelta(days=1)


class Status(StrEnum):
    """Only what is verified counts; what is returned can be entered again."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    RETURNED = "returned"
    UNDONE = "undone"


class Source(StrEnum):
    """From whom a completion came."""

    PERSON = "person"
    ATTENDANCE = "attendance"
    IMPORT = "import"


class Claim(Value, kw_only=True):
    """A completion as it is entered; `number` is of the certificate, registration or check."""

    course_id: int
    completed_on: date
    expires_on: date | None = None
    number: str = ""


def check_days(completed_on: date, expires_on: date | None, today: date) -> None:
    """Refuse a day to come, one long past, and an expiry before the completion."""
    if completed_on > today:
        raise Refused(
            "future", "This day is still to come. Enter when it was done.", field="completed_on"
        )
    if completed_on < EARLIEST:
        raise Refused("long_ago", "Check the year of this day.", field="completed_on")
    if expires_on is not None and expires_on < completed_on:
        raise Refused(
            "expiry_first", "The expiry is before the day it was done.", field="expires_on"
        )


def check_number(number: str) -> str:
    """Return a certificate's or registration's number on one line; refuse an overlong one."""
    number = " ".join(number.split())
    if len(number) > LONGEST_NUMBER or any(not c.isprintable() for c in number):
        raise Refused(
            "number", f"Use at most {LONGEST_NUMBER} characters, on one line.", field="number"
        )
    return number


def check_reason(reason: str, *, field: str = "reason") -> str:
    """Return the reason without blanks around it; refuse an empty or overlong one."""
    reason = reason.strip()
    if not reason:
        raise Refused("no_reason", "Enter the reason.", field=field)
    if len(reason) > LONGEST_REASON:
        raise Refused("long_reason", f"Use at most {LONGEST_REASON} characters.", field=field)
    return reason
