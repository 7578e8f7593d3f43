"""Scoring: a questionnaire from its answers, with its band, and a risk from its two numbers.

The items, the answers they allow and the bands are the protocol's data; nothing is scored here
that the data does not describe. A score is always worked out of the answers, never typed in.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from competency.frameworks.domain.kinds.case_management_protocol import (
    Answer,
    Band,
    Instrument,
    Item,
    RiskScale,
)
from competency.kernel.errors import Refused
from competency.kernel.values import Value

HIGHER_IS_BETTER = ("higher-is-better", "higher-is-further")


class Score(Value):
    """A questionnaire answered in full: its answers in their order, and total and band.

    An instrument whose items stand for themselves has neither total nor band.
    """

    instrument: str
    answers: tuple[tuple[str, int], ...]
    total: int | None
    band: Band | None


class RiskScore(Value):
    """How a risk stands: likelihood times impact, and the band in which that lies."""

    likelihood: int
    impact: int
    score: int
    band: Band


class Change(StrEnum):
    """How an item moved between two readings, told by its own direction."""

    BETTER = "better"
    SAME = "the same"
    WORSE = "worse"


def refusals(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, Refused]:
    """Return what is wrong with each answer, by item; empty where all are given and allowed.

    An answer that is no whole number, or one the item does not offer, is refused; so is one to an
    item that the instrument does not have.
    """
    found = {}
    for item in instrument.items:
        refusal = _refusal(item, answers.get(item.code))
        if refusal is not None:
            found[item.code] = refusal
    for code in answers.keys() - {item.code for item in instrument.items}:
        message = f"{instrument.title} has no item {code!r}."
        found[code] = Refused("unknown_item", message, field=code)
    return found


def score(instrument: Instrument, answers: Mapping[str, object]) -> Score:
    """Return the score of the answers; refuse as soon as one item is missing or out of range.

    The bands of AUDIT and SADQ are published for complete answers only, so nothing is guessed.
    """
    wrong = refusals(instrument, answers)
    if wrong:
        missing = sum(one.code == "item_missing" for one in wrong.values())
        if missing > 1:
            raise Refused(
                "items_missing",
                f"{missing} of {len(instrument.items)} items have no answer yet. "
                "The score needs all of them.",
                field=next(iter(wrong)),
            )
        raise next(iter(wrong.values()))
    values = ((item.code, answers[item.code]) for item in instrument.items)
    given = tuple((code, value) for code, value in values if isinstance(value, int))
    if instrument.scoring != "sum":
        return Score(instrument.code, given, None, None)
    total = sum(value for _, value in given)
    return Score(instrument.code, given, total, band_of(instrument.bands, total))


def band_of(bands: Iterable[Band], total: int) -> Band:
    """Return the band in which a score lies; refuse one that lies in none."""
    for band in bands:
        if band.holds(total):
            return band
    raise Refused("no_band", f"{total} lies in none of the bands.")


def score_risk(scale: RiskScale, likelihood: int, impact: int) -> RiskScore:
    """Return likelihood times impact with its band; refuse a number that is off the scale."""
    _check_on(scale.likelihood, likelihood, "likelihood")
    _check_on(scale.impact, impact, "impact")
    product = likelihood * impact
    return RiskScore(likelihood, impact, product, band_of(scale.bands, product))


def highest(scores: Iterable[RiskScore]) -> RiskScore | None:
    """Return the highest of several risks, where the case stands; None where there are none.

    Risks are neither added nor averaged: many small ones do not make a large one.
    """
    return max(scores, key=lambda one: (one.score, one.impact), default=None)


def change(item: Item, before: int, after: int) -> Change:
    """Return whether an answer moved for the better, by the direction that the item itself has."""
    if before == after:
        return Change.SAME
    rose = after > before
    return Change.BETTER if rose == (item.direction in HIGHER_IS_BETTER) else Change.WORSE


def _refusal(item: Item, value: object) -> Refused | None:
    if value is None:
        return Refused("item_missing", f"Choose an answer: {item.text}.", field=item.code)
    if isinstance(value, bool) or not isinstance(value, int):
        return Refused("item_no_number", "The answer must be a whole number.", field=item.code)
    if value not in item.allowed:
        return Refused("item_out_of_range", f"Choose {_offered(item)}.", field=item.code)
    return None


def _offered(item: Item) -> str:
    """Return what an item allows, in words: a range where it is one, else each number."""
    first, last = item.allowed[0], item.allowed[-1]
    if item.allowed == tuple(range(first, last + 1)):
        return f"a number from {first} to {last}"
    return f"{', '.join(str(one) for one in item.allowed[:-1])} or {last}"


def _check_on(answers: tuple[Answer, ...], value: int, field: str) -> None:
    if value not in {answer.value for answer in answers}:
        reason = f"Choose a {field} from {answers[0].value} to {answers[-1].value}."
        raise Refused("off_the_scale", reason, field=field)
