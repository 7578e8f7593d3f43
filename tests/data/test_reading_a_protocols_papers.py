"""What questionnaires, the scale of risks and letters must be like in a protocol."""

import pytest

from tests.builders.protocol import PATH, faults_when, files
from tests.builders.standards import read

SHIPPED = files()
RISK = "risk.toml"
LETTERS = "letters.toml"
AUDIT = "instruments/audit.toml"
TOP = "instruments/top.toml"

# file, old text, new text, place and reason
SPOILED = [
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
        '{ value = 2, label = "Yes, but not in the past year" }',
        '{ value = 0, label = "Yes, but not in the past year" }',
        "answer_sets 4 (ever), answers 2, value: is 0 and must be above the answer before it",
    ),
    (
        AUDIT,
        "highest = 7",
        "highest = 8",
        "bands (increasing): goes from 8 to 15 and must begin at 9",
    ),
    (
        AUDIT,
        "highest = 7",
        "highest = 6",
        "bands (increasing): goes from 8 to 15 and must begin at 7",
    ),
    (AUDIT, "highest = 40", "highest = 41", "bands: end at 41, but the highest score is 40"),
    (AUDIT, 'code = "higher"', 'code = "lower"', "bands: two bands have one code"),
    (
        AUDIT,
        'scoring = "sum"',
        'scoring = "each"',
        "bands: there is no total, so there can be no bands",
    ),
    (
        TOP,
        'scoring = "each"',
        'scoring = "sum"',
        "bands: is missing, although the items are summed",
    ),
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
    (
        AUDIT,
        'code = "audit"',
        'code = "drinking"',
        "code: is 'drinking' although the file is named audit.toml",
    ),
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
]


@pytest.mark.parametrize(("name", "old", "new", "fault"), SPOILED, ids=[r[3] for r in SPOILED])
def test_a_spoiled_paper_is_named(name: str, old: str, new: str, fault: str) -> None:
    assert f"{PATH}/{name}: {fault}" in faults_when(name, old, new)


def test_a_protocol_without_a_questionnaire_is_a_fault() -> None:
    bare = {name: text for name, text in SHIPPED.items() if not name.startswith("instruments/")}

    assert f"{PATH}/instruments: whole folder: holds no questionnaire" in [
        str(one) for one in read(bare, PATH).faults
    ]
