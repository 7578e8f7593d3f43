"""What in a self-study does not go together, each with a sentence and with what to do about it.

A contradiction never changes a rating and never stops anybody; it says what a reader from outside
would ask. Which end of the scale is the better one is asked of the scale alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from competency.accreditation.domain import direction, figures
from competency.accreditation.domain.figures import Figures
from competency.accreditation.domain.suggesting import suggest
from competency.frameworks.domain.kinds.accreditation_standard import (
    MATRIX,
    QUALIFIED_PERSON,
    AccreditationStandard,
    Practice,
)
from competency.kernel.values import Value


class PracticeAsRated(Value, kw_only=True):
    """What the self-study says of one practice, and what there is to show for it.

    `rating` None is not rated, or not applicable where `not_applicable` says so. `shown_by` counts
    what shows it: items that are ready, files, frozen counts. `counted_to` is the last day of the
    newest frozen count.
    """

    code: str
    rating: int | None = None
    not_applicable: bool = False
    found: Figures | None = None
    shown_by: int = 0
    counted_to: date | None = None


class StudyAsRated(Value, kw_only=True):
    """A self-study as it stands; `programme_cases` is how many such cases are open today."""

    period_from: date
    not_applicable: bool
    programme_cases: int
    practices: tuple[PracticeAsRated, ...]


class Contradiction(Value):
    """Two things that do not go together: of which practice ("" for the whole), and what to do."""

    code: str
    practice: str
    sentence: str
    to_do: str


def contradictions(
    standard: AccreditationStandard, study: StudyAsRated
) -> tuple[Contradiction, ...]:
    """Return what does not go together, first of the whole, then practice by practice."""
    found = list(_of_whole(study))
    if not study.not_applicable:
        for one in study.practices:
            found += _of_practice(standard, study, one)
    return tuple(found)


def _of_whole(study: StudyAsRated) -> Iterator[Contradiction]:
    if not study.not_applicable:
        return
    if study.programme_cases:
        yield Contradiction(
            "not-applicable-with-cases", "",
            "The standard is said not to apply, and the programme has open cases: "
            f"{study.programme_cases}.",
            "Rate the practices, or set the policy right on which cases belong to the programme.",
        )  # fmt: skip
    rated = sum(one.rating is not None for one in study.practices)
    if rated:
        yield Contradiction(
            "not-applicable-and-rated", "",
            "The standard is said not to apply, and practices are rated: "
            f"{rated} of {len(study.practices)}.",
            "Take back that it does not apply, or leave the ratings as what was thought before.",
        )  # fmt: skip


def _of_practice(
    standard: AccreditationStandard, study: StudyAsRated, one: PracticeAsRated
) -> Iterable[Contradiction]:
    practice = standard.practice(one.code)
    if one.not_applicable:
        if not practice.may_not_apply:
            yield Contradiction(
                "cannot-drop-out", one.code,
                f"{one.code} is said not to apply, and it applies wherever the standard does.",
                "Rate it. If the service is not provided at all, say so of the whole standard.",
            )  # fmt: skip
        return
    if one.rating is None:
        return
    if direction.is_best(standard.scale, one.rating):
        yield from _of_best(practice, one, one.rating)
    yield from _of_mark(standard, practice, one.rating)
    yield from _of_count(study, practice, one)
    yield from _of_suggestion(standard, practice, one, one.rating)


def _of_best(practice: Practice, one: PracticeAsRated, rating: int) -> Iterator[Contradiction]:
    found = one.found or {}
    if not one.shown_by:
        yield Contradiction(
            "best-without-evidence", one.code,
            f"{one.code} is rated {rating}, and nothing shows it yet.",
            "Bring an item of evidence that speaks for it, or think the rating over.",
        )  # fmt: skip
    lacks = found.get("named", 0) == 0 or found.get("without-document", 0) > 0
    if practice.computation == QUALIFIED_PERSON and lacks:
        yield Contradiction(
            "best-without-person", one.code,
            f"{one.code} is rated {rating}, without a named person or agreement with its document.",
            "Name who answers for it and add the document, or think the rating over.",
        )  # fmt: skip
    gaps, missing = found.get("gaps", 0), found.get("without-agreement", 0)
    if practice.computation == MATRIX and (gaps or missing):
        yield Contradiction(
            "best-with-gaps", one.code,
            f"{one.code} is rated {rating}; needed services that are missing: {gaps}, "
            f"arrangements without their agreement: {missing}.",
            "Close the gaps, add the agreements, or think the rating over.",
        )  # fmt: skip


def _of_mark(
    standard: AccreditationStandard, practice: Practice, rating: int
) -> Iterator[Contradiction]:
    if practice.fundamental and direction.is_in_worse_half(standard.scale, rating):
        yield Contradiction(
            "fundamental-needs-work", practice.code,
            f"{practice.code} is a fundamental practice and is rated {rating}.",
            "Say in its narrative what will be done about it, by whom and by when.",
        )  # fmt: skip


def _of_count(
    study: StudyAsRated, practice: Practice, one: PracticeAsRated
) -> Iterator[Contradiction]:
    if not practice.is_counted:
        return
    if one.counted_to is None:
        yield Contradiction(
            "rated-without-count", one.code,
            f"{one.code} is rated {one.rating}, and its count is not frozen.",
            "Look at the live count and freeze it, so that it stands with its date.",
        )  # fmt: skip
    elif one.counted_to < study.period_from:
        yield Contradiction(
            "count-too-old", one.code,
            f"The frozen count of {one.code} ends before the period of this self-study begins.",
            "Freeze a new one; the old one stays.",
        )  # fmt: skip


def _of_suggestion(
    standard: AccreditationStandard, practice: Practice, one: PracticeAsRated, rating: int
) -> Iterator[Contradiction]:
    suggestion = suggest(practice, one.found)
    if suggestion.rating is None:
        return
    apart = direction.steps_apart(standard.scale, rating, suggestion.rating)
    if apart < standard.limits.steps_apart:
        return
    better = direction.is_better(standard.scale, rating, suggestion.rating)
    yield Contradiction(
        "far-from-suggested", one.code,
        f"{one.code} is rated {rating}, {'better' if better else 'worse'} by "
        f"{apart} {'step' if apart == 1 else 'steps'} than the {suggestion.rating} that its "
        f"figures suggest: {figures.in_words(practice, one.found or {})}",
        "Say in the narrative what the figures do not show, or think the rating over.",
    )  # fmt: skip
