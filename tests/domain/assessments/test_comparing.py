"""Two ratings of one appraisal side by side: what enters, and from how many strands on."""

import pytest

from competency.assessments.domain.comparing import MOST_DISPUTED, compare
from competency.assessments.domain.marks import UNRATED, Answer, Mark
from competency.kernel.agreement import TooFew

SCALE = range(7)
DOES_NOT_APPLY = Mark(Answer.NOT_APPLICABLE, None, "no team")


def at(position):
    return Mark(Answer.RATED, position)


def codes(n):
    return [f"S{i:02}" for i in range(n)]


def compared(supervisor, second, *, minimum=20):
    return compare(list(supervisor), supervisor, second, SCALE, minimum=minimum)


@pytest.mark.parametrize(
    ("supervisor", "second", "apart", "not_applicable", "unrated"),
    [
        (at(3), at(5), 2, 0, 0),
        (at(5), at(3), -2, 0, 0),
        (at(0), at(0), 0, 0, 0),  # "not yet" is a position
        (DOES_NOT_APPLY, at(3), None, 1, 0),
        (at(3), DOES_NOT_APPLY, None, 1, 0),
        (DOES_NOT_APPLY, DOES_NOT_APPLY, None, 1, 0),
        (DOES_NOT_APPLY, UNRATED, None, 1, 0),
        (UNRATED, at(3), None, 0, 1),
        (UNRATED, UNRATED, None, 0, 1),
    ],
)
def test_only_strands_with_a_position_from_both_enter(
    supervisor, second, apart, not_applicable, unrated
):
    strands = codes(20)
    same = {code: at(4) for code in strands}

    found = compared(same | {"X": supervisor}, same | {"X": second})

    assert found.strands[-1].apart == apart
    assert (found.not_applicable, found.unrated) == (not_applicable, unrated)
    assert found.result.n == 20 + (apart is not None)


def test_below_the_minimum_nothing_is_told_and_nothing_is_called_disputed():
    strands = codes(19)

    found = compared({code: at(2) for code in strands}, {code: at(5) for code in strands})

    assert found.result == TooFew(19, 20)
    assert found.disputed == ()
    assert [one.apart for one in found.strands] == [3] * 19


def test_from_the_minimum_on_it_is_told_who_is_further_on():
    first = {code: at(3) for code in codes(20)}
    second = first | {"S01": at(5), "S02": at(4), "S03": at(0)}

    found = compared(first, second)

    assert (found.result.n, found.result.same) == (20, 17)
    assert (found.result.first_higher, found.result.second_higher) == (1, 2)
    assert [(one.strand, one.apart) for one in found.disputed] == [
        ("S03", -3),
        ("S01", 2),
        ("S02", 1),
    ]


def test_at_most_ten_strands_are_called_disputed():
    first = {code: at(3) for code in codes(30)}

    assert len(compared(first, {code: at(4) for code in first}).disputed) == MOST_DISPUTED
