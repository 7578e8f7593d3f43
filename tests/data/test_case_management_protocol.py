"""The protocol that ships holds the facts of its source, and marks what is ours."""

import pytest

from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    clock_of,
)
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.frameworks.library import load_library
from tests.builders.protocol import shipped

STRUCTURED = [
    "Treatment complete – Alcohol Free",
    "Treatment complete – Drug free",
    "Treatment complete – Occasional user",
    "Transferred in custody (Prison)",
    "Transferred not in custody (Out of area)",
    "Incomplete – Dropped out",
    "Incomplete – treatment declined",
    "Brief Intervention – No triage",
]
DISCUSSION = [
    "Transferred in custody (Prison)",
    "Transferred not in custody (Out of area)",
    "Incomplete – Dropped out",
    "Incomplete – treatment declined",
    "Incomplete – treatment commencement declined by client",
    "Brief Intervention – No triage",
]
# code: from, to, limit, unit, for whom, only a guide, our assumption
DEADLINES = {
    "assessment-offered": (
        "referral_received", "assessment_offered", 3, "working-days", "everyone", False, False,
    ),
    "assessment-complete": (
        "referral_accepted", "assessment_completed", 6, "weeks", "everyone", False, True,
    ),
    "prescriber-medical": (
        "substitution_needed", "prescriber_medical", 2, "weeks", "substitution-therapy", False,
        True,
    ),
    "incident-report": (
        "incident_known", "incident_reported", 48, "hours", "everyone", False, True,
    ),
    "assessment-team": (
        "assigned", "moved_to_main_team", 6, "weeks", "core-drug", True, True,
    ),
}  # fmt: skip
TOLD = {
    "assessment_offered": ["assessment-referrer"],
    "referral_refused": ["refusal-referrer"],
    "closed": ["closing-referrer", "closing-professionals", "closing-gp"],
}
CONCERNS = {
    "safeguarding": (("line-manager", "safeguarding-lead"), None, True),
    "incident": (("line-manager", "corporate-services"), "incident-report", False),
    "accident": (("line-manager",), None, False),
    "welfare": (("line-manager",), None, False),
}


@pytest.fixture(scope="module")
def protocol() -> CaseManagementProtocol:
    return shipped()


def test_the_stages_lead_from_discussion_to_closure(protocol: CaseManagementProtocol) -> None:
    assert [(one.code, one.closure_group, one.is_end) for one in protocol.stages] == [
        ("in-discussion", "discussion", False),
        ("assessment", "discussion", False),
        ("planning", "structured", False),
        ("review", "structured", False),
        ("closed", None, True),
        ("refused", None, True),
    ]


def test_logging_a_referral_opens_the_case_at_once(protocol: CaseManagementProtocol) -> None:
    assert protocol.stages[0].begins[0] == "entered"


def test_the_deadlines_are_those_of_the_source(protocol: CaseManagementProtocol) -> None:
    found = {
        one.code: (
            one.starts,
            one.ends,
            one.limit,
            one.unit,
            one.applies,
            one.is_guide,
            one.assumption is not None,
        )
        for one in protocol.deadlines
    }
    assert found == DEADLINES


def test_the_reviews_come_every_three_months(protocol: CaseManagementProtocol) -> None:
    assert {one.every_months for one in protocol.cycles} == {3}
    assert [(one.code, one.applies) for one in protocol.cycles] == [
        ("care-plan", "everyone"),
        ("risk", "everyone"),
        ("top", "everyone"),
        ("interventions", "everyone"),
        ("prescriber", "substitution-therapy"),
    ]


@pytest.mark.parametrize(
    ("group", "titles"), [("structured", STRUCTURED), ("discussion", DISCUSSION)]
)
def test_the_reasons_to_close_are_the_two_lists_of_the_source(
    protocol: CaseManagementProtocol, group: str, titles: list[str]
) -> None:
    assert [one.title for one in protocol.reasons if group in one.groups] == titles


def test_after_closing_come_follow_ups_a_quick_return_and_seven_years(
    protocol: CaseManagementProtocol,
) -> None:
    assert [(f.after_months, f.starts, f.consent) for f in protocol.follow_ups] == [
        (3, "closed", "follow-up"),
        (6, "closed", "follow-up"),
        (9, "closed", "follow-up"),
    ]
    assert (protocol.quick_return.months, protocol.quick_return.starts) == (9, "closed")
    assert (protocol.retention.years, protocol.retention.starts) == (7, "closed")
    assert protocol.retention.assumption
    assert "from the last closing" in protocol.retention.assumption


