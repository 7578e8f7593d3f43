"""How long a case is kept, and when it may be disposed of."""

from datetime import date

import pytest

from competency.cases.domain.retention import kept_until, may_be_disposed
from tests.builders.protocol import shipped

SEVEN_YEARS = shipped().retention
ENDED = date(2019, 11, 22)

KEPT = [
    (ENDED, date(2026, 11, 22)),
    (date(2020, 2, 29), date(2027, 2, 28)),
    (date(2019, 12, 31), date(2026, 12, 31)),
]


@pytest.mark.parametrize(("ended", "until"), KEPT)
def test_a_case_is_kept_for_seven_whole_years(ended: date, until: date) -> None:
    assert kept_until(SEVEN_YEARS, ended) == until


CASES = [
    ("the day after", ENDED, date(2026, 11, 23), False, True),
    ("the last day", ENDED, date(2026, 11, 22), False, False),
    ("long after", ENDED, date(2040, 1, 1), False, True),
    ("long after, but held", ENDED, date(2040, 1, 1), True, False),
    ("still open", None, date(2040, 1, 1), False, False),
    ("a leap day", date(2020, 2, 29), date(2027, 3, 1), False, True),
]


@pytest.mark.parametrize(
    ("ended", "today", "held", "may"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_disposal_waits_for_its_time_and_for_no_hold(
    ended: date | None, today: date, held: bool, may: bool
) -> None:
    assert may_be_disposed(SEVEN_YEARS, ended, today, is_held=held) is may
