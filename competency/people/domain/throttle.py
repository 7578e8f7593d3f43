"""How often a sign-in may fail before its name and its address have to wait."""

from datetime import datetime, timedelta

from competency.kernel.values import Value

WINDOW = timedelta(minutes=15)
FREE_FAILURES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


class Tally(Value):
    """Failures counted since a moment, and until when to wait because of them."""

    failures: int
    since: datetime
    locked_until: datetime | None = None


def seconds_to_wait(tally: Tally | None, now: datetime) -> int:
    """Return how many seconds are left to wait; 0 means try."""
    if tally is None or tally.locked_until is None or tally.locked_until <= now:
        return 0
    return max(1, int((tally.locked_until - now).total_seconds()))


def after_failure(tally: Tally | None, now: datetime, free: int = FREE_FAILURES) -> Tally:
    """Return the tally after one more failure: past the free ones each wait doubles, to 1 hour."""
    if tally is None or now - tally.since > WINDOW + LONGEST_WAIT:
        tally = Tally(0, now)
    failures = tally.failures + 1
    if failures < free:
        return Tally(failures, tally.since)
    wait = min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT)
    return Tally(failures, now, now + wait)