def test_referrals_go_to_one_of_four_teams(protocol: CaseManagementProtocol) -> None:
    assert [(one.code, one.applies) for one in protocol.routes] == [
        ("core", ("core-drug",)),
        ("alcohol", ("alcohol",)),
        ("family", ()),
        ("criminal-justice", ()),
    ]


@pytest.mark.parametrize(("event", "people"), TOLD.items(), ids=TOLD)
def test_those_whom_the_source_names_are_told(
    protocol: CaseManagementProtocol, event: str, people: list[str]
) -> None:
    assert [one.code for one in protocol.told if one.event == event] == people


def test_only_a_refusal_has_to_go_out_in_writing(protocol: CaseManagementProtocol) -> None:
    assert [one.code for one in protocol.told if one.in_writing] == ["refusal-referrer"]


def test_every_concern_goes_to_the_line_manager_first(protocol: CaseManagementProtocol) -> None:
    found = {one.code: (one.tell, one.deadline, one.tags_case) for one in protocol.escalations}

    assert found == CONCERNS
    assert all(one.reviews_risk for one in protocol.escalations)


def test_events_that_shine_times_bear_its_codes(protocol: CaseManagementProtocol) -> None:
    shine = load_library().get_standard("shine-quality-standards", "1.8")
    assert isinstance(shine, TimelinessStandards)

    shared = {one.code for one in protocol.events if one.also_in == "shine-quality-standards"}

    assert shared == {event.code for event in shine.events}


def test_audit_has_ten_items_and_sadq_twenty(protocol: CaseManagementProtocol) -> None:
    audit, sadq = protocol.instrument("audit"), protocol.instrument("sadq")

    assert [item.allowed for item in audit.items] == [(0, 1, 2, 3, 4)] * 8 + [(0, 2, 4)] * 2
    assert [item.allowed for item in sadq.items] == [(0, 1, 2, 3)] * 20
    assert (audit.highest, sadq.highest) == (40, 60)
    assert (audit.applies, sadq.applies) == ("alcohol", "alcohol")
    assert [(b.lowest, b.highest) for b in audit.bands] == [(0, 7), (8, 15), (16, 19), (20, 40)]
    assert [(b.code, b.lowest, b.highest) for b in sadq.bands] == [
        ("mild", 0, 15),
        ("moderate", 16, 30),
        ("severe", 31, 60),
    ]


def test_there_are_ten_outcome_domains_from_one_to_ten(protocol: CaseManagementProtocol) -> None:
    outcomes = protocol.instrument("outcomes")

    assert [item.allowed for item in outcomes.items] == [tuple(range(1, 11))] * 10
    assert {item.direction for item in outcomes.items} == {"higher-is-better"}
    assert all(item.low and item.high for item in outcomes.items)


def test_every_answer_of_an_instrument_belongs_to_a_known_event(
    protocol: CaseManagementProtocol,
) -> None:
    assert {one.code: one.event for one in protocol.instruments} == {
        "audit": "audit_completed",
        "outcomes": "outcomes_star_completed",
        "sadq": "sadq_completed",
        "top": "top_completed",
    }


# Where the source gives no start, no list or no step, ours is marked.
OPEN_IN_THE_SOURCE = (
    "appeal_steps",
    "appeal_outcomes",
    "re_engagement_steps",
    "cycles",
    "follow_ups",
    "contact_ways",
    "instruments",
    "letters",
)


@pytest.mark.parametrize("parts", OPEN_IN_THE_SOURCE)
def test_what_the_source_leaves_open_is_marked_as_ours(
    protocol: CaseManagementProtocol, parts: str
) -> None:
    assert [one.code for one in getattr(protocol, parts) if not one.assumption] == []


def test_every_way_out_of_a_stage_has_a_gate(protocol: CaseManagementProtocol) -> None:
    ways = {(leaves, gate.enters) for gate in protocol.gates for leaves in gate.leaves}

    assert ways == {
        ("in-discussion", "assessment"),
        ("in-discussion", "refused"),
        ("refused", "in-discussion"),
        ("assessment", "planning"),
        ("planning", "review"),
        ("in-discussion", "closed"),
        ("assessment", "closed"),
        ("planning", "closed"),
        ("review", "closed"),
        ("closed", "assessment"),
    }


def test_a_deadline_is_a_clock_of_the_engine(protocol: CaseManagementProtocol) -> None:
    clock = clock_of(protocol.deadline("assessment-offered"))

    assert (clock.starts, clock.ends) == ("referral_received", "assessment_offered")
    assert (clock.limit, clock.unit, clock.end_before_start) == (3, "working-days", "invalid")
    assert not clock.repeats
