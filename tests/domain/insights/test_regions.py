"""What is shown of teams and regions, in tables of examples."""

import pytest

from competency.insights.domain.regions import Middle, Share, counts, middle, shares, shown

REGION_OF = {1: 7, 2: 7, 3: 7, 4: 8}


def figures(**people):
    """Return one of two people of each team, given how many there are: team1=9."""
    return {int(name[4:]): Share(number // 2, number) for name, number in people.items()}


def show(values, protected=None, asked=(1, 2, 3, 4)):
    hidden = {team: share.n for team, share in values.items()} if protected is None else protected
    return shown(values, hidden, REGION_OF, shares, asked)


def test_teams_of_five_are_shown_and_summed():
    found = show(figures(team1=8, team2=6, team3=10, team4=5))

    assert [found.teams[team].n for team in (1, 2, 3, 4)] == [8, 6, 10, 5]
    assert (found.regions[7].n, found.regions[8].n, found.whole.n) == (24, 5, 29)
    assert not found.leaves_out


def test_a_small_team_is_kept_back_with_the_next_smallest_and_counts_in_its_region():
    found = show(figures(team1=8, team2=3, team3=10))

    assert (found.teams[1], found.teams[2]) == (None, None)
    assert found.teams[3].n == 10
    assert found.regions[7].n == 21
    assert found.leaves_out


def test_a_filter_on_a_small_team_or_one_person_is_kept_back():
    values = figures(team1=1, team2=12, team3=14)

    assert show(values, asked=(1,)).whole is None
    assert show(values, asked=(2,)).whole is None  # else all less 12 and 14 would be the one
    assert show(values, asked=(3,)).whole == Share(7, 14)


def test_a_region_of_fewer_than_five_counts_nowhere():
    found = show(figures(team1=9, team2=9, team3=9, team4=4))

    assert found.regions[8] is None
    assert found.whole.n == 27


def test_what_the_reader_sees_by_name_anyway_is_not_kept_back_and_hides_nobody():
    values = figures(team1=3, team2=4, team3=9)

    found = show(values, {1: 0, 2: 4, 3: 9})

    assert found.teams[1] == Share(1, 3)
    assert (found.teams[2], found.teams[3]) == (None, None)  # the 3 of team 1 are known to them
    assert found.regions[7].n == 16


def test_a_team_without_anybody_says_so_and_is_not_kept_back():
    found = show(figures(team1=9, team2=0, team3=9))

    assert found.teams[2] == Share(0, 0)


@pytest.mark.parametrize(
    ("positions", "found"),
    [
        ({}, Middle()),
        ({3: 1}, Middle(3, 1)),
        ({2: 1, 4: 1}, Middle(2, 2)),  # of two middle ones the lower: somebody gave it
        ({0: 2, 4: 3}, Middle(4, 5)),
        ({1: 5, 2: 5, 6: 1}, Middle(2, 11)),
    ],
)
def test_the_middle_of_many_positions_is_one_that_was_given(positions, found):
    assert middle(positions) == found


def test_counts_are_added_by_number():
    assert counts([{1: 2, 3: 1}, {1: 1}]) == {1: 3, 3: 1}
