"""What the way of a case must be like in a protocol, and what is said where it is not."""

import pytest

from tests.builders.protocol import PATH, faults_when, files
from tests.builders.standards import read

SHIPPED = files()
STAGES = "stages.toml"
REFERRAL = "referral.toml"
WORK = "work.toml"
ESCALATION = "escalation.toml"

# file, old text, new text, place and reason
SPOILED = [
    # stages
    (
        STAGES,
        'code = "in-discussion"',
        'code = "In discussion"',
        "stages 1 (In discussion), code: 'In discussion' must be small letters and hyphens, like "
        "in-discussion",
    ),
    (
        STAGES,
        'code = "planning"',
        'code = "assessment"',
        "stages 3 (assessment), code: the code 'stage/assessment' is already used in "
        f"{PATH}/stages.toml, stages 2 (assessment)",
    ),
    (
        STAGES,
        'begins = ["closed"]',
        'begins = ["shut"]',
        "stages 5 (closed), begins: 'shut' is not one of the events",
    ),
    (
        STAGES,
        'begins = ["closed"]',
        'begins = ["entered"]',
        "stages 5 (closed), begins: 'entered' already begins the stage 'in-discussion'",
    ),
    (
        STAGES,
        'begins = ["closed"]',
        "begins = []",
        "stages 5 (closed), begins: names no event, so that no case can ever be in this stage",
    ),
    (
        STAGES,
        'closure_group = "discussion"\n',
        "",
        "stages 1 (in-discussion), closure_group: is missing, so that no case could close from "
        "here",
    ),
    (
        STAGES,
        'closure_group = "discussion"',
        'closure_group = "talking"',
        "stages 1 (in-discussion), closure_group: 'talking' is not one of the closure groups",
    ),
    (
        STAGES,
        'begins = ["closed"]',
        'begins = ["closed"]\nclosure_group = "structured"',
        "stages 5 (closed), closure_group: an end is not closed again and has none",
    ),
    # events
    (
        STAGES,
        'code = "gp_summary_received"',
        'code = "gp-summary"',
        "events 26 (gp-summary), code: 'gp-summary' must be small letters, like first_contact",
    ),
    (
        STAGES,
        'stage = "in-discussion"',
        'stage = "talking"',
        "events 1 (referral_received), stage: 'talking' is not one of the stages",
    ),
    (
        STAGES,
        'applies = "core-drug"',
        'applies = "cannabis"',
        "events 23 (health_assessment_offered), applies: 'cannabis' is not known; it must be one "
        "of everyone, alcohol, core-drug, substitution-therapy",
    ),
    # gates
    (
        STAGES,
        'fact = "in_area"',
        'fact = "nearby"',
        "gates 2 (in-area), fact: 'nearby' is not one of the facts: referral_consent, in_area, "
        "storing_consent, refusal_criterion, goals_set, client_view_recorded, "
        "closure_reason_allowed, meeting_decided, within_quick_return",
    ),
    (
        STAGES,
        'event = "referral_routed"',
        'event = "sent_on"',
        "gates 3 (routed), event: 'sent_on' is not one of the events",
    ),
    (
        STAGES,
        'event = "referral_routed"\n',
        "",
        "gates 3 (routed), event: is missing; a gate asks for an event or a fact",
    ),
    (
        STAGES,
        'event = "referral_routed"',
        'event = "referral_routed"\nfact = "in_area"',
        "gates 3 (routed), event: stands beside a fact; a gate asks for one of the two",
    ),
    (
        STAGES,
        'leaves = ["in-discussion"]',
        "leaves = []",
        "gates 1 (referral-consent), leaves: names no stage",
    ),
    (
        STAGES,
        'leaves = ["in-discussion"]',
        'leaves = ["outside"]',
        "gates 1 (referral-consent), leaves: 'outside' is not one of the stages",
    ),
    (
        STAGES,
        'leaves = ["in-discussion"]',
        'leaves = ["assessment"]',
        "gates 1 (referral-consent), enters: 'assessment' is also a stage that it leaves",
    ),
    (
        STAGES,
        'enters = "assessment"',
        'enters = "inside"',
        "gates 1 (referral-consent), enters: 'inside' is not one of the stages",
    ),
    (
        STAGES,
        "refusal = \"Record the client's consent",
        "rebuff = \"Record the client's consent",
        "gates 1 (referral-consent), refusal: is missing",
    ),
    # referral
    (
        REFERRAL,
        '"FY4"]',
        '"Fleetwood"]',
        "areas 1 (blackpool), postcodes: 'Fleetwood' must be the beginning of a postcode: FY, "
        "FY1 or FY5 1",
    ),
    (
        REFERRAL,
        'postcodes = ["FY1", "FY2", "FY3", "FY4"]',
        "postcodes = []",
        "areas 1 (blackpool), postcodes: names no postcode",
    ),
    (
        REFERRAL,
        'applies = ["core-drug"]',
        'applies = ["drugs"]',
        "routes 1 (core), applies: 'drugs' is not one of the everyone, alcohol, core-drug, "
        "substitution-therapy",
    ),
    (
        REFERRAL,
        'kind = "engagement"',
        'kind = "taste"',
        "criteria 1 (no-consent), kind: 'taste' is not known; it must be one of engagement, "
        "exclusion",
    ),
    (
        REFERRAL,
        "the person has not agreed to be referred",
        "the person does not meet the statutory threshold for care",
        "criteria 1 (no-consent), text: statutory eligibility may never be demanded for a referral",
    ),
    (
        REFERRAL,
        'title = "Lives outside the area"',
        'title = "Not eligible under the Care Act"',
        "criteria 2 (outside-area), text: statutory eligibility may never be demanded for a "
        "referral",
    ),
    (
        REFERRAL,
        "limit = 20\n",
        "",
        "appeal_steps 1 (appeal-made), limit: a limit and its unit belong together, and one is "
        "missing",
    ),
    (
        REFERRAL,
        "limit = 20",
        "limit = 0",
        "appeal_steps 1 (appeal-made), limit: is 0 and must be at least 1",
    ),
    (
        REFERRAL,
        "accepts = true",
        'accepts = "yes"',
        "appeal_outcomes 1 (upheld), accepts: must be true or false, not a text",
    ),
]


