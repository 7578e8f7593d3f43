"""What a protocol answers about itself."""

import json

import pytest

from competency.frameworks.domain.diff import compare
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.kernel.errors import Refused
from competency.kernel.values import replace
from tests.builders.protocol import PATH, files, shipped
from tests.builders.standards import changed, read

PROTOCOL = shipped()

UNKNOWN = [
    (PROTOCOL.stage, "unknown_stage"),
    (PROTOCOL.event, "unknown_event"),
    (PROTOCOL.route, "unknown_team"),
    (PROTOCOL.criterion, "unknown_ground_for_refusal"),
    (PROTOCOL.appeal_outcome, "unknown_outcome_of_an_appeal"),
    (PROTOCOL.consent, "unknown_consent"),
    (PROTOCOL.deadline, "unknown_deadline"),
    (PROTOCOL.cycle, "unknown_review_cycle"),
    (PROTOCOL.reason, "unknown_closure_reason"),
    (PROTOCOL.question, "unknown_closing_question"),
    (PROTOCOL.escalation, "unknown_kind_of_concern"),
    (PROTOCOL.recipient, "unknown_recipient"),
    (PROTOCOL.contact_way, "unknown_way_of_contact"),
    (PROTOCOL.contact_party, "unknown_party_of_a_contact"),
    (PROTOCOL.instrument, "unknown_instrument"),
    (PROTOCOL.letter, "unknown_letter"),
]


@pytest.mark.parametrize(("ask", "code"), UNKNOWN, ids=[row[1] for row in UNKNOWN])
def test_what_the_protocol_does_not_have_is_refused(ask: object, code: str) -> None:
    assert callable(ask)
    with pytest.raises(Refused) as refused:
        ask("poems")

    assert refused.value.code == code
    assert "has no" in refused.value.message


def test_every_part_is_found_by_its_code() -> None:
    assert PROTOCOL.stage("review").title == "Implementation and review"
    assert PROTOCOL.route("alcohol").title == "Alcohol service"
    assert PROTOCOL.recipient("safeguarding-lead").title == "Safeguarding lead"
    assert PROTOCOL.appeal_outcome("upheld").accepts


def gates(leaves: str, enters: str, *applies: str) -> list[str]:
    return [gate.code for gate in PROTOCOL.gates_between(leaves, enters, applies)]


def test_acceptance_asks_for_consent_area_and_team() -> None:
    assert gates("in-discussion", "assessment") == ["referral-consent", "in-area", "routed"]


def test_gates_for_people_who_drink_are_asked_of_them_only() -> None:
    alcohol = set(gates("assessment", "planning", "alcohol"))

    assert alcohol - set(gates("assessment", "planning")) == {"audit-scored", "sadq-scored"}


def test_there_is_no_gate_where_there_is_no_way() -> None:
    assert gates("refused", "closed") == []


DIRECT = [
    ("in-person", "client", True),
    ("telephone", "client", True),
    ("text", "client", False),
    ("attempt", "client", False),
    ("telephone", "gp", False),
]


@pytest.mark.parametrize(("way", "party", "is_direct"), DIRECT)
def test_a_direct_contact_is_with_the_client_in_a_direct_way(
    way: str, party: str, is_direct: bool
) -> None:
    assert PROTOCOL.is_direct(way, party) is is_direct


VALUES = {
    "organisation": "Horizon",
    "reference": "HZ-0042",
    "date": "22 November 2026",
    "referrer": "Dr Green",
    "criterion": "the person lives outside the area",
    "reason": "The address is in Lancaster {not a place to fill}.",
    "appeal": "Write to us within 20 working days.",
    "author": "Asha Patel",
}


def test_a_refusal_names_ground_reason_and_right_of_appeal() -> None:
    subject, paragraphs = PROTOCOL.letter("refusal").fill(VALUES)

    assert subject == "Referral HZ-0042: our decision"
    assert "cannot accept it, because the person lives outside the area." in paragraphs[2]
    assert "The address is in Lancaster {not a place to fill}." in paragraphs[3]
    assert "Write to us within 20 working days." in paragraphs[4]
    assert not any("{reference}" in text for text in paragraphs)


def test_a_letter_is_not_made_while_something_is_missing() -> None:
    with pytest.raises(Refused, match="cannot be made without: reason, appeal") as refused:
        PROTOCOL.letter("refusal").fill(VALUES | {"reason": "  ", "appeal": ""})

    assert refused.value.code == "letter_incomplete"


def test_codes_are_unique_and_say_what_they_are_of() -> None:
    codes = PROTOCOL.codes()

    assert len(set(codes)) == len(codes)
    assert {"stage/closed", "event/closed", "deadline/incident-report", "retention"} <= set(codes)


def test_assumptions_can_be_listed() -> None:
    found = dict(PROTOCOL.assumptions())

    assert "deadline/assessment-complete" in found
    assert "deadline/assessment-offered" not in found
    assert all(part.assumption for part in found.values())


def test_the_export_is_plain_and_whole() -> None:
    exported = json.loads(json.dumps(PROTOCOL.export()))

    assert exported["id"] == "case-management-protocol"
    assert len(exported["stages"]) == len(PROTOCOL.stages)
    assert exported["retention"]["years"] == 7
    assert exported["instruments"][0]["items"][0]["allowed"] == [0, 1, 2, 3, 4]


def test_a_changed_limit_shows_between_versions() -> None:
    newer = read(changed(files(), "work.toml", "limit = 48", "limit = 24"), PATH).content
    assert isinstance(newer, CaseManagementProtocol)
    newer = replace(newer, standard=replace(newer.standard, version="1.1"))

    [reworded] = compare(PROTOCOL, newer).reworded

    assert reworded.code == "deadline/incident-report/limit"


def test_a_changed_item_and_a_changed_band_show_between_versions() -> None:
    audit = "instruments/audit.toml"
    spoiled = changed(files(), audit, "Drinking alcohol: how often", "Alcohol: how often")
    newer = read(changed(spoiled, audit, "Lower risk", "Low risk"), PATH).content
    assert newer is not None

    found = {one.code: one.before for one in compare(PROTOCOL, newer).reworded}

    assert found == {
        "instrument/audit/audit-1": "Drinking alcohol: how often, consumption, 0 to 4, 0, Never; "
        "1, Monthly or less; 2, 2 to 4 times a month; 3, 2 to 3 times a week; 4, 4 times a week or "
        "more, lower-is-better",
        "instrument/audit/lower": "Lower risk, 0, 7, Drinking carries little risk at present.",
    }
