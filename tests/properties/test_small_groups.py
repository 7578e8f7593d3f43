"""Whatever is asked for and however it is added up: nothing shown comes down to one to four people.

Each figure that is shown is an equation over the groups it counts. A set of groups can be worked
out from the figures exactly if its own equation is a combination of theirs, which Gauss's
elimination in fractions decides. This says nothing of how the blocks are made.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from competency.insights.domain.small_groups import blocks_within
from competency.insights.domain.standing import kept_back

MOST = 7  # groups: of so many every subset is tried
REGIONS = 3

HOUSES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, REGIONS)), min_size=1, max_size=MOST
).map(lambda found: dict(enumerate(found)))
QUESTIONS = st.lists(st.frozensets(st.integers(0, MOST - 1)), max_size=6)


class Known:
    """The equations a reader has, each reduced by those before it."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, list[Fraction]]] = []

    def add(self, equation: Sequence[int]) -> None:
        left = self.reduce(equation)
        first = next((place for place, value in enumerate(left) if value), None)
        if first is not None:
            self.rows.append((first, [value / left[first] for value in left]))

    def reduce(self, equation: Sequence[int]) -> list[Fraction]:
        left = [Fraction(value) for value in equation]
        for first, row in self.rows:
            if left[first]:
                times = left[first]
                left = [value - times * other for value, other in zip(left, row, strict=True)]
        return left

    def gives_away(self, equation: Sequence[int]) -> bool:
        return not any(self.reduce(equation))


def equation(groups: Sequence[object], counted: Iterable[object]) -> list[int]:
    chosen = set(counted)
    return [int(group in chosen) for group in groups]


def small_sets_given_away(
    people: Mapping[Any, int], shown: Iterable[Iterable[object]]
) -> list[tuple[Any, ...]]:
    groups = [group for group, number in people.items() if number]
    known = Known()
    for figure in shown:
        known.add(equation(groups, figure))
    return [
        chosen
        for size in range(1, min(4, len(groups)) + 1)
        for chosen in combinations(groups, size)
        if sum(people[one] for one in chosen) < 5 and known.gives_away(equation(groups, chosen))
    ]


@given(HOUSES, QUESTIONS)
@settings(deadline=None, max_examples=300)
def test_no_small_group_can_be_worked_out_from_teams_regions_the_whole_and_any_filter(
    house, questions
):
    people = {team: number for team, (number, _region) in house.items()}
    region_of = {team: region for team, (_number, region) in house.items()}
    found = blocks_within(people, region_of)
    regions = [[t for t in people if region_of[t] == r] for r in range(1, REGIONS + 1)]
    asked = [[team] for team in people] + regions + [list(people)]
    asked += [[team for team in people if team in question] for question in questions]

    assert small_sets_given_away(people, map(found.counted, asked)) == []


@given(HOUSES)
@settings(deadline=None, max_examples=200)
def test_nothing_is_kept_back_without_need(house):
    people = {team: number for team, (number, _region) in house.items()}
    found = blocks_within(people, dict.fromkeys(people, 1))

    if all(number == 0 or number >= 5 for number in people.values()):
        assert found.kept_back == frozenset()
    if sum(people.values()) >= 5:
        assert found.nowhere == frozenset()


MONTHS = (date(2026, 3, 1), date(2026, 4, 1))
HELD = st.dictionaries(
    st.tuples(st.integers(1, 4), st.sampled_from(MONTHS)),
    st.integers(1, 8),
    min_size=1,
    max_size=MOST,
)


@given(HELD)
@settings(deadline=None, max_examples=200)
def test_nor_from_the_months_of_teams_in_any_period(people):
    regions = {1: 1, 2: 1, 3: 1, 4: 2}
    found = kept_back(people, regions)
    periods = [MONTHS[:1], MONTHS[1:], MONTHS]
    shown = [
        [one for one in people if one[0] == team and one[1] in months and one not in found.alone]
        for team in regions
        for months in periods
    ] + [
        [
            one
            for one in people
            if regions[one[0]] in wanted and one[1] in months and one not in found.wholly
        ]
        for wanted in ({1}, {2}, {1, 2})
        for months in periods
    ]

    assert small_sets_given_away(people, shown) == []


def test_the_check_itself_finds_what_a_subtraction_gives_away():
    people = {"A": 9, "B": 3, "C": 7}

    assert small_sets_given_away(people, ["ABC", "A", "C"]) == [("B",)]
    assert small_sets_given_away(people, ["ABC", "A"]) == []
