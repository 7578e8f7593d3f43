"""What the figures of a practice suggest, with the reason; examples in the users' words."""

import pytest

from competency.accreditation.domain import figures
from competency.accreditation.domain.figures import Figures, Provided
from competency.accreditation.domain.suggesting import suggest, suggest_whole
from competency.kernel.errors import Refused
from tests.builders.accreditation import second, shipped

CM5, OUTREACH = shipped(), second()
SERVICES = [one.code for one in CM5.practice("5.01").points]
DIRECT = {code: Provided("directly", False) for code in SERVICES}


def services(*ways: str, agreed: bool = True) -> Figures:
    """Return the figures of all nine services provided directly but the first few."""
    answers = DIRECT | {
        code: Provided(way, agreed) for code, way in zip(SERVICES, ways, strict=False)
    }
    return figures.of_matrix(CM5.practice("5.01"), answers)


def activities(*evidenced: str) -> Figures:
    return figures.of_activities(CM5.practice("5.02"), evidenced)


def qualified(**named: bool) -> Figures:
    return figures.of_qualified_person(CM5.practice("5.05"), named)


# practice, its figures, what is suggested, a part of the reason
CASES: list[tuple[str, Figures | None, int | None, str]] = [
    ("5.01", None, None, "Nothing is counted"),
    ("5.01", {"points": 9}, None, "Not every figure"),
    ("5.01", figures.of_matrix(CM5.practice("5.01"), {}), None, "0 of 9 services answered"),
    ("5.01", services(), 1, "gaps: 0"),
    ("5.01", services("arranged", "arranged"), 1, "agreement: 0"),
    ("5.01", services("not-needed"), 1, "not needed at present"),
    ("5.01", services("arranged", agreed=False), 2, "agreement: 1"),
    ("5.01", services("arranged", "arranged", "arranged", agreed=False), 3, "agreement: 3"),
    ("5.01", services("gap"), 3, "gaps: 1"),
    ("5.01", services("gap", "gap", "gap"), 4, "gaps: 3"),
    ("5.02", activities("change-agent", "problem-solving", "modelling"), 1, "3 of 3 activities"),
    ("5.02", activities("modelling", "change-agent"), 2, "2 of 3"),
    ("5.02", activities("modelling"), 3, "1 of 3"),
    ("5.02", activities(), 4, "0 of 3"),
    ("5.03", figures.of_caseloads(0, 0, 0), None, "nothing to compare"),
    ("5.03", figures.of_caseloads(20, 19, 1), 1, "19 of 20 workers"),
    ("5.03", figures.of_caseloads(20, 18, 2), 2, "18 of 20 workers"),
    ("5.03", figures.of_caseloads(200, 189, 0), 2, "189 of 200"),  # 94.5 is not 95
    ("5.03", figures.of_caseloads(2, 1, 1), 3, "1 of 2"),
    ("5.03", figures.of_caseloads(3, 1, 2), 4, "1 of 3"),
    ("5.04", figures.of_contacts(0, 0), None, "long enough"),
    ("5.04", figures.of_contacts(100, 95), 1, "95 of 100 months"),
    ("5.04", figures.of_contacts(100, 94), 2, "94 of 100 months"),
    ("5.04", figures.of_contacts(100, 50), 3, "50 of 100 months"),
    ("5.04", figures.of_contacts(100, 49), 4, "49 of 100 months"),
    ("5.05", qualified(), None, "Nobody is named"),
    ("5.05", qualified(psychiatrist=True), 1, "without a document: 0"),
    ("5.05", qualified(consulting=False), 3, "without a document: 1"),
    ("5.05", qualified(consulting=False, centre=True), 1, "Named: 2"),
]


@pytest.mark.parametrize(("code", "found", "rating", "reason"), CASES)
def test_a_rating_is_suggested_with_its_reason(
    code: str, found: Figures | None, rating: int | None, reason: str
) -> None:
    suggestion = suggest(CM5.practice(code), found)

    assert suggestion.rating == rating
    assert reason in suggestion.because


# the practices' own ratings 5.01 to 5.05, what is suggested for the whole
WHOLE = [
    ((1, 1, 1, 1, 1), 1),
    ((1, 2, 1, 1, 1), 2),
    ((2, 3, 2, 3, 2), 2),
    ((1, 4, 1, 1, 1), 3),  # not fundamental, and still worse than 3
    ((3, 1, 1, 1, 1), 3),
    ((1, 1, 1, 1, 4), 4),
    ((1, None, 1, None, 1), 1),  # what does not apply counts neither way
    ((None, None, None, None, None), None),
]


@pytest.mark.parametrize(("given", "rating"), WHOLE)
def test_the_practices_suggest_a_rating_of_the_whole(
    given: tuple[int | None, ...], rating: int | None
) -> None:
    codes = [one.code for one in CM5.practices]

    assert suggest_whole(CM5, dict(zip(codes, given, strict=True))).rating == rating


def test_nothing_is_suggested_for_the_whole_until_all_are_rated() -> None:
    suggestion = suggest_whole(CM5, {"5.01": 1, "5.03": 2})

    assert suggestion.rating is None
    assert suggestion.because == "Not rated yet: 5.02, 5.04, 5.05."


def test_where_more_is_better_the_rules_are_read_that_way_round() -> None:
    assert suggest_whole(OUTREACH, {"A-1": 2, "A-2": 2, "A-3": 2}).rating == 2
    assert suggest_whole(OUTREACH, {"A-1": 2, "A-2": 1, "A-3": 2}).rating == 0
    assert suggest(OUTREACH.practice("A-1"), figures.of_caseloads(4, 4, 0)).rating == 2
    assert suggest(OUTREACH.practice("A-2"), figures.of_contacts(4, 4)).rating == 1
    said = suggest(OUTREACH.practice("A-3"), figures.of_evidence(items=1, ready=1))
    assert (said.rating, said.because) == (
        2, "Something shows it. 1 of 1 items of evidence are ready."
    )  # fmt: skip


def test_a_way_that_the_practice_does_not_know_is_refused() -> None:
    with pytest.raises(Refused, match="knows no way"):
        figures.of_matrix(CM5.practice("5.01"), {"crisis": Provided("perhaps", False)})
