"""Scores over time: whether there is enough to draw, what is drawn, and what it says in words."""

from collections.abc import Sequence
from typing import Any

from competency.kernel.values import Value
from competency.reviews.domain.scores import FEWEST, Score, change

TOO_LITTLE = (
    f"There is no picture yet: it needs at least {FEWEST} answers in each of two times, so that a "
    "single case does not make a trend."
)

FEWEST_REVIEWS = 3
TOO_FEW_REVIEWS = (
    f"There is no picture yet: it needs at least {FEWEST_REVIEWS} reviews and {FEWEST} answers in "
    "each of two months, so that a single case does not make a trend."
)


class Moment(Value):
    """A quarter or a month: its name in words, for the axis, and its score; None is kept back.

    `counts` is false where too few cases lie behind it to draw a point.
    """

    name: str
    label: str
    score: Score | None
    counts: bool = True


class OverTime(Value):
    """Scores in their order, the oldest first; and what is said where there is too little."""

    moments: Sequence[Moment]
    too_little: str = TOO_LITTLE

    @property
    def reason(self) -> str | None:
        """Return why nothing is drawn, None where it is."""
        return None if len(self._known) > 1 else self.too_little

    @property
    def drawn(self) -> dict[str, Any]:
        """Return the numbers as the chart takes them."""
        scores = [(one.counts and one.score) or Score() for one in self.moments]
        return {
            "labels": [one.label for one in self.moments],
            "k": [score.k for score in scores],
            "n": [score.n for score in scores],
            "fewest": FEWEST,
        }

    @property
    def summary(self) -> str:
        """Return what the picture shows: the last two points, the lowest and the highest."""
        known = self._known
        (before_name, before), (now_name, now) = known[-2:]
        moved = change(before, now)
        said = f"{now_name}: {_words(now)}. {before_name}: {_words(before)}."
        if moved is not None:
            said += f" {moved.words.split(' (')[0]}."
        low, high = min(s.percent for _, s in known), max(s.percent for _, s in known)
        if len(known) == 2:
            return said
        return f"{said} Over all {len(known)} points it lies between {low} % and {high} %."

    @property
    def _known(self) -> list[tuple[str, Score]]:
        return [
            (one.name, one.score)
            for one in self.moments
            if one.counts and one.score and one.score.says_enough
        ]


def _words(score: Score) -> str:
    return f"{score.k:,} of {score.n:,} ({score.percent} %)"
