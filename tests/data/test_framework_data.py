"""The framework data that ships: whole, in the order of its sources, and never changed."""

import pytest

from competency.frameworks import library
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.frameworks.domain.structure import CompetencyFramework

ORDER = [
    "SUP",
    "AUT",
    "SAW",
    "CPD",
    "ETH",
    "COM",
    "ASM",
    "GOA",
    "PLA",
    "IMP",
    "REC",
    "MON",
    "MAN",
    "LEA",
]
TITLES = [
    "Supervision",
    "Autonomous practice",
    "Self awareness",
    "Continuing professional development",
    "Ethical conduct",
    "Communication",
    "Assessment",
    "Goal setting",
    "Planning and prioritising",
    "Implementing plans",
    "Record keeping",
    "Monitoring and evaluating",
    "Management",
    "Leadership",
]
CLOCKS = {  # code: from, to, working days, duty of, an end before its start
    "KPI_01": ("referral_received", "entered", 3, "administration", "invalid"),
    "KPI_02": ("entered", "assigned", 3, "manager", "invalid"),
    "KPI_03": ("assigned", "first_contact", 2, "worker", "invalid"),
    "KPI_04": ("first_contact", "risk_assessment_completed", 10, "worker", "met"),
    "KPI_05": ("risk_assessment_completed", "risk_assessment_signed_off", 3, "manager", "invalid"),
    "KPI_06": ("first_contact", "outcomes_star_completed", 10, "worker", "invalid"),
    "KPI_07": ("outcomes_star_completed", "action_plan_entered", 5, "worker", "invalid"),
    "KPI_08": ("assigned", "client_review", 40, "worker", "invalid"),
    "KPI_09": ("client_review", "client_review", 60, "worker", "invalid"),
}


@pytest.fixture(scope="module")
def framework() -> CompetencyFramework:
    return library.load_library().get_framework(version="1.0")


@pytest.fixture(scope="module")
def clocks() -> TimelinessStandards:
    content = library.load_library().get_standard("shine-quality-standards", "1.8")
    assert isinstance(content, TimelinessStandards)
    return content


def test_every_file_is_whole_and_no_released_version_has_changed() -> None:
    assert [str(fault) for fault in library.check_folder()[1]] == []


def test_the_framework_is_complete(framework: CompetencyFramework) -> None:
    assert framework.counts() == (
        (3, "areas"),
        (14, "sections"),
        (52, "criteria"),
        (65, "strands"),
        (195, "descriptors"),
        (3, "levels"),
        (17, "glossary terms"),
    )


def test_sections_stand_in_the_order_of_the_tables(framework: CompetencyFramework) -> None:
    assert [section.code for section in framework.sections] == ORDER
    assert [section.title for section in framework.sections] == TITLES
    assert [(area.code, len(area.sections)) for area in framework.areas] == [
        ("PPD", 5),
        ("WCS", 7),
        ("PRA", 2),
    ]


def test_criteria_and_strands_are_numbered_in_their_order(framework: CompetencyFramework) -> None:
    for section in framework.sections:
        numbered = [f"{section.code}-{n}" for n in range(1, len(section.criteria) + 1)]
        assert [criterion.code for criterion in section.criteria] == numbered
    for criterion in framework.criteria:
        lettered = [f"{criterion.code}{letter}" for letter in "ab"[: len(criterion.strands)]]
        assert [strand.code for strand in criterion.strands] == lettered


def test_a_rating_is_one_of_seven_positions_on_the_continuum(
    framework: CompetencyFramework,
) -> None:
    assert [(p.value, p.label, p.level) for p in framework.scale.positions] == [
        (0, "Not yet", "CMP1"),
        (1, "Working towards CMP1", "CMP1"),
        (2, "CMP1", "CMP1"),
        (3, "Working towards CMP2", "CMP2"),
        (4, "CMP2", "CMP2"),
        (5, "Working towards CMP3", "CMP3"),
        (6, "CMP3", "CMP3"),
    ]
    assert framework.scale.direction == "higher-is-further"


def test_no_two_descriptors_of_one_strand_say_the_same(framework: CompetencyFramework) -> None:
    for strand in framework.strands:
        assert len({one.text for one in strand.descriptors}) == len(framework.levels), strand.code


def test_terms_are_found_in_the_descriptors_that_use_them(
    framework: CompetencyFramework,
) -> None:
    texts = [one.text for strand in framework.strands for one in strand.descriptors]
    used = {
        piece.term.term
        for text in texts
        for piece in framework.glossary.segments(text)
        if piece.term
    }
    assert {"Stakeholders", "Supervision", "SMARTER goals", "Evidence-based"} <= used
    assert used <= {term.term for term in framework.glossary.terms}


def test_the_nine_clocks_are_those_of_the_source(clocks: TimelinessStandards) -> None:
    found = {
        one.code: (one.starts, one.ends, one.limit, one.actor, one.end_before_start)
        for one in clocks.standards
    }
    assert found == CLOCKS
    assert {one.unit for one in clocks.standards} == {"working-days"}
    assert {one.code: one.about_months for one in clocks.standards if one.about_months} == {
        "KPI_08": 2,
        "KPI_09": 3,
    }
    assert [one.code for one in clocks.standards if one.repeats] == ["KPI_09"]
