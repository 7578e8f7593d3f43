"""The period under review and what in it is looked at."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.reviews.domain.period import (
    LONGEST_CLIENT,
    Investigation,
    Period,
    last_completed,
    target_client,
)

YEAR = Period(date(2025, 6, 1), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 5, 31), False),
        (date(2025, 6, 1), True),
        (date(2026, 5, 31), True),
        (date(2026, 6, 1), False),
        (None, False),
    ],
)
def test_both_ends_belong_to_the_period(day: date | None, inside: bool) -> None:
    assert YEAR.holds(day) is inside


def test_the_last_investigation_completed_in_the_period_is_reviewed() -> None:
    before = Investigation("safeguarding", date(2025, 5, 31))
    early = Investigation("incident", date(2025, 7, 1))
    late = Investigation("safeguarding", date(2026, 2, 1))
    after = Investigation("incident", date(2026, 6, 1))
    running = Investigation("safeguarding", None)

    assert last_completed([late, before, after, running, early], YEAR) == late
    assert last_completed([before, after, running], YEAR) is None


# what was typed, living away from home, who it is
CLIENTS = [
    ("", False, "The client of HZ-7"),
    ("  ", False, "The client of HZ-7"),
    ("the  elder brother ", False, "the elder brother"),
    ("the elder brother", True, "the elder brother"),
]


@pytest.mark.parametrize(("named", "is_away", "who"), CLIENTS)
def test_one_person_is_the_target_client(named: str, is_away: bool, who: str) -> None:
    assert target_client(named, "HZ-7", is_away=is_away) == who


@pytest.mark.parametrize(
    ("named", "code"), [("", "no_target_client"), ("x" * (LONGEST_CLIENT + 1), "too_long")]
)
def test_away_from_home_somebody_has_to_be_named(named: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        target_client(named, "HZ-7", is_away=True)

    assert (refused.value.code, refused.value.field) == (code, "target_client")
