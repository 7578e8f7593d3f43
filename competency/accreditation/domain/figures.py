"""The figures that a suggestion rests on, worked out of what was answered or counted.

Their names are those of `FIGURES` in the kind; a practice whose figures are None has nothing yet
that one could suggest a rating from.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from competency.frameworks.domain.kinds.accreditation_standard import (
    ACTIVITIES,
    CASELOAD,
    CONTACTS,
    MATRIX,
    QUALIFIED_PERSON,
    Practice,
)

Figures = Mapping[str, int]


class Provided(NamedTuple):
    """How one service is provided, and whether the agreement that this needs is there."""

    way: str
    has_agreement: bool


def of_matrix(practice: Practice, answers: Mapping[str, Provided]) -> Figures:
    """Return how many services there are, unanswered, missing, or lacking their agreement.

    `answers` are by the code of the service; refuses a way that the practice does not know.
    """
    given = {point.code: answers[point.code] for point in practice.points if point.code in answers}
    ways = {code: practice.way(one.way) for code, one in given.items()}
    return {
        "points": len(practice.points),
        "unanswered": len(practice.points) - len(given),
        "gaps": sum(way.is_gap for way in ways.values()),
        "without-agreement": sum(
            way.needs_agreement and not given[code].has_agreement for code, way in ways.items()
        ),
    }


def of_activities(practice: Practice, evidenced: Collection[str]) -> Figures:
    """Return how many activities there are, and how many of them have no evidence."""
    missing = sum(point.code not in evidenced for point in practice.points)
    return {"points": len(practice.points), "without-evidence": missing}


def of_qualified_person(practice: Practice, named: Mapping[str, bool]) -> Figures:
    """Return how many are named, and how many of those lack the document that shows it.

    `named` says by the code of an alternative whether its document is there. One that is whole is
    enough, so that a second one without a document lowers nothing.
    """
    there = {point.code: named[point.code] for point in practice.points if point.code in named}
    lacking = 0 if any(there.values()) else len(there)
    return {"named": len(there), "without-document": lacking}


def of_evidence(items: int, ready: int) -> Figures:
    """Return how many evidence items speak for a practice and how many of them are ready."""
    return {"evidence-items": items, "evidence-ready": ready}


def of_caseloads(workers: int, in_range: int, over: int) -> dict[str, int]:
    """Return how many workers were compared with the range, and which share is within or over."""
    return {
        "workers": workers,
        "in-range": in_range,
        "percent-in-range": percent(in_range, workers),
        "percent-over": percent(over, workers),
    }


def of_contacts(case_months: int, met: int) -> Figures:
    """Return how many months of cases counted, and in which share the contacts were made."""
    return {"case-months": case_months, "met": met, "percent-met": percent(met, case_months)}


def percent(k: int, n: int) -> int:
    """Return k of n in whole percent, rounded down so that 94.9 never passes for 95; 0 of none."""
    return 100 * k // n if n else 0


def in_words(practice: Practice, figures: Figures) -> str:
    """Return the figures of a practice as a sentence, each with how many it rests on."""
    return _WORDS.get(practice.computation, _evidence)(figures)


def _matrix(figures: Figures) -> str:
    answered = figures["points"] - figures["unanswered"]
    return (
        f"{answered} of {figures['points']} services answered; gaps: {figures['gaps']}; "
        f"arrangements without their agreement: {figures['without-agreement']}."
    )


def _activities(figures: Figures) -> str:
    there = figures["points"] - figures["without-evidence"]
    return f"{there} of {figures['points']} activities have evidence."


def _caseload(figures: Figures) -> str:
    return f"{figures['in-range']} of {figures['workers']} workers are within the range."


def _contacts(figures: Figures) -> str:
    return f"{figures['met']} of {figures['case-months']} months of cases had the contacts."


def _qualified(figures: Figures) -> str:
    return f"Named: {figures['named']}; without a document: {figures['without-document']}."


def _evidence(figures: Figures) -> str:
    ready, items = figures.get("evidence-ready", 0), figures.get("evidence-items", 0)
    return f"{ready} of {items} items of evidence are ready."


_WORDS = {
    MATRIX: _matrix,
    ACTIVITIES: _activities,
    CASELOAD: _caseload,
    CONTACTS: _contacts,
    QUALIFIED_PERSON: _qualified,
}
