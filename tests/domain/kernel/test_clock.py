from datetime import UTC, date, datetime

import pytest

from competency.kernel.clock import london_date


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 5, 23, 30, tzinfo=UTC), date(2026, 1, 5)),
        (datetime(2026, 7, 5, 23, 30, tzinfo=UTC), date(2026, 7, 6)),  # summer time
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
    ],
)
def test_a_deadline_follows_the_day_in_london(moment, day):
    assert london_date(moment) == day
