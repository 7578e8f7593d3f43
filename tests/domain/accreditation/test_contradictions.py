"""What in a self-study does not go together; each row is one and its neighbour that does."""

from datetime import date

import pytest

from competency.accreditation.domain import figures
from competency.accreditation.domain.contradictions import (
    PracticeAsRated,
    StudyAsRated,
    contradictions,
)
from tests.builders.accreditation import second, shipped

CM5, OUTREACH = shipped(), second()
PERIOD, IN_TIME, TOO_OLD = date(2026, 1, 1), date(2026, 3, 31), date(2025, 12, 31)
GOOD = figures.of_caseloads(20, 20, 0)
POOR = figures.of_caseloads(20, 2, 18)
MATRIX = {"points": 9, "unanswered": 0, "gaps": 0, "without-agreement": 0}
NAMED, WHOLE = {"named": 1, "without-document": 1}, {"named": 1, "without-document": 0}
P = PracticeAsRated


def a_study(*practices: PracticeAsRated, na: bool = False, cases: int = 40) -> StudyAsRated:
    return StudyAsRated(
        period_from=PERIOD, not_applicable=na, programme_cases=cases, practices=practices
    )


# the study, what is said of it
CASES = [
    # 1 is best, and shown by something
    (a_study(P(code="5.02", rating=1, shown_by=1)), []),
    (a_study(P(code="5.02", rating=1)), ["best-without-evidence"]),
    (a_study(P(code="5.02", rating=4)), []),  # the worst needs no evidence
    (a_study(P(code="5.02", rating=None)), []),
    # not applicable
    (a_study(na=True, cases=0), []),
    (a_study(na=True, cases=3), ["not-applicable-with-cases"]),
    (a_study(P(code="5.02", rating=2), na=True, cases=0), ["not-applicable-and-rated"]),
    (a_study(P(code="5.02", not_applicable=True)), ["cannot-drop-out"]),
    # a person or an agreement with its document
    (a_study(P(code="5.05", rating=1, shown_by=1, found=WHOLE)), []),
    (a_study(P(code="5.05", rating=1, shown_by=1)), ["best-without-person"]),
    (
        a_study(P(code="5.05", rating=1, shown_by=1, found=NAMED)),
        ["best-without-person", "far-from-suggested"],
    ),
    (a_study(P(code="5.05", rating=2, found=NAMED)), []),
    # services
    (a_study(P(code="5.01", rating=1, shown_by=1, found=MATRIX)), []),
    (
        a_study(P(code="5.01", rating=1, shown_by=1, found=MATRIX | {"without-agreement": 1})),
        ["best-with-gaps"],
    ),
    (
        a_study(P(code="5.01", rating=1, shown_by=1, found=MATRIX | {"gaps": 1})),
        ["best-with-gaps", "far-from-suggested"],
    ),
    # fundamental practices
    (a_study(P(code="5.05", rating=3, found=NAMED)), ["fundamental-needs-work"]),
    (a_study(P(code="5.02", rating=3)), []),
    # frozen counts
    (a_study(P(code="5.03", rating=1, shown_by=1, found=GOOD, counted_to=IN_TIME)), []),
    (a_study(P(code="5.03", rating=2, shown_by=1)), ["rated-without-count"]),
    (a_study(P(code="5.03", rating=2, found=GOOD, counted_to=TOO_OLD)), ["count-too-old"]),
    (a_study(P(code="5.03", rating=2, found=GOOD, counted_to=PERIOD)), []),
    # two steps from what is suggested, in both directions; one is not enough
    (a_study(P(code="5.03", rating=2, found=POOR, counted_to=IN_TIME)), ["far-from-suggested"]),
    (
        a_study(P(code="5.03", rating=3, found=GOOD, counted_to=IN_TIME)),
        ["fundamental-needs-work", "far-from-suggested"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("study", "codes"), CASES)
def test_what_does_not_go_together_is_said(study: StudyAsRated, codes: list[str]) -> None:
    found = contradictions(CM5, study)

    assert [one.code for one in found] == codes
    assert all(one.sentence.endswith(".") and one.to_do.endswith(".") for one in found)


def test_the_sentence_says_which_way_the_rating_differs() -> None:
    over, under = (
        contradictions(CM5, a_study(P(code="5.04", rating=rating, found=found, counted_to=IN_TIME)))
        for rating, found in (
            (2, figures.of_contacts(100, 20)), (4, figures.of_contacts(100, 99))
        )
    )  # fmt: skip

    assert over[0].sentence == (
        "5.04 is rated 2, better by 2 steps than the 4 that its figures suggest: "
        "20 of 100 months of cases had the contacts."
    )
    assert "worse by 3 steps than the 1" in under[0].sentence


def test_where_more_is_better_the_best_is_the_other_end() -> None:
    none = contradictions(OUTREACH, a_study(P(code="A-3", rating=0)))
    best = contradictions(OUTREACH, a_study(P(code="A-3", rating=2)))

    assert none == ()
    assert [one.code for one in best] == ["best-without-evidence"]
    assert contradictions(OUTREACH, a_study(P(code="A-3", not_applicable=True))) == ()


def test_a_second_standard_decides_from_how_many_steps_on() -> None:
    rated = P(code="A-2", rating=2, shown_by=1, found=figures.of_contacts(9, 9), counted_to=IN_TIME)

    assert [one.code for one in contradictions(OUTREACH, a_study(rated))] == ["far-from-suggested"]


def test_of_a_whole_that_does_not_apply_practices_are_not_questioned() -> None:
    found = contradictions(CM5, a_study(P(code="5.05", rating=4), na=True, cases=1))

    assert {one.practice for one in found} == {""}
    assert "1 cases of the programme" not in found[0].sentence
