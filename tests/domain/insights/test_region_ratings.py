"""What is shown of change and of differences, section by section and over all, by examples."""

from competency.insights.domain.region_ratings import (
    Compared,
    all_apart,
    all_moved,
    apart_by_section,
    moved_by_section,
    over_sections,
)
from competency.insights.domain.team_practice import Apart, Moved

REGION_OF = {1: 7, 2: 7, 3: 7}
TEAMS = (1, 2, 3)


def one(people, **differs):
    """Return a section in which so many people of each team rated one strand each: team1=9."""
    teams = {int(name[4:]): number for name, number in people.items()}
    counts = {team: Apart(same=number) for team, number in teams.items()}
    for name, found in differs.items():
        counts[int(name[4:])] = found
    return Compared(counts, teams)


def apart(asked=TEAMS, **sections):
    return apart_by_section(["SUP", "MAN"], sections, REGION_OF, asked)


def test_each_section_keeps_back_by_the_people_it_rests_on_itself():
    found = apart(
        SUP=one({"team1": 9, "team2": 8, "team3": 6}),
        MAN=one({"team1": 2, "team2": 8, "team3": 6}),
    )

    assert [found["SUP"].teams[team].same for team in TEAMS] == [9, 8, 6]
    assert found["MAN"].teams[1] is None
    assert found["MAN"].teams[2].same == 8
    assert found["MAN"].teams[3] is None  # the next smallest: else all less 8 and 6 would be the 2
    assert found["MAN"].whole.same == 16


def test_a_section_of_fewer_than_five_counts_in_no_sum():
    found = apart(SUP=one({"team1": 9}), MAN=one({"team1": 3}))
    in_all = over_sections(found, all_apart)

    assert found["MAN"].whole is None
    assert in_all.whole == Apart(same=9)  # with the 3, all sections less SUP would tell of MAN
    assert in_all.teams[1] == Apart(same=9)
    assert in_all.regions[7] == Apart(same=9)
    assert in_all.leaves_out


def test_a_place_all_of_whose_sections_are_kept_back_is_kept_back():
    found = apart(SUP=one({"team1": 9, "team2": 3}), MAN=one({"team3": 8}))
    in_all = over_sections(found, all_apart)

    assert in_all.teams[1] is None
    assert in_all.teams[2] is None
    assert in_all.teams[3] == Apart(same=8)
    assert in_all.whole == Apart(same=20)


def test_a_place_without_anybody_says_so_and_hides_nobody():
    in_all = over_sections(apart(SUP=one({"team1": 9})), all_apart)

    assert in_all.teams[2] == Apart()
    assert not in_all.leaves_out


def test_a_filter_on_one_team_shows_what_the_team_shows():
    sections = {"SUP": one({"team1": 4, "team2": 9, "team3": 9}), "MAN": one({"team3": 9})}

    for asked, whole in (((1,), None), ((2,), None), ((3,), Apart(same=18))):
        assert over_sections(apart(asked, **sections), all_apart).whole == whole


def test_both_directions_and_how_far_are_added_up():
    found = apart(
        SUP=one(
            {"team1": 5, "team2": 6},
            team1=Apart(own_higher=3, own_far=1, theirs_higher=2, theirs_far=2),
            team2=Apart(own_higher=1, same=5),
        )
    )

    assert found["SUP"].whole == Apart(4, 2, 1, 2, 5)
    assert found["SUP"].whole.both == 11


def test_what_moved_compares_the_newer_cycle_with_the_one_before():
    counts = Compared({1: Apart(own_higher=4, theirs_higher=1, same=2)}, {1: 7})
    found = moved_by_section(["SUP", "MAN"], {"SUP": counts}, REGION_OF, TEAMS)

    assert found["SUP"].whole == Moved(rose=4, stayed=2, fell=1)
    assert over_sections(found, all_moved).whole == Moved(rose=4, stayed=2, fell=1)
