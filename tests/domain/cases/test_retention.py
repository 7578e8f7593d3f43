"""When a case may be disposed of, and by whom."""

from datetime import date

import pytest

from competency.cases.domain.retention import (
    Ended,
    check_disposal,
    check_two_people,
    kept_until,
    may_be_disposed,
    may_dispose_from,
)
from competency.kernel.errors import Refused
from tests.builders.protocol import shipped

SEVEN_YEARS = shipped().retention

KEPT = [
    (date(2019, 11, 22), date(2026, 11, 22), date(2026, 11, 23)),
    (date(2020, 2, 29), date(2027, 2, 28), date(2027, 3, 1)),
    (date(2019, 12, 31), date(2026, 12, 31), date(2027, 1, 1)),
]


@pytest.mark.parametrize(("ended", "until", "first"), KEPT)
def test_a_case_is_kept_for_seven_whole_years(ended: date, until: date, first: date) -> None:
    assert kept_until(SEVEN_YEARS, ended) == until
    assert may_dispose_from(SEVEN_YEARS, ended) == first


ENDED = date(2019, 11, 22)
CASES = [
    (Ended(ENDED), date(2026, 11, 23), None),
    (Ended(ENDED), date(2026, 11, 22), "kept_for_now"),
    (Ended(None), date(2026, 11, 23), "case_open"),
    (Ended(ENDED, "a complaint"), date(2030, 1, 1), "case_held"),
]


@pytest.mark.parametrize(("case", "today", "refusal"), CASES)
def test_a_disposal_waits_for_its_time_and_for_no_hold(
    case: Ended, today: date, refusal: str | None
) -> None:
    assert may_be_disposed(SEVEN_YEARS, case, today) is (refusal is None)
    if refusal is None:
        check_disposal(SEVEN_YEARS, case, today)
        return
    with pytest.raises(Refused) as refused:
        check_disposal(SEVEN_YEARS, case, today)
    assert refused.value.code == refusal


def test_the_refusal_says_from_when() -> None:
    with pytest.raises(
        Refused, match="kept for 7 years. It may be disposed of from 23 November 2026"
    ):
        check_disposal(SEVEN_YEARS, Ended(ENDED), date(2026, 1, 1))


def test_a_disposal_needs_two_people() -> None:
    check_two_people(1, 2)
    with pytest.raises(Refused, match="Somebody else has to approve it"):
        check_two_people(1, 1)
