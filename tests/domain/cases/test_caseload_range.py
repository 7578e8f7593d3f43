"""From how many cases to how many: which ranges can be, as a table."""

import pytest

from competency.cases.domain.caseload_range import CaseloadRange, checked
from competency.kernel.errors import Refused


@pytest.mark.parametrize(("least", "most"), [(10, 15), (1, 1), (1, 200), (8, 8)])
def test_a_range_has_both_ends_in_it(least: int, most: int) -> None:
    assert checked(least, most) == CaseloadRange(least, most)


# least, most, the field that is refused, and how
REFUSED = [
    (0, 5, "least", "no_such_range"),
    (-3, 5, "least", "no_such_range"),
    (201, 201, "least", "no_such_range"),
    (5, 0, "most", "no_such_range"),
    (5, 201, "most", "no_such_range"),
    (15, 10, "most", "range_backwards"),
]


@pytest.mark.parametrize(("least", "most", "field", "code"), REFUSED)
def test_a_range_that_cannot_be_is_refused(least: int, most: int, field: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked(least, most)

    assert (refusal.value.field, refusal.value.code) == (field, code)
