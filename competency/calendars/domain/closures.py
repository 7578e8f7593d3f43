"""Closure days of an organisation as a plain text: a date on each line, and why, if it says."""

import re
from collections.abc import Iterable
from datetime import date

from competency.calendars.domain.iso import read_iso
from competency.kernel.errors import Refused

LINE = re.compile(r"(?P<day>[^\s,;]+)(?:[\s,;]+(?P<why>.*))?")
HEADINGS = {"date", "day", "closure", "closed"}


def read_closures(lines: Iterable[str]) -> dict[date, str]:
    """Return the days and their reasons; empty lines, headings and lines with # are left out.

    Refuses a line that begins with no date written as 2026-12-24, naming it, and a day twice.
    """
    found: dict[date, str] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip().lstrip("\ufeff")
        if not text or text.startswith("#"):
            continue
        match = LINE.fullmatch(text)
        first = match["day"].strip('"') if match else text
        if number == 1 and first.casefold() in HEADINGS:
            continue
        day = read_iso(first)
        if day is None:
            raise _refused(number, f"{first!r} is not a date written as 2026-12-24")
        if day in found:
            raise _refused(number, f"{day} stands there twice")
        found[day] = (match["why"] or "").strip().strip('"') if match else ""
    return found


def _refused(number: int, reason: str) -> Refused:
    return Refused("faulty_closures", f"Closure days, line {number}: {reason}.")
