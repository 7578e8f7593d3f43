"""A profile in words: counts and positions, never a grade or a mean."""

from competency.assessments.domain import telling
from competency.assessments.domain.marks import Answer, Mark
from competency.assessments.domain.profile import SectionProfile, section_profile
from competency.assessments.domain.telling import Change

LABELS = ["Not yet", "Towards one", "One", "Towards two", "Two"]
SECTIONS = [("SUP", ["a", "b"]), ("AUT", ["c"])]


def at(position: int) -> Mark:
    return Mark(Answer.RATED, position)


def cells(*positions: int | None) -> list[SectionProfile]:
    return [
        section_profile(f"S{n}", ["s"], {} if p is None else {"s": at(p)})
        for n, p in enumerate(positions)
    ]


def test_the_spread_names_the_lowest_and_the_furthest_middle() -> None:
    told = telling.spread("agreed", cells(1, 4, None, 2), LABELS)

    assert told == (
        "In what was agreed the middle positions of 3 sections reach from Towards one to Two."
    )


def test_one_position_everywhere_is_said_as_one() -> None:
    told = telling.spread("self", cells(2, 2), LABELS)

    assert told == "In the self-assessment the middle position is One in each of 2 sections."


def test_nothing_rated_is_said_and_not_counted_as_not_yet() -> None:
    told = telling.spread("supervisor", cells(None, None), LABELS)

    assert told == "In the supervisor's rating no section has a position yet."


def test_coverage_counts_only_what_applies() -> None:
    profile = section_profile(
        "SUP", ["a", "b", "c"], {"a": at(1), "b": Mark(Answer.NOT_APPLICABLE, reason="no team")}
    )

    assert telling.coverage("self", [profile]) == (
        "Self-assessment: 1 of 2 strands that apply have a position."
    )


def test_a_section_without_target_or_position_is_not_held_against_a_target() -> None:
    told = telling.against_targets(cells(1, 4, None, 2), {"S0": 2, "S1": 2, "S2": 2})

    assert told == "1 of 2 sections are at or past the target of the post."
    assert telling.against_targets(cells(1), {}) == ""


def test_differences_count_both_directions_and_only_where_both_gave_a_position() -> None:
    own = {"a": at(1), "b": at(3), "c": at(0), "d": at(2), "e": Mark()}
    supervisor = {"a": at(1), "b": at(2), "c": at(4), "d": Mark(), "e": at(1)}

    assert telling.differences(own, supervisor) == (
        "Both gave a position on 3 strands: the same on 1, "
        "the practitioner's further on 1, the supervisor's further on 1."
    )
    assert telling.differences({"a": Mark()}, supervisor) == ""


def test_a_change_says_how_many_strands_it_rests_on() -> None:
    before = {"a": at(1), "b": at(2)}
    now = {"a": at(2), "b": at(2), "c": at(1)}

    first, second = telling.changes(SECTIONS, before, now)

    assert first == Change("SUP", rose=1, stayed=1, fell=0, strands=2)
    assert first.words == "1 rose, 1 stayed (of 2 of 2 strands with a position both times)"
    assert second.compared == 0
    assert second.words.startswith("Nothing to compare")
