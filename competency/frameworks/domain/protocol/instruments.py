"""Questionnaires and the scale of risks: items, answers, bands."""

from competency.frameworks.domain.protocol.parts import Answer, Band, Part, Point
from competency.kernel.values import Value

SCORINGS = ("sum", "each")


class Item(Value, kw_only=True):
    """One question of an instrument; `answers` is empty where a number is given (`unit`).

    `low` and `high` say in words what the ends of a scale of numbers mean.
    """

    code: str
    text: str
    group: str
    allowed: tuple[int, ...]
    answers: tuple[Answer, ...]
    unit: str | None
    low: str | None
    high: str | None
    direction: str


class Instrument(Part, kw_only=True):
    """A questionnaire. Scored as a sum with bands, or each item stands for itself."""

    purpose: str
    applies: str
    event: str
    scoring: str
    items: tuple[Item, ...]
    bands: tuple[Band, ...]

    @property
    def highest(self) -> int:
        """Return the highest possible sum."""
        return sum(max(item.allowed) for item in self.items)


class RiskScale(Part, kw_only=True):
    """How a risk is scored: likelihood times impact, in bands; the areas to think through."""

    text: str
    likelihood: tuple[Answer, ...]
    impact: tuple[Answer, ...]
    bands: tuple[Band, ...]
    areas: tuple[Point, ...]
