"""How far the two levels agree that answered the same cases, in all and reviewer by reviewer.

Only first and second level are paired: the second rates blind. Central office reviews for a
purpose and may have read what the others found, so its answers say nothing of agreement.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.kernel.agreement import (
    Disputed,
    RaterAgreement,
    TooFew,
    agreement,
    most_disputed,
)
from competency.kernel.values import Value
from competency.reviews.domain.applying import applying_items
from competency.reviews.domain.levels import Level

MOST_DISPUTED = 10


class Answered(Value):
    """One item that both levels answered: the ranks of the two answers, the higher the better."""

    item: str
    first: int
    second: int


class TwoLevels(Value, kw_only=True):
    """A case that both levels reviewed: by whom, where, and what both answered.

    `is_named` says that the reader may know the reviewers as persons.
    """

    first_reviewer_id: int
    second_reviewer_id: int
    region_id: int
    is_named: bool
    answered: tuple[Answered, ...]


class Group(Value):
    """The agreement over some cases: how many, and what it is."""

    cases: int
    result: RaterAgreement | TooFew


class Calibration(Value):
    """Both levels' agreement: in all, by region, by reviewer and level, and the items disputed.

    Whoever rates is compared with whoever rated the same cases at the other level. An item is
    listed only where it alone has pairs enough.
    """

    minimum: int
    whole: Group
    regions: Mapping[int, Group]
    reviewers: Mapping[tuple[Level, int], Group]
    disputed: Sequence[Disputed]
    items_heard: int


def both_answered(
    instrument: CaseReviewInstrument,
    first: tuple[Sequence[str], Mapping[str, str]],
    second: tuple[Sequence[str], Mapping[str, str]],
) -> tuple[Answered, ...]:
    """Return the items that applied at both levels and were given an answer that has a rank.

    Each level is given as its elements and its answers by item. "Not applicable" has no rank.
    """
    theirs = _ranks(instrument, *second)
    return tuple(
        Answered(item, rank, theirs[item])
        for item, rank in _ranks(instrument, *first).items()
        if item in theirs
    )


def calibrate(cases: Sequence[TwoLevels], *, minimum: int) -> Calibration:
    """Return how far the two levels agree; nothing of any group below the minimum of pairs."""
    named = [case for case in cases if case.is_named]
    by_reviewer: dict[tuple[Level, int], list[TwoLevels]] = {}
    by_region: dict[int, list[TwoLevels]] = {}
    for case in cases:
        by_region.setdefault(case.region_id, []).append(case)
    for case in named:
        by_reviewer.setdefault((Level.FIRST, case.first_reviewer_id), []).append(case)
        by_reviewer.setdefault((Level.SECOND, case.second_reviewer_id), []).append(case)
    scale = sorted({rank for case in cases for a in case.answered for rank in (a.first, a.second)})
    heard = Counter(a.item for case in cases for a in case.answered)
    enough = [
        (a.item, a.first, a.second)
        for case in cases
        for a in case.answered
        if heard[a.item] >= minimum
    ]
    return Calibration(
        minimum=minimum,
        whole=_group(cases, scale, minimum),
        regions={region: _group(some, scale, minimum) for region, some in by_region.items()},
        reviewers={who: _group(some, scale, minimum) for who, some in by_reviewer.items()},
        disputed=most_disputed(enough, scale, at_most=MOST_DISPUTED),
        items_heard=len({item for item, _, _ in enough}),
    )


def _group(cases: Iterable[TwoLevels], scale: Sequence[int], minimum: int) -> Group:
    some = list(cases)
    pairs = [(a.first, a.second) for case in some for a in case.answered]
    return Group(len(some), agreement(pairs, scale, minimum=minimum))


def _ranks(
    instrument: CaseReviewInstrument, elements: Sequence[str], answers: Mapping[str, str]
) -> dict[str, int]:
    found = {}
    for item in applying_items(instrument, elements, answers):
        answer = instrument.scale_of(item).answer(answers.get(item.code, ""))
        if answer is not None and answer.value is not None:
            found[item.code] = answer.value
    return found
