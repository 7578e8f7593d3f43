"""How a person's entry is written: name, email address, staff number, first and last day."""

import re
import unicodedata
from datetime import date

from competency.kernel.errors import Refused

LONGEST_NAME = 120
LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^\s@,;<>\"()\[\]\\]{1,64}@[^\s@,;<>\"()\[\]\\.]+(\.[^\s@,;<>\"()\[\]\\.]+)+")


def plain_line(text: str) -> str:
    """Return text as one composed line, without blanks around it or doubled inside it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def normal_email(text: str) -> str:
    """Return an email address as it is kept and compared: composed, trimmed, in small letters."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def check_name(text: str, *, field: str = "name") -> str:
    """Return the name as it is kept; refuses an empty, an overlong and an unprintable one."""
    name = plain_line(text)
    if not name:
        raise Refused("no_name", "Enter a name.", field=field)
    if len(name) > LONGEST_NAME:
        raise Refused("long_name", f"Use at most {LONGEST_NAME} characters.", field=field)
    if not name.isprintable():
        raise Refused("odd_name", "The name holds a character that cannot be shown.", field=field)
    return name


def check_email(text: str) -> str:
    """Return the address as it is kept; refuses what is not one."""
    email = normal_email(text)
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email) or not email.isprintable():
        raise Refused(
            "no_email", "Enter an email address, such as ann.lee@example.org.", field="email"
        )
    return email


def check_days(started_on: date, left_on: date | None) -> None:
    """Refuse a last day before the first."""
    if left_on is not None and left_on < started_on:
        raise Refused("left_before_start", "The last day is before the first day.", field="left_on")


def overlap(
    one_starts: date, one_ends: date | None, other_starts: date, other_ends: date | None
) -> bool:
    """Return whether two dated things share a day."""
    return (one_ends is None or other_starts <= one_ends) and (
        other_ends is None or one_starts <= other_ends
    )
