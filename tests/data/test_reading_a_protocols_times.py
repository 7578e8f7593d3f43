"""What deadlines, reviews, closing and concerns must be like in a protocol."""

import pytest

from tests.builders.protocol import PATH, faults_when

WORK = "work.toml"
CLOSING = "closing.toml"
ESCALATION = "escalation.toml"

# file, old text, new text, place and reason
SPOILED = [
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
    (
        WORK,
        "limit = 48",
        "limit = 0",
        "deadlines 4 (incident-report), limit: is 0 and must be at least 1",
    ),
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
    (
        CLOSING,
        "months = 9\n",
        "months = 0\n",
        "follow_ups 3 (nine-months), after_months: is 0 and must be at least 1",
    ),
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
]


@pytest.mark.parametrize(("name", "old", "new", "fault"), SPOILED, ids=[r[3] for r in SPOILED])
def test_a_spoiled_time_is_named(name: str, old: str, new: str, fault: str) -> None:
    assert f"{PATH}/{name}: {fault}" in faults_when(name, old, new)
