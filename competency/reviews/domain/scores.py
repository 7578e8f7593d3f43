"""The score of an item: how many of the answers say that the practice is there.

Of a rating that is the share of strengths among strengths and areas needing improvement, of a
question the share of yes among yes and no. Not applicable counts beside it, in neither.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from competency.kernel.values import Value
from competency.reviews.domain.levels import Answer

# Below so many answers in either of two times, nothing is said of a change: a single case more
# or less would be ten percentage points or more.
FEWEST = 10
# A group of fewer answers than this is kept back from readers of other regions (product page,
# "What people see": small groups, also against subtraction).
SMALLEST_GROUP = 5
STEPS = 6  # of the heat map, from 0

GOOD = frozenset({Answer.STRENGTH, Answer.YES})
COUNTED = GOOD | {Answer.NEEDS_IMPROVEMENT, Answer.NO}


class Score(NamedTuple):
    """`k` of `n` answers are good; `beside` more found the item not applicable."""

    k: int = 0
    n: int = 0
    beside: int = 0

    @property
    def percent(self) -> int:
        """Return the share in whole percent, rounded half up; 0 of nothing."""
        return (200 * self.k + self.n) // (2 * self.n) if self.n else 0

    @property
    def step(self) -> int:
        """Return the step of the heat map, 0 to 6."""
        return round(STEPS * self.k / self.n) if self.n else 0

    @property
    def says_enough(self) -> bool:
        """Return whether there are enough answers to say something of them."""
        return self.n >= FEWEST


def score_of(counts: Mapping[str, int]) -> Score:
    """Return the score of so many reviews by answer."""
    return Score(
        k=sum(number for answer, number in counts.items() if answer in GOOD),
        n=sum(number for answer, number in counts.items() if answer in COUNTED),
        beside=counts.get(Answer.NOT_APPLICABLE, 0),
    )


def together(scores: Iterable[Score | None]) -> Score:
    """Return several scores as one; what is kept back (None) counts nowhere."""
    known = [one for one in scores if one is not None]
    return Score(*(sum(part) for part in zip(*known, strict=True))) if known else Score()


class Change(Value):
    """From one quarter to the next in percentage points; `points` None: too few to say."""

    before: Score
    now: Score
    points: int | None

    @property
    def words(self) -> str:
        """Return the change in words and figures, with the n of both."""
        if self.points is None:
            return f"Too few to say ({self._both})"
        if self.points == 0:
            return f"The same ({self._both})"
        way = "Up" if self.points > 0 else "Down"
        unit = "point" if abs(self.points) == 1 else "points"
        return f"{way} {abs(self.points)} percentage {unit} ({self._both})"

    @property
    def _both(self) -> str:
        return f"{self.before.k:,} of {self.before.n:,}, then {self.now.k:,} of {self.now.n:,}"


def change(before: Score | None, now: Score | None) -> Change | None:
    """Return what changed, in the percentages as they are shown; None where one is kept back.

    Nothing is said of fewer than ten answers in either.
    """
    if before is None or now is None:
        return None
    enough = before.says_enough and now.says_enough
    return Change(before, now, now.percent - before.percent if enough else None)


class Shown(Value):
    """What a reader sees of the regions; None is kept back. `whole` is of all that may count."""

    regions: Mapping[int, Score | None]
    whole: Score


def shown(by_region: Mapping[int, Score], own: Collection[int] | None) -> Shown:
    """Return the scores of one item as a reader of some regions sees them; `own` None is of all.

    Another region's score of one to four answers is kept back, and the next smallest with it
    until two regions and five answers are, so that no subtraction from the whole brings it out.
    Where the other regions have no more than that, they do not count in the whole either.
    """
    hidden = _hidden(by_region, own)
    left_out = bool(hidden) and (
        len(hidden) < 2 or sum(by_region[one].n for one in hidden) < SMALLEST_GROUP
    )
    return Shown(
        {region: None if region in hidden else one for region, one in by_region.items()},
        together(one for region, one in by_region.items() if not (left_out and region in hidden)),
    )


def _hidden(by_region: Mapping[int, Score], own: Collection[int] | None) -> frozenset[int]:
    if own is None:
        return frozenset()
    others = sorted(
        (one.n, region) for region, one in by_region.items() if one.n and region not in own
    )
    small = [region for n, region in others if n < SMALLEST_GROUP]
    if not small:
        return frozenset()
    for _n, region in others[len(small) :]:
        if len(small) > 1 and sum(by_region[one].n for one in small) >= SMALLEST_GROUP:
            break
        small.append(region)
    return frozenset(small)
