"""What a case management protocol must be like: each rule, and what is said where it is broken."""

import pytest

from tests.builders.protocol import PATH, files
from tests.builders.standards import changed, read

SHIPPED = files()
STAGES, REFERRAL, WORK = "stages.toml", "referral.toml", "work.toml"
CLOSING, ESCALATION, RISK = "closing.toml", "escalation.toml", "risk.toml"
LETTERS, AUDIT, TOP = "letters.toml", "instruments/audit.toml", "instruments/top.toml"

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
        'refusal = "Record the client\'s consent',
        'rebuff = "Record the client\'s consent',
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
    # periods
    (
        WORK,
        'starts = "referral_received"',
        'starts = "arrived"',
        "deadlines 1 (assessment-offered), starts: 'arrived' is not one of the events",
    ),
    (
        WORK,
        'ends = "assessment_offered"',
        'ends = "offered"',
        "deadlines 1 (assessment-offered), ends: 'offered' is not one of the events",
    ),
    (
        WORK,
        'ends = "assessment_offered"',
        'ends = "referral_received"',
        "deadlines 1 (assessment-offered), ends: is 'referral_received' like the start; what "
        "repeats is a review cycle",
    ),
    (
        WORK,
        'unit = "weeks"\nis_guide = false',
        'unit = "fortnights"\nis_guide = false',
        "deadlines 2 (assessment-complete), unit: 'fortnights' is not known; it must be one of "
        "working-days, calendar-days, hours, weeks, months",
    ),
    (
        WORK,
        'actor = "administration"',
        'actor = "somebody"',
        "deadlines 1 (assessment-offered), actor: 'somebody' is not known; it must be one of "
        "administration, manager, worker",
    ),
    (WORK, "limit = 48", "limit = 0", "deadlines 4 (incident-report), limit: is 0 and must be "
     "at least 1"),
    (
        WORK,
        "every_months = 3",
        "every_months = 0",
        "cycles 1 (care-plan), every_months: is 0 and must be at least 1",
    ),
    (
        WORK,
        'reviewed = "client_review"',
        'reviewed = "looked_at"',
        "cycles 1 (care-plan), reviewed: 'looked_at' is not one of the events",
    ),
    (
        WORK,
        'starts = "prescriber_medical"',
        'starts = "seen"',
        "cycles 5 (prescriber), starts: 'seen' is not one of the events",
    ),
    (
        CLOSING,
        "after_months = 6",
        "after_months = 3",
        "follow_ups 2 (six-months), after_months: is 3 and must be above the one before",
    ),
    (
        CLOSING,
        'consent = "follow-up"',
        'consent = "a-nod"',
        "follow_ups 1 (three-months), consent: 'a-nod' is not one of the consents",
    ),
    (CLOSING, "months = 9\n", "months = 0\n", "follow_ups 3 (nine-months), after_months: is 0 and "
     "must be at least 1"),
    (CLOSING, "years = 7", "years = 0", "retention, years: is 0 and must be at least 1"),
    (CLOSING, "[retention]", "[keeping]", "retention: is missing"),
    # closing
    (
        CLOSING,
        'groups = ["structured"]',
        'groups = ["anything"]',
        "reasons 1 (alcohol-free), groups: 'anything' is not one of the closure groups",
    ),
    (
        CLOSING,
        'groups = ["structured"]',
        "groups = []",
        "reasons 1 (alcohol-free), groups: names no closure group",
    ),
    (
        CLOSING,
        '"uses-cocaine"]',
        '"uses-tobacco"]',
        "reasons 3 (occasional-user), barred_by: 'uses-tobacco' is not one of the questions",
    ),
    (
        CLOSING,
        'barred_by = ["uses-opiates", "uses-cocaine"]',
        'barred_by = ["uses-opiates"]',
        "questions 2 (uses-cocaine), code: no reason to close depends on this question",
    ),
    (
        CLOSING,
        'code = "structured"',
        'code = "finished"',
        "closure_groups 1 (finished), code: no reason to close belongs to this group",
    ),
    (
        CLOSING,
        'event = "closed"',
        'event = "over"',
        "told 3 (closing-referrer), event: 'over' is not one of the events",
    ),
    (
        CLOSING,
        'done = "gp_told_of_closing"',
        'done = "told"',
        "told 5 (closing-gp), done: 'told' is not one of the events",
    ),
    # concerns
    (
        ESCALATION,
        '"safeguarding-lead"]',
        '"the-neighbour"]',
        "escalations 1 (safeguarding), tell: 'the-neighbour' is not one of the recipients",
    ),
    (
        ESCALATION,
        'tell = ["line-manager"]',
        "tell = []",
        "escalations 3 (accident), tell: names no recipient",
    ),
    (
        ESCALATION,
        'deadline = "incident-report"',
        'deadline = "soon"',
        "escalations 2 (incident), deadline: 'soon' is not one of the deadlines",
    ),
    # instruments
    (
        AUDIT,
        'answers = "days"',
        'answers = "nights"',
        "items 1 (audit-1), answers: 'nights' is not one of the answer sets of this file",
    ),
    (
        AUDIT,
        'code = "audit-2"',
        'code = "audit-1"',
        "items 2 (audit-1), code: the code 'item/audit-1' is already used in "
        f"{PATH}/instruments/audit.toml, items 1 (audit-1)",
    ),
    (
        AUDIT,
        "{ value = 2, label = \"Yes, but not in the past year\" }",
        "{ value = 0, label = \"Yes, but not in the past year\" }",
        "answer_sets 4 (ever), answers 2, value: is 0 and must be above the answer before it",
    ),
    (AUDIT, "highest = 7", "highest = 8", "bands (increasing): goes from 8 to 15 and must begin "
     "at 9"),
    (AUDIT, "highest = 7", "highest = 6", "bands (increasing): goes from 8 to 15 and must begin "
     "at 7"),
    (AUDIT, "highest = 40", "highest = 41", "bands: end at 41, but the highest score is 40"),
    (AUDIT, 'code = "higher"', 'code = "lower"', "bands: two bands have one code"),
    (
        AUDIT,
        'scoring = "sum"',
        'scoring = "each"',
        "bands: there is no total, so there can be no bands",
    ),
    (TOP, 'scoring = "each"', 'scoring = "sum"', "bands: is missing, although the items are "
     "summed"),
    (
        TOP,
        "lowest = 0\nhighest = 28",
        "lowest = 28\nhighest = 28",
        "items 1 (top-alcohol), highest: is 28 and must be above the lowest, 28",
    ),
    (
        TOP,
        'event = "top_completed"',
        'event = "filled_in"',
        "event: 'filled_in' is not one of the events",
    ),
    (AUDIT, 'code = "audit"', 'code = "drinking"', "code: is 'drinking' although the file is "
     "named audit.toml"),
    # risk
    (RISK, "highest = 25", "highest = 24", "bands: end at 24, but the highest score is 25"),
    (
        RISK,
        '{ value = 5, label = "Almost certain" }',
        '{ value = 4, label = "Almost certain" }',
        "likelihood 5 (4), value: is 4 and must be above the answer before it",
    ),
    # letters
    (
        LETTERS,
        "{appeal}",
        "",
        "letters 2 (refusal), paragraphs: a refusal must hold {appeal}",
    ),
    (
        LETTERS,
        "because {criterion}",
        "because we are full",
        "letters 2 (refusal), paragraphs: a refusal must hold {criterion}",
    ),
    (
        LETTERS,
        "Dear {referrer}",
        "Dear {friend}",
        "letters 1 (acceptance), paragraphs: {friend} is not known; it must be one of "
        "organisation, reference, date, referrer, team, criterion, reason, appeal, appointment, "
        "author",
    ),
    (
        LETTERS,
        "Dear {referrer}",
        "Dear {referrer",
        "letters 1 (acceptance), paragraphs: has a curly bracket without its partner",
    ),
    (
        LETTERS,
        'event = "referral_accepted"',
        'event = "welcome"',
        "letters 1 (acceptance), event: 'welcome' is not one of the events",
    ),
]  # fmt: skip


def test_the_shipped_protocol_has_no_fault() -> None:
    assert read(SHIPPED, PATH).faults == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"), SPOILED, ids=[f"{row[0]}: {row[3]}" for row in SPOILED]
)
def test_a_spoiled_protocol_is_named_with_place_and_reason(
    name: str, old: str, new: str, fault: str
) -> None:
    faults = read(changed(SHIPPED, name, old, new), PATH).faults

    assert f"{PATH}/{name}: {fault}" in [str(one) for one in faults]


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


def test_a_protocol_without_a_questionnaire_is_a_fault() -> None:
    bare = {name: text for name, text in SHIPPED.items() if not name.startswith("instruments/")}

    assert f"{PATH}/instruments: whole folder: holds no questionnaire" in [
        str(one) for one in read(bare, PATH).faults
    ]


def test_an_event_that_the_timeliness_standards_do_not_have_is_a_dangling_reference() -> None:
    [reference] = [
        one for one in read(SHIPPED, PATH).references if one.code == "risk_assessment_signed_off"
    ]

    assert reference.standard == "shine-quality-standards"
    assert reference.place.endswith("(risk_assessment_signed_off), also_in")
