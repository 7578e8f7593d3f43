import pytest

from competency.assessments.domain.marks import UNRATED, Answer, Mark
from competency.assessments.domain.profile import SectionProfile, change, section_profile


def at(position):
    return Mark(Answer.RATED, position)


DOES_NOT_APPLY = Mark(Answer.NOT_APPLICABLE, None, "no team")


@pytest.mark.parametrize(
    ("marks", "middle", "lowest", "highest", "rated", "applicable"),
    [
        ({"a": at(2), "b": at(4), "c": at(3)}, 3, 2, 4, 3, 3),
        ({"a": at(2), "b": at(4)}, 2, 2, 4, 2, 3),  # the lower of two: somebody gave it
        ({"a": at(0), "b": at(6), "c": at(6)}, 6, 0, 6, 3, 3),
        ({"a": at(1), "b": DOES_NOT_APPLY}, 1, 1, 1, 1, 2),
        ({"a": UNRATED, "b": DOES_NOT_APPLY}, None, None, None, 0, 2),
        ({}, None, None, None, 0, 3),
        (dict.fromkeys("abc", DOES_NOT_APPLY), None, None, None, 0, 0),
    ],
)
def test_a_section_shows_a_position_that_was_given_and_what_it_rests_on(
    marks, middle, lowest, highest, rated, applicable
):
    assert section_profile("SUP", "abc", marks) == SectionProfile(
        "SUP", middle, lowest, highest, rated, applicable
    )


def test_change_counts_only_strands_with_a_position_both_times():
    before = {"a": at(1), "b": at(3), "c": at(3), "d": DOES_NOT_APPLY}
    now = {"a": at(2), "b": at(3), "c": at(1), "d": at(4), "e": at(5)}

    assert change("abcde", before, now) == (1, 1, 1)
