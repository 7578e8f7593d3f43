"""How long somebody waits after failed tries."""

from datetime import UTC, datetime, timedelta

import pytest

from competency.people.domain.throttle import (
    FREE_FAILURES,
    LONGEST_WAIT,
    WINDOW,
    Tally,
    after_failure,
    seconds_to_wait,
)

NOON = datetime(2026, 5, 8, 12, tzinfo=UTC)


def failed(times: int) -> Tally:
    tally: Tally | None = None
    for _ in range(times):
        tally = after_failure(tally, NOON)
    assert tally is not None
    return tally


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (10, 32), (11, 60), (40, 60)],
)
def test_each_wait_doubles_up_to_an_hour(failures: int, minutes: int) -> None:
    assert seconds_to_wait(failed(failures), NOON) == minutes * 60


def test_a_wait_is_over_when_its_time_is() -> None:
    tally = failed(FREE_FAILURES)

    assert seconds_to_wait(tally, NOON + timedelta(seconds=59)) == 1
    assert seconds_to_wait(tally, NOON + timedelta(seconds=60)) == 0


def test_nobody_waits_who_never_failed() -> None:
    assert seconds_to_wait(None, NOON) == 0


def test_old_failures_are_forgotten() -> None:
    later = NOON + WINDOW + LONGEST_WAIT + timedelta(seconds=1)

    assert after_failure(failed(4), later) == Tally(1, later)
    assert after_failure(failed(4), later - timedelta(seconds=1)).failures == 5
