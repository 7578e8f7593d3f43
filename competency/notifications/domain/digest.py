"""The digest: one mail with everything new, so that nobody is flooded."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from competency.kernel.values import Value

WEEK = 7


class Frequency(StrEnum):
    """How often somebody wants the digest; the notices on the pages come in any case."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class Line(Value):
    """One thing to say: its words, by when (in words, or nothing) and the page about it."""

    words: str
    by: str
    address: str


def is_time(
    frequency: Frequency, last_on: date | None, today: date, soonest_due: date | None = None
) -> bool:
    """Return whether a digest may be written today, when the last one was written on that day.

    News of what is due within a week, or past its day, does not wait for the weekly mail: the
    next daily one brings it. `soonest_due` is the earliest day that the news names.
    """
    if frequency is Frequency.NONE:
        return False
    if last_on is None:
        return True
    presses = soonest_due is not None and (soonest_due - today).days <= WEEK
    weekly = frequency is Frequency.WEEKLY and not presses
    return (today - last_on).days >= (WEEK if weekly else 1)


def subject(lines: Sequence[Line], organisation: str) -> str:
    """Return the subject: how much there is, and nothing that a stranger should read."""
    count = "1 thing" if len(lines) == 1 else f"{len(lines)} things"
    return f"{count} for you in Casebridge ({' '.join(organisation.split())})"


def body(name: str, lines: Sequence[Line], *, all_at: str, choose_at: str) -> str:
    """Return the text of the mail: each thing with its day and its page, then how to get less."""
    parts = [f"Dear {name},", "This is new for you in Casebridge:"]
    parts += ["\n".join(_told(line)) for line in lines]
    parts.append(f"All your notices: {all_at}")
    parts.append(f"To get this mail weekly or not at all: {choose_at}")
    return "\n\n".join(parts) + "\n"


def _told(line: Line) -> list[str]:
    told = [f"- {line.words}"]
    if line.by:
        told.append(f"  Due {line.by}")
    return [*told, f"  {line.address}"]
