"""When a mail that could not be sent is tried again, and when no more."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=15)
MOST_TRIES = 8  # the waits double, so that the last try comes a day and a half after the first
WORTH_SENDING = timedelta(days=14)


def next_try(tries: int, now: datetime) -> datetime | None:
    """Return when to try again after so many tries, or None when it is given up."""
    return now + FIRST_WAIT * 2 ** (tries - 1) if tries < MOST_TRIES else None


def is_worth_sending(written_at: datetime, now: datetime) -> bool:
    """Return whether a mail that waited so long still tells news; the notices stand anyway."""
    return now - written_at <= WORTH_SENDING
