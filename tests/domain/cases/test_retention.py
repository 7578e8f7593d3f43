"""How long a case is kept."""

from datetime import date

import pytest

from competency.cases.domain.retention import kept_until
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
