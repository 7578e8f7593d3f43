"""How large an organisation of so many people is."""

from datetime import date

import pytest

from competency.demo.domain.cast import cast
from competency.demo.domain.size import FEWEST, LARGEST_TEAM, size_for
from competency.demo.library import load_texts


@pytest.mark.parametrize("people", [FEWEST, 25, 31, 60, 99, 200, 401, 3_000])
def test_there_are_as_many_people_as_asked_for(people: int) -> None:
    members = cast(size_for(people), load_texts(), 7, date(2026, 5, 8)).members

    assert len(members) == people
    assert len({member.email for member in members}) == people
    assert [member.id for member in members] == list(range(1, people + 1))


@pytest.mark.parametrize("people", [FEWEST, 60, 401, 3_000])
def test_no_team_is_empty_or_larger_than_a_supervisor_can_hold(people: int) -> None:
    sizes = size_for(people).team_sizes

    assert min(sizes) >= 1
    assert max(sizes) <= LARGEST_TEAM


def test_a_larger_organisation_has_larger_numbers_of_everything() -> None:
    small, large = size_for(60), size_for(3_000)

    assert (small.regions, small.teams, small.managers) == (3, 8, 3)
    assert (large.regions, large.managers) == (6, 26)
    assert large.teams > 250
