"""A worker's cases against 10 to 15: examples of part-time work and mixed caseloads."""

import pytest

from competency.accreditation.domain.caseloads import Held, compared, over, weigh, within
from competency.cases.domain.caseload_range import CaseloadRange
from competency.frameworks.domain.kinds.accreditation_standard import Practice
from tests.builders.accreditation import second, shipped


def range_of(practice: Practice) -> CaseloadRange:
    assert practice.caseload is not None
    return CaseloadRange(practice.caseload.least, practice.caseload.most)


RANGE, OTHER_RANGE = range_of(shipped().practice("5.03")), range_of(second().practice("A-1"))


def held(cases: int, others: int = 0, percent: int = 100) -> Held:
    return Held(1, cases, others, percent, needs=0, goals=0, contacts=0)


# cases of the programme, others, percent of full time, weight of others, tenths, place
CASES = [
    (9, 0, 100, 100, 90, "under"),
    (10, 0, 100, 100, 100, "within"),
    (15, 0, 100, 100, 150, "within"),
    (16, 0, 100, 100, 160, "over"),
    # half a post with 6 cases is a full one with 12
    (6, 0, 50, 100, 120, "within"),
    (4, 0, 50, 100, 80, "under"),
    (8, 0, 50, 100, 160, "over"),
    (12, 0, 80, 100, 150, "within"),
    (7, 0, 70, 100, 100, "within"),
    (1, 0, 1, 100, 1000, "over"),
    # mixed: others count whole, half or not at all, as the policy says
    (8, 6, 100, 100, 140, "within"),
    (8, 6, 100, 50, 110, "within"),
    (8, 6, 100, 0, 80, "under"),
    (12, 8, 100, 50, 160, "over"),
    # a quarter of a case over the range is over it, although it is shown as 15.3
    (15, 1, 100, 25, 153, "over"),
    # both at once
    (5, 4, 60, 50, 117, "within"),
]


@pytest.mark.parametrize(("cases", "others", "percent", "weight", "tenths", "place"), CASES)
def test_a_caseload_is_weighed_and_compared(
    cases: int, others: int, percent: int, weight: int, tenths: int, place: str
) -> None:
    found = weigh(held(cases, others, percent), RANGE, weight)

    assert (found.tenths, found.place) == (tenths, place)


def test_who_holds_no_case_of_the_programme_is_not_compared() -> None:
    rows = compared([held(0, 30), held(12), held(2), held(20)], RANGE, 100)

    assert [one.held.cases for one in rows] == [12, 2, 20]
    assert (within(rows), over(rows)) == (1, 1)


def test_another_standard_has_another_range() -> None:
    assert weigh(held(3), OTHER_RANGE, 50).place == "within"
    assert weigh(held(10), OTHER_RANGE, 50).place == "over"