def test_the_shipped_protocol_has_no_fault() -> None:
    assert read(SHIPPED, PATH).faults == ()


@pytest.mark.parametrize(("name", "old", "new", "fault"), SPOILED, ids=[r[3] for r in SPOILED])
def test_a_spoiled_way_is_named(name: str, old: str, new: str, fault: str) -> None:
    assert f"{PATH}/{name}: {fault}" in faults_when(name, old, new)


# What is only seen when every entry of a list has changed.
THROUGHOUT = [
    (STAGES, "is_end = true", "is_end = false", "stages: none of them is an end"),
    (
        REFERRAL,
        'kind = "exclusion"',
        'kind = "engagement"',
        "criteria: none of them is of the kind 'exclusion'",
    ),
    (WORK, "is_direct = true", "is_direct = false", "contact_ways: none of them is direct"),
    (WORK, "is_client = true", "is_client = false", "contact_parties: none of them is the client"),
    (
        REFERRAL,
        'code = "storing"',
        'code = "keeping"',
        "gates 11 (storing-consent), fact: needs a consent with the code 'storing'; there is none",
    ),
    (
        WORK,
        'code = "risk"',
        'code = "dangers"',
        "escalations 1 (safeguarding), reviews_risk: there is no review cycle 'risk'",
    ),
]
AT = {"gates 11": STAGES, "escalations 1": ESCALATION}


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"), THROUGHOUT, ids=[row[3] for row in THROUGHOUT]
)
def test_a_list_in_which_something_is_missing_is_a_fault(
    name: str, old: str, new: str, fault: str
) -> None:
    spoiled = {**SHIPPED, name: SHIPPED[name].replace(old, new)}
    file = next((file for place, file in AT.items() if fault.startswith(place)), name)

    assert f"{PATH}/{file}: {fault}" in [str(one) for one in read(spoiled, PATH).faults]


def test_an_event_that_the_timeliness_standards_do_not_have_is_a_dangling_reference() -> None:
    [reference] = [
        one for one in read(SHIPPED, PATH).references if one.code == "risk_assessment_signed_off"
    ]

    assert reference.standard == "shine-quality-standards"
    assert reference.place.endswith("(risk_assessment_signed_off), also_in")
