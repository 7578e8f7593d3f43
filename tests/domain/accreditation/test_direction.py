"""Which rating is better is the scale's own business: 1 in the one standard, 2 in the other."""

import pytest

from competency.accreditation.domain import direction
from competency.frameworks.domain.standard import Position, Scale
from competency.kernel.errors import Refused
from tests.builders.accreditation import second, shipped

ONE_IS_BEST, TWO_IS_BEST = shipped().scale, second().scale

# scale, from best to worst, those in the worse half
SCALES = [
    (ONE_IS_BEST, (1, 2, 3, 4), (3, 4)),
    (TWO_IS_BEST, (2, 1, 0), (0,)),
]


@pytest.mark.parametrize(("scale", "best_first", "worse"), SCALES)
def test_a_scale_is_read_in_its_own_direction(
    scale: Scale, best_first: tuple[int, ...], worse: tuple[int, ...]
) -> None:
    assert direction.best_first(scale) == best_first
    assert [direction.rank(scale, one) for one in best_first] == list(range(len(best_first)))
    assert tuple(one for one in best_first if direction.is_in_worse_half(scale, one)) == worse
    assert [one for one in best_first if direction.is_best(scale, one)] == [best_first[0]]


# scale, one, other, whether the one is better, steps between them
PAIRS = [
    (ONE_IS_BEST, 1, 2, True, 1),
    (ONE_IS_BEST, 2, 1, False, 1),
    (ONE_IS_BEST, 4, 1, False, 3),
    (ONE_IS_BEST, 3, 3, False, 0),
    (TWO_IS_BEST, 1, 2, False, 1),
    (TWO_IS_BEST, 2, 0, True, 2),
]


@pytest.mark.parametrize(("scale", "one", "other", "better", "steps"), PAIRS)
def test_better_and_how_far_apart(
    scale: Scale, one: int, other: int, better: bool, steps: int
) -> None:
    assert direction.is_better(scale, one, other) is better
    assert direction.steps_apart(scale, one, other) == steps


def test_what_is_off_the_scale_is_refused() -> None:
    with pytest.raises(Refused, match="not a position"):
        direction.rank(ONE_IS_BEST, 5)


def test_a_scale_without_a_better_end_is_refused() -> None:
    further = Scale("position", "Position", "higher-is-further", (Position(0, "not-yet", "Not"),))

    with pytest.raises(Refused, match="no better end"):
        direction.rank(further, 0)
