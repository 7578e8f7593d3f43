"""Questionnaires and the scale of risks: items, answers, bands."""

from dataclasses import dataclass

from competency.frameworks.domain.protocol.parts import Answer, Band, Part, Point

SCORINGS = ("sum", "each")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Part):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskScale(Part):
    """How a risk is scored: likelihood times impact, in bands; the areas to think through."""

    text: str
    likelihood: tuple[Answer, ...]
    impact: tuple[Answer, ...]
    bands: tuple[Band, ...]
    areas: tuple[Point, ...]
