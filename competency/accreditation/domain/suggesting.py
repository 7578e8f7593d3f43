"""The rating that the figures suggest, with its reason; it stands beside a person's own rating.

The rules are data of the standard. A suggestion is never written anywhere as a rating.
"""

from collections.abc import Mapping

from competency.accreditation.domain import direction, figures
from competency.accreditation.domain.figures import Figures
from competency.frameworks.domain.kinds.accreditation_standard import (
    AccreditationStandard,
    Practice,
    SuggestionRule,
)
from competency.kernel.values import Value

NOTHING_YET = "Nothing is counted or answered for this practice yet."
NOT_ALL_YET = "Not every figure that a suggestion needs is there yet."


class Suggestion(Value):
    """A rating and why; without a rating nothing is suggested, and `because` says why not."""

    rating: int | None
    because: str


def suggest(practice: Practice, found: Figures | None) -> Suggestion:
    """Return what the first rule of the practice that holds suggests, with its figures in words.

    Suggests nothing where there are no figures, or not all that the rules ask for.
    """
    if found is None:
        return Suggestion(None, NOTHING_YET)
    asked = {one.figure for rule in practice.suggestions for one in rule.when}
    if not asked <= set(found):
        return Suggestion(None, NOT_ALL_YET)
    rule = next(rule for rule in practice.suggestions if _holds(rule, found))
    return Suggestion(rule.rating, f"{rule.because} {figures.in_words(practice, found)}")


def suggest_whole(standard: AccreditationStandard, ratings: Mapping[str, int | None]) -> Suggestion:
    """Return what the practices' own ratings suggest for the standard as a whole.

    `ratings` are by the code of the practice; None is one that does not apply. Suggests nothing
    until every practice has one.
    """
    missing = [one.code for one in standard.practices if one.code not in ratings]
    if missing:
        return Suggestion(None, f"Not rated yet: {', '.join(missing)}.")
    given = {code: value for code, value in ratings.items() if value is not None}
    if not given:
        return Suggestion(None, "No practice applies.")
    marked = [given[p.code] for p in standard.practices if p.fundamental and p.code in given]
    for rule in standard.rules:
        everyone = _none_worse(standard, list(given.values()), rule.every)
        if everyone and _none_worse(standard, marked, rule.fundamental):
            return Suggestion(rule.rating, rule.because)
    return Suggestion(None, NOTHING_YET)


def _holds(rule: SuggestionRule, found: Figures) -> bool:
    return all(one.holds(found[one.figure]) for one in rule.when)


def _none_worse(standard: AccreditationStandard, values: list[int], limit: int | None) -> bool:
    scale = standard.scale
    return limit is None or not any(direction.is_better(scale, limit, one) for one in values)
