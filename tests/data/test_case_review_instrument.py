"""The case review instrument that ships holds the facts of its source, and marks what is ours."""

import pytest

from competency.frameworks.domain.kinds.case_review_instrument import (
    FACTS,
    NOT_APPLICABLE,
    CaseReviewInstrument,
)
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.frameworks.library import load_library
from tests.builders.instrument import shipped

# code: level, month of the two, first and last day
CALENDAR = {
    "draw": ("first", 0, 1, 5),
    "load": ("first", 0, 6, 6),
    "start": ("first", 0, 6, 12),
    "substitution": ("first", 0, 6, 12),
    "complete": ("first", 0, 6, 25),
    "monitor": ("first", 0, 26, 26),
    "assign-second": ("second", 1, 1, 7),
    "complete-second": ("second", 1, 1, 25),
    "monitor-second": ("second", 1, 26, 26),
}
LEVELS = {"first": (4, "supervisor"), "second": (18, "region"), "central": (None, None)}
REASONS = [
    "drawn-last-month",
    "incomplete-investigation",
    "controlled-access",
    "sealed",
    "out-of-region",
    "no-access",
    "rapid-response",
]
# Each standard that a worker's, a manager's or the administration's clock measures, and its item.
PREFILLED = {
    "KPI_01": "A2",
    "KPI_02": "A3",
    "KPI_03": "B1",
    "KPI_04": "D1",
    "KPI_05": "D3",
    "KPI_06": "C1",
    "KPI_07": "F1",
    "KPI_08": "G1",
    "KPI_09": "G2",
}


@pytest.fixture(scope="module")
def instrument() -> CaseReviewInstrument:
    return shipped()


def test_the_calendar_is_that_of_the_source(instrument: CaseReviewInstrument) -> None:
    found = {
        one.code: (one.level, one.month, one.from_day, one.until_day)
        for one in instrument.milestones
    }
    assert found == CALENDAR


def test_four_a_supervisor_and_eighteen_a_region(instrument: CaseReviewInstrument) -> None:
    assert {one.code: (one.quota, one.quota_for) for one in instrument.levels} == LEVELS


def test_the_reasons_for_a_substitution_are_a_closed_list(instrument: CaseReviewInstrument) -> None:
    assert [one.code for one in instrument.reasons] == REASONS
    assert [one.code for one in instrument.reasons if one.needs] == ["incomplete-investigation"]
    assert [one.code for one in instrument.non_reasons] == [
        "past-due-investigation",
        "shared-rapid-response",
    ]
    assert [one.code for one in instrument.vacancies] == [
        "leave",
        "extended-medical-leave",
        "transferred-out",
    ]


def test_the_numbers_of_the_source_and_those_that_are_ours(
    instrument: CaseReviewInstrument,
) -> None:
    limits = instrument.limits
    assert (limits.period_months, limits.not_again_months, limits.team_trend_months) == (12, 1, 3)
    assert (limits.correction_days, limits.calibration_minimum) == (30, 20)
    assert limits.assumption
    assert "30 days" in limits.assumption
    assert "20 paired answers" in limits.assumption


def test_there_are_thirty_items_or_more_in_sections(instrument: CaseReviewInstrument) -> None:
    assert len(instrument.items) >= 30
    assert "".join(one.code for one in instrument.sections) == "ABCDEFGHIJKL"
    for section in instrument.sections:
        numbered = [f"{section.code}{n}" for n in range(1, len(section.items) + 1)]
        assert [item.code for item in section.items] == numbered


def test_an_item_is_rated_or_answered_yes_or_no(instrument: CaseReviewInstrument) -> None:
    answers = {
        scale.code: [(one.code, one.negative, one.value) for one in scale.answers]
        for scale in instrument.answer_scales
    }
    assert answers == {
        "rating": [
            ("strength", False, 1),
            ("needs-improvement", True, 0),
            (NOT_APPLICABLE, False, None),
        ],
        "yes-no": [("yes", False, 1), ("no", True, 0), (NOT_APPLICABLE, False, None)],
    }


def test_each_timeliness_standard_fills_one_item(instrument: CaseReviewInstrument) -> None:
    clocks = load_library().get_standard("shine-quality-standards")
    assert isinstance(clocks, TimelinessStandards)
    filled = {one.standard: one.code for one in instrument.items if one.standard}
    assert filled == PREFILLED
    assert set(filled) == {one.code for one in clocks.standards}


def test_only_the_items_on_a_settled_life_are_of_the_target_client_alone(
    instrument: CaseReviewInstrument,
) -> None:
    target = {one.code for one in instrument.items if one.target_only}
    section = instrument.section("J")
    assert target == {one.code for one in section.items}
    assert [one.element for one in section.when] == ["away-from-home"]


def test_every_section_of_the_framework_about_casework_is_informed(
    instrument: CaseReviewInstrument,
) -> None:
    informed = {strand.split("-")[0] for item in instrument.items for strand in item.strands}
    # Reading, learning and looking at oneself do not show in the record of a case.
    of_the_person = {"SAW", "CPD"}
    framework = load_library().get_framework()
    assert informed == {one.code for one in framework.sections} - of_the_person


def test_each_fact_proposes_one_element(instrument: CaseReviewInstrument) -> None:
    facts = [one.fact for one in instrument.elements if one.fact]
    assert sorted(facts) == sorted(FACTS)


def test_what_the_source_leaves_open_is_marked_as_ours(instrument: CaseReviewInstrument) -> None:
    assert [code for code, _ in instrument.assumptions()] == [
        "element/investigation",
        "element/away-from-home",
    ]


def test_an_item_can_wait_for_the_answer_to_another(instrument: CaseReviewInstrument) -> None:
    waiting = {
        one.code: (condition.item, condition.answers)
        for one in instrument.items
        for condition in one.when
        if condition.item
    }
    assert waiting == {"H2": ("H1", ("no",)), "K2": ("K1", ("strength", "needs-improvement"))}
