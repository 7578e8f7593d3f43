"""When scores make a picture, and what it says."""

import pytest

from competency.reviews.domain.over_time import TOO_FEW_REVIEWS, TOO_LITTLE, Moment, OverTime
from competency.reviews.domain.scores import Score


def over(*scores, counts=True):
    return OverTime(
        [Moment(f"Quarter {at}", f"Q{at}", score, counts) for at, score in enumerate(scores, 1)]
    )


# scores of quarters, whether there is a picture
ENOUGH = [
    ([Score(8, 10), Score(9, 10)], True),
    ([Score(8, 10), Score(9, 9)], False),
    ([Score(8, 10), Score(), None, Score(5, 20)], True),
    ([Score(8, 10), None], False),
    ([], False),
]


@pytest.mark.parametrize(("scores", "is_drawn"), ENOUGH)
def test_two_times_with_enough_answers_make_a_picture(scores, is_drawn):
    assert over(*scores).reason == (None if is_drawn else TOO_LITTLE)


def test_times_of_too_few_cases_make_none_however_many_answers():
    found = OverTime(over(Score(80, 90), Score(80, 90), counts=False).moments, TOO_FEW_REVIEWS)

    assert found.reason == TOO_FEW_REVIEWS
    assert found.drawn["n"] == [0, 0]


def test_what_is_drawn():
    found = over(Score(8, 10, 3), None, Score(5, 20))

    assert found.drawn == {
        "labels": ["Q1", "Q2", "Q3"], "k": [8, 0, 5], "n": [10, 0, 20], "fewest": 10,
    }  # fmt: skip


def test_what_it_says():
    assert over(Score(8, 10), Score(1, 9), Score(15, 20)).summary == (
        "Quarter 3: 15 of 20 (75 %). Quarter 1: 8 of 10 (80 %). Down 5 percentage points."
    )
    assert over(Score(4, 10), Score(8, 10), Score(16, 20)).summary == (
        "Quarter 3: 16 of 20 (80 %). Quarter 2: 8 of 10 (80 %). The same. "
        "Over all 3 points it lies between 40 % and 80 %."
    )
