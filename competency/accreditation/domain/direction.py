"""Which of two ratings is better: the scale says so itself, and nothing else ever decides it."""

from competency.frameworks.domain.standard import Scale
from competency.kernel.errors import Refused

LOWER_IS_BETTER, HIGHER_IS_BETTER = "lower-is-better", "higher-is-better"


def best_first(scale: Scale) -> tuple[int, ...]:
    """Return the values of the scale from the best to the worst.

    Refuses a scale that orders positions without calling one end better.
    """
    values = tuple(position.value for position in scale.positions)
    if scale.direction == LOWER_IS_BETTER:
        return values
    if scale.direction == HIGHER_IS_BETTER:
        return values[::-1]
    raise Refused("no_direction", f"The scale “{scale.title}” has no better end.")


def rank(scale: Scale, value: int) -> int:
    """Return how many steps the value lies below the best; 0 is the best. Refuses one off it."""
    scale.position(value)
    return best_first(scale).index(value)


def is_better(scale: Scale, one: int, other: int) -> bool:
    """Return whether the first value is better than the second."""
    return rank(scale, one) < rank(scale, other)


def is_best(scale: Scale, value: int) -> bool:
    """Return whether the value is the best of the scale."""
    return rank(scale, value) == 0


def steps_apart(scale: Scale, one: int, other: int) -> int:
    """Return how many steps lie between two values, in either direction."""
    return abs(rank(scale, one) - rank(scale, other))


def is_in_worse_half(scale: Scale, value: int) -> bool:
    """Return whether the value lies in the worse half of the scale: 3 and 4 where 1 is best."""
    return rank(scale, value) * 2 >= len(scale.positions)
