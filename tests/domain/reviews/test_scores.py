"""Scores, their change, and what is kept back of small numbers."""

import pytest

from competency.reviews.domain.scores import Score, change, score_of, shown, together

# reviews by answer, the score
COUNTED = [
    ({}, (0, 0, 0)),
    ({"strength": 3, "needs-improvement": 1}, (3, 4, 0)),
    ({"yes": 2, "no": 3, "not-applicable": 4}, (2, 5, 4)),
    ({"not-applicable": 4}, (0, 0, 4)),
    ({"strength": 1, "yes": 1}, (2, 2, 0)),
    ({"": 7, "no": 1}, (0, 1, 0)),
]


@pytest.mark.parametrize(("counts", "score"), COUNTED)
def test_what_counts_in_a_score(counts, score):
    assert score_of(counts) == score


# k, n, percent, step of the heat map
SHARES = [(0, 0, 0, 0), (0, 4, 0, 0), (1, 8, 13, 1), (1, 2, 50, 3), (2, 3, 67, 4), (4, 4, 100, 6)]


@pytest.mark.parametrize(("k", "n", "percent", "step"), SHARES)
def test_a_share_in_percent_and_as_a_step(k, n, percent, step):
    assert (Score(k, n).percent, Score(k, n).step) == (percent, step)


def test_sums_leave_out_what_is_kept_back():
    assert together([Score(1, 2, 3), None, Score(4, 5, 6)]) == (5, 7, 9)
    assert together([]) == Score()


# before, now, points, words
CHANGES = [
    ((12, 20), (15, 20), 15, "Up 15 percentage points (12 of 20, then 15 of 20)"),
    ((15, 20), (12, 20), -15, "Down 15 percentage points (15 of 20, then 12 of 20)"),
    ((50, 100), (51, 100), 1, "Up 1 percentage point (50 of 100, then 51 of 100)"),
    ((10, 20), (20, 40), 0, "The same (10 of 20, then 20 of 40)"),
    ((9, 9), (0, 20), None, "Too few to say (9 of 9, then 0 of 20)"),
    ((10, 10), (0, 10), -100, "Down 100 percentage points (10 of 10, then 0 of 10)"),
    ((0, 20), (9, 9), None, "Too few to say (0 of 20, then 9 of 9)"),
    ((0, 0), (0, 0), None, "Too few to say (0 of 0, then 0 of 0)"),
    # 66.5 and 67.4 are both shown as 67 %: what is shown is what is said
    ((133, 200), (337, 500), 0, "The same (133 of 200, then 337 of 500)"),
]


@pytest.mark.parametrize(("before", "now", "points", "words"), CHANGES)
def test_a_change_in_points_and_words(before, now, points, words):
    found = change(Score(*before), Score(*now))

    assert found is not None
    assert (found.points, found.words) == (points, words)


def test_nothing_is_said_of_what_is_kept_back():
    assert change(None, Score(10, 20)) is None
    assert change(Score(10, 20), None) is None


# n by region, the reader's regions, kept back, n of the whole
SMALL = [
    ({1: 20, 2: 20}, {1}, set(), 40),
    ({1: 4, 2: 20}, {1}, set(), 24),  # the reader's own
    ({1: 4, 2: 4}, None, set(), 8),  # central office has all
    ({1: 20, 2: 20, 3: 4}, {1}, {2, 3}, 44),  # the next smallest hides it
    ({1: 20, 2: 20, 3: 4, 4: 30}, {1}, {2, 3}, 74),
    ({1: 20, 2: 3, 3: 4, 4: 30}, {1}, {2, 3}, 57),
    ({1: 20, 2: 1, 3: 2, 4: 30}, {1}, {2, 3, 4}, 53),
    ({1: 20, 2: 1, 3: 2}, {1}, {2, 3}, 20),  # nothing hides them: they count nowhere
    ({1: 20, 2: 4}, {1}, {2}, 20),
    ({1: 20, 2: 0, 3: 5}, {1}, set(), 25),
    ({1: 20, 2: 0, 3: 4}, {1}, {3}, 20),  # a region without answers hides nobody
    ({2: 4, 3: 6}, set(), {2, 3}, 10),
]


@pytest.mark.parametrize(("numbers", "own", "hidden", "whole"), SMALL)
def test_small_numbers_of_other_regions(numbers, own, hidden, whole):
    found = shown({region: Score(n, n) for region, n in numbers.items()}, own)

    assert {region for region, one in found.regions.items() if one is None} == hidden
    assert found.whole.n == whole


@pytest.mark.parametrize("own", [{1}, {2}, {3, 4}, set()])
def test_no_subtraction_brings_out_a_small_number(own):
    """Whatever the numbers: what is kept back in the whole is two regions and five answers."""
    for first in range(7):
        for second in range(7):
            for third in range(7):
                numbers = {1: first, 2: second, 3: third, 4: 6}
                found = shown({r: Score(0, n) for r, n in numbers.items()}, own)
                kept = [r for r, one in found.regions.items() if one is None]
                rest = found.whole.n - sum(n for r, n in numbers.items() if r not in kept)
                assert not any(
                    0 < numbers[r] < 5 for r in numbers if r not in kept and r not in own
                )
                assert rest == 0 or (len(kept) > 1 and rest >= 5)
