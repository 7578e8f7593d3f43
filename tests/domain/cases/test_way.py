"""At which stage a case stands and what it may pass, as the shipped protocol says."""

from datetime import UTC, date, datetime

import pytest

from competency.cases.domain import running, way
from competency.cases.domain.consent import (
    Consent,
    check_consent,
    standing_consents,
    withdrawn_consents,
)
from competency.cases.domain.kinds import after_the_end, plain_kinds, words_of
from competency.cases.domain.planning import checked_ending
from competency.cases.domain.timeline import Event
from competency.cases.domain.writing import checked_reference
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.frameworks.library import load_library
from competency.kernel.errors import Refused

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def protocol() -> CaseManagementProtocol:
    found = load_library().get_standard("case-management-protocol", None)
    assert isinstance(found, CaseManagementProtocol)
    return found


def a_line(*kinds: str, detail: str = "") -> tuple[Event, ...]:
    return tuple(
        Event(id=n, kind=kind, happened_on=DAY, recorded_at=NOW, detail=detail)
        for n, kind in enumerate(kinds, 1)
    )


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), "in-discussion"),
        (("referral_received", "entered"), "in-discussion"),
        (("entered", "referral_accepted"), "assessment"),
        (("referral_accepted", "entered"), "assessment"),
        (("referral_refused",), "refused"),
        (("referral_refused", "refusal_overturned"), "in-discussion"),
        (("referral_accepted", "assessment_completed"), "planning"),
        (("referral_accepted", "assessment_completed", "action_plan_entered"), "review"),
        (("referral_accepted", "closed"), "closed"),
        (("referral_accepted", "closed", "re_engaged"), "assessment"),
    ],
)
def test_the_newest_event_that_begins_a_stage_decides(
    protocol: CaseManagementProtocol, kinds: tuple[str, ...], expected: str
) -> None:
    assert way.stage_of(a_line(*kinds), protocol).code == expected


def test_gates_are_asked_in_the_protocols_order_and_unknown_facts_are_not_so(
    protocol: CaseManagementProtocol,
) -> None:
    line = a_line("entered")

    missing = way.open_gates(line, protocol, "referral_accepted", frozenset(), {"in_area": True})

    assert [gate.code for gate in missing] == ["referral-consent", "routed"]
    assert way.open_gates(line, protocol, "noted", frozenset(), {}) == []
    with pytest.raises(Refused, match="consent"):
        way.check_gates(line, protocol, "referral_accepted", frozenset(), {})


def test_rules_follow_from_the_team_and_from_what_the_client_needs(
    protocol: CaseManagementProtocol,
) -> None:
    assert way.applies_to(protocol, "core", alcohol=False, therapy=True) == {
        "core-drug",
        "substitution-therapy",
    }
    assert way.applies_to(protocol, "", alcohol=True, therapy=False) == {"alcohol"}


def test_steps_are_barred_before_acceptance_and_after_the_end(
    protocol: CaseManagementProtocol,
) -> None:
    with pytest.raises(Refused) as early:
        way.check_accepted(a_line("entered"), protocol, "plan")
    with pytest.raises(Refused) as late:
        way.check_open(a_line("referral_accepted", "closed"), protocol, "plan")

    assert (early.value.code, late.value.code) == ("not_accepted", "case_ended")
    way.check_accepted(a_line("referral_accepted"), protocol, "plan")


def test_what_people_write_by_hand_follows_the_protocol(protocol: CaseManagementProtocol) -> None:
    plain, core = plain_kinds(protocol, ()), plain_kinds(protocol, ("core-drug",))

    assert "gp_summary_requested" in plain
    assert "noted" in plain
    assert {"closed", "assigned", "audit_completed", "first_contact"}.isdisjoint(core)
    assert set(core) - set(plain) == {"health_assessment_offered", "moved_to_main_team"}


def test_what_follows_an_end_is_the_protocols(protocol: CaseManagementProtocol) -> None:
    after = after_the_end(protocol)

    assert {"gp_told_of_closing", "follow_up_made", "appeal_received", "noted"} <= after
    assert "contact" not in after


def test_an_event_is_named_as_its_protocol_names_it(protocol: CaseManagementProtocol) -> None:
    assert words_of("closed", protocol) == "Closed by the weekly meeting"
    assert words_of("kept_open", protocol) == "The weekly meeting keeps the case open"
    assert words_of("house_visit") == "House visit"


def test_the_newest_word_on_a_consent_counts() -> None:
    given = a_line("consent_given", detail="sharing")
    withdrawn = a_line("consent_given", "consent_withdrawn", detail="sharing")
    again = a_line("consent_given", "consent_withdrawn", "consent_given", detail="sharing")

    assert standing_consents(given) == {"sharing": DAY}
    assert (standing_consents(withdrawn), withdrawn_consents(withdrawn)) == ({}, {"sharing": DAY})
    assert withdrawn_consents(again) == {}
    with pytest.raises(Refused):
        check_consent(withdrawn, Consent.SHARING)


def test_a_refused_referral_is_kept_from_the_decision_on_its_appeal(
    protocol: CaseManagementProtocol,
) -> None:
    open_line = a_line("referral_received")

    assert running.retain_until(open_line, protocol) is None
    assert running.retain_until(a_line("referral_refused"), protocol) == date(2033, 3, 2)


@pytest.mark.parametrize("reference", ["", "Ann", "C 1", "Ä-1", "C" * 40 + "1"])
def test_a_reference_is_no_name(reference: str) -> None:
    with pytest.raises(Refused):
        checked_reference(reference)


def test_a_reference_is_kept_in_capitals() -> None:
    assert checked_reference(" hc/2026-7 ") == "HC/2026-7"


def test_a_goal_that_was_reached_needs_no_reason() -> None:
    assert checked_ending("reached", " ")[1] == ""
