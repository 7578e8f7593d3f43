"""How far ahead people agree on a day."""

from datetime import date, timedelta

import pytest

from competency.coaching.domain.days import check_ahead
from competency.kernel.errors import Refused

TODAY = date(2026, 5, 8)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (TODAY - timedelta(days=1), "past"),
        (TODAY, None),
        (TODAY + timedelta(days=366), None),
        (TODAY + timedelta(days=367), "far_ahead"),
        (date.max, "far_ahead"),
    ],
)
def test_a_day_is_from_today_on_and_within_a_year(day, code):
    if code is None:
        check_ahead(day, TODAY, "due_on")
        return
    with pytest.raises(Refused) as refusal:
        check_ahead(day, TODAY, "due_on")

    assert (refusal.value.code, refusal.value.field) == (code, "due_on")
