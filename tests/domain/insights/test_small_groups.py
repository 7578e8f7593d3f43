"""Fewer than five people are kept back, and with them whatever would give them away."""

import pytest

from competency.insights.domain.small_groups import (
    blocks_within,
    small_groups,
)


@pytest.mark.parametrize(
    ("people", "small"),
    [
        ({1: 9, 2: 8}, []),
        ({1: 9, 2: 3, 3: 7}, [2, 3]),  # one alone could be worked out from the total
        ({1: 9, 2: 1, 3: 1, 4: 6}, [2, 3, 4]),  # two of one person are still two people
        ({1: 9, 2: 4, 3: 4}, [2, 3]),
        ({1: 3}, [1]),
    ],
)
def test_small_groups_are_hidden_with_the_next_smallest(people, small):
    assert small_groups(people) == small


# What a reader of one region is shown of its teams: each by itself, in the sum only, or not at all.
@pytest.mark.parametrize(
    ("people", "alone", "in_the_sum_only", "nowhere"),
    [
        ({"A": 9, "B": 8}, {"A", "B"}, set(), set()),
        ({"A": 9, "B": 3}, set(), {"A", "B"}, set()),  # 12 less A would be B
        ({"A": 9, "B": 8, "C": 3}, {"A"}, {"B", "C"}, set()),
        ({"A": 9, "B": 3, "C": 2}, {"A"}, {"B", "C"}, set()),
        ({"A": 9, "B": 2, "C": 1}, set(), {"A", "B", "C"}, set()),
        ({"A": 4}, set(), set(), {"A"}),
        ({"A": 2, "B": 2}, set(), set(), {"A", "B"}),  # four people are four people
        ({"A": 5}, {"A"}, set(), set()),
        ({"A": 6, "B": 0}, {"A"}, set(), set()),  # nobody is no small group, and hides none
        ({"A": 3, "B": 0}, set(), set(), {"A"}),
        ({}, set(), set(), set()),
    ],
)
def test_what_is_shown_of_the_teams_of_a_region(people, alone, in_the_sum_only, nowhere):
    found = blocks_within(people, dict.fromkeys(people, "North"))

    assert found.alone == alone
    assert found.kept_back - found.nowhere == in_the_sum_only
    assert found.nowhere == nowhere
    assert found.counted(people) == alone | in_the_sum_only


def test_a_filter_that_cuts_a_block_is_kept_back():
    found = blocks_within({"A": 9, "B": 3, "C": 2}, dict.fromkeys("ABC", "North"))

    assert found.counted({"B"}) == frozenset()
    assert found.counted({"A", "B"}) == {"A"}  # and not B, which it would otherwise give away
    assert found.counted({"B", "C"}) == {"B", "C"}
    assert (found.leaves_out({"A"}), found.leaves_out({"A", "B"})) == (False, True)


def test_each_region_hides_its_own():
    found = blocks_within({"A": 9, "B": 3, "C": 9, "D": 3}, {"A": 1, "B": 2, "C": 3, "D": 3})

    assert found.nowhere == {"B"}  # alone in its region: it would be the region's whole figure
    assert found.counted("ABCD") == {"A", "C", "D"}
