"""The accreditation standard that ships holds the facts of its source, and marks what is ours."""

import pytest

from competency.frameworks.domain.kinds.accreditation_standard import AccreditationStandard
from tests.builders.accreditation import shipped

# code: fundamental, how it is evidenced, how many services, activities or alternatives
PRACTICES = {
    "5.01": (True, "matrix", 9),
    "5.02": (False, "activities", 3),
    "5.03": (True, "caseload", 0),
    "5.04": (False, "contacts", 0),
    "5.05": (True, "qualified-person", 4),
}
SERVICES = [
    "crisis",
    "psychiatric",
    "housing",
    "medical-dental",
    "alcohol-drugs",
    "income",
    "family",
    "work",
    "transport",
]
# way of providing: needs the agreement, needs a reason, is a gap
WAYS = {
    "directly": (False, False, False),
    "arranged": (True, False, False),
    "not-needed": (False, True, False),
    "gap": (False, False, True),
}
EVIDENCE = {
    "self-study": ["contact-procedures", "caseload-requirements"],
    "on-site-evidence": ["caseload-sizes", "psychiatric-responsibility"],
    "on-site-activities": ["interviews", "case-records"],
}
INDICATORS = {1: 1, 2: 6, 3: 5, 4: 2}


@pytest.fixture(scope="module")
def standard() -> AccreditationStandard:
    return shipped()


def test_the_practices_their_marks_and_how_they_are_evidenced(
    standard: AccreditationStandard,
) -> None:
    found = {
        one.code: (one.fundamental, one.computation, len(one.points)) for one in standard.practices
    }
    assert found == PRACTICES


def test_one_is_the_best_rating_and_each_says_what_it_means(
    standard: AccreditationStandard,
) -> None:
    assert standard.scale.direction == "lower-is-better"
    assert [one.value for one in standard.scale.positions] == [1, 2, 3, 4]
    assert {one.value: len(one.indicators) for one in standard.ratings} == INDICATORS


def test_only_the_whole_can_be_not_applicable(standard: AccreditationStandard) -> None:
    assert standard.code == "CM5"
    assert "no intensive case management at all" in standard.not_applicable
    assert not any(one.may_not_apply for one in standard.practices)


def test_the_nine_services_and_the_ways_to_provide_them(standard: AccreditationStandard) -> None:
    practice = standard.practice("5.01")
    assert [one.code for one in practice.points] == SERVICES
    ways = {w.code: (w.needs_agreement, w.needs_reason, w.is_gap) for w in practice.ways}
    assert ways == WAYS


def test_the_three_activities(standard: AccreditationStandard) -> None:
    points = standard.practice("5.02").points
    assert [one.code for one in points] == ["change-agent", "problem-solving", "modelling"]


def test_ten_to_fifteen_cases_and_what_is_weighed_beside_them(
    standard: AccreditationStandard,
) -> None:
    found = standard.practice("5.03").caseload
    assert found is not None
    assert (found.least, found.most) == (10, 15)
    codes = ["needs", "goals", "frequency", "part-time", "mixed"]
    assert [one.code for one in found.weigh] == codes
    assert [one.code for one in found.weigh if one.assumption] == ["part-time", "mixed"]


def test_four_direct_contacts_a_month(standard: AccreditationStandard) -> None:
    practice = standard.practice("5.04")
    assert practice.contacts is not None
    assert practice.contacts.per_month == 4
    assert practice.assumption is not None
    for said in ("organisation's policy", "any member of staff", "share of the days"):
        assert said in practice.assumption


def test_who_answers_for_the_psychiatric_side(standard: AccreditationStandard) -> None:
    practice = standard.practice("5.05")
    needed = [one.needs for one in practice.points]
    assert needed == ["résumé", "résumé", "formal agreement", "formal agreement"]
    assert practice.interpretation is not None


def test_every_item_of_the_three_evidence_lists(standard: AccreditationStandard) -> None:
    assert {one.code: [i.code for i in one.items] for one in standard.lists} == EVIDENCE
    required = standard.item("caseload-requirements").any_of
    assert required == ("the organisation's own policy", "a regulation", "a contract")
    assert len(standard.item("interviews").people) == 3
    assert standard.item("case-records").shown_by == "case-records"
    assert [one.code for one in standard.items_for("5.05")] == [
        "psychiatric-responsibility",
        "interviews",
        "case-records",
    ]


def test_what_the_source_leaves_open_is_marked_as_ours(standard: AccreditationStandard) -> None:
    assert [code for code, _ in standard.assumptions()] == [f"practice/5.0{n}" for n in range(1, 6)]
    assert standard.limits.assumption
