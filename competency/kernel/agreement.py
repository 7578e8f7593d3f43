"""How far two raters agree who rated the same things on an ordered scale.

Percent agreement, and linearly weighted kappa (Cohen 1968) with the asymptotic 95 % interval of
Fleiss, Cohen and Everitt 1969. Nothing is averaged: of who is more lenient only counts are told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from statistics import NormalDist

from competency.kernel.values import Value

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
ALMOST_NOTHING = 1e-12  # of what is left by rounding where the truth is nought

Pair = tuple[int, int]


class TooFew(Value):
    """Fewer pairs than agreement may rest on: nothing is said but how many there are."""

    n: int
    minimum: int


class Kappa(Value):
    """Linearly weighted kappa with its 95 % interval, which never leaves -1 to 1."""

    value: float
    low: float
    high: float

    @property
    def has_width(self) -> bool:
        """Return whether the interval says how sure kappa is.

        It has no width where the ratings do not vary enough to tell: all pairs alike, or one
        rater who only ever gave one value.
        """
        return self.high - self.low > ALMOST_NOTHING


class RaterAgreement(Value):
    """How far the first and the second rater agree on `n` things that both rated.

    `kappa` is None where both only ever gave one and the same value: chance alone would then
    make them agree, so that kappa is not defined.
    """

    n: int
    same: int
    first_higher: int
    second_higher: int
    kappa: Kappa | None


class Disputed(Value):
    """A thing on which two raters differed `differ` times of `n`, at most `widest` steps apart."""

    item: str
    n: int
    differ: int
    widest: int


def agreement(
    pairs: Sequence[Pair], scale: Sequence[int], *, minimum: int
) -> RaterAgreement | TooFew:
    """Return how far two raters agree, or that there are too few pairs to say it.

    `scale` holds the values in their order, each one step from the next; the pairs are (first,
    second). Raises ValueError for a value that is not on the scale.
    """
    n = len(pairs)
    place = {value: step for step, value in enumerate(scale)}
    strange = {value for pair in pairs for value in pair} - set(place)
    if strange:
        raise ValueError(f"not on the scale: {', '.join(map(str, sorted(strange)))}")
    if n < max(minimum, 1):
        return TooFew(n, minimum)
    steps = [(place[first], place[second]) for first, second in pairs]
    return RaterAgreement(
        n=n,
        same=sum(first == second for first, second in steps),
        first_higher=sum(first > second for first, second in steps),
        second_higher=sum(first < second for first, second in steps),
        kappa=weighted_kappa(steps, len(scale)),
    )


def weighted_kappa(steps: Sequence[Pair], size: int) -> Kappa | None:
    """Return linearly weighted kappa of pairs of steps 0 to `size` - 1, None where undefined.

    The weight of a pair is 1 - distance / (size - 1). The variance is the one for a kappa that
    need not be nought (Fleiss, Cohen and Everitt 1969).
    """
    n = len(steps)
    cells = {cell: count / n for cell, count in Counter(steps).items()}
    first = _shares((one for one, _ in steps), n)
    second = _shares((other for _, other in steps), n)

    def weight(one: int, other: int) -> float:
        return 1 - abs(one - other) / (size - 1) if size > 1 else 1.0

    # What a value of one rater is worth on average against all that the other gave.
    of_first = {i: sum(weight(i, j) * share for j, share in second.items()) for i in first}
    of_second = {j: sum(weight(i, j) * share for i, share in first.items()) for j in second}
    observed = sum(weight(i, j) * share for (i, j), share in cells.items())
    by_chance = sum(of_first[i] * share for i, share in first.items())
    left = 1 - by_chance
    if left < ALMOST_NOTHING:
        return None
    value = (observed - by_chance) / left
    spread = sum(
        share * (weight(i, j) * left - (of_first[i] + of_second[j]) * (1 - observed)) ** 2
        for (i, j), share in cells.items()
    )
    spread -= (observed * by_chance - 2 * by_chance + observed) ** 2
    reach = Z * sqrt(spread / n) / left**2 if spread > ALMOST_NOTHING else 0.0
    return Kappa(value, max(-1.0, value - reach), min(1.0, value + reach))


def most_disputed(
    pairs: Iterable[tuple[str, int, int]], scale: Sequence[int], *, at_most: int
) -> list[Disputed]:
    """Return the things on which two raters differed, those differed on most often first.

    Takes (thing, first, second); of those equally often differed on the one furthest apart
    comes first, then the one that was rated more often; ties keep their order.
    """
    place = {value: step for step, value in enumerate(scale)}
    apart: dict[str, list[int]] = {}
    for item, first, second in pairs:
        apart.setdefault(item, []).append(abs(place[first] - place[second]))
    found = [
        Disputed(item, len(steps), sum(step > 0 for step in steps), max(steps))
        for item, steps in apart.items()
    ]
    found = [one for one in found if one.differ]
    found.sort(key=lambda one: (-one.differ / one.n, -one.widest, -one.n))
    return found[:at_most]


def _shares(values: Iterable[int], n: int) -> Mapping[int, float]:
    return {value: count / n for value, count in Counter(values).items()}
