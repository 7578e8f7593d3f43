"""What a framework's files must be like: one fault, one place, one reason."""

import tomllib
from collections.abc import Mapping

import pytest

from competency.frameworks.domain.checks import read_version
from competency.frameworks.domain.structure import CompetencyFramework
from tests.builders.standards import SMALL, SMALL_PATH, changed, framework, read

CYRILLIC_S = "\N{CYRILLIC CAPITAL LETTER ES}"
SPOILED = [
    # file, what stands there, what is put in its place, the fault
    (
        "sections/SUP.toml",
        'code = "SUP-2a"',
        'code = "SUP-1a"',
        "criteria 2 (SUP-2), strands 1 (SUP-1a), code: 'SUP-1a' must be SUP-2 and a letter, "
        "like SUP-2a",
    ),
    (
        "sections/AUT.toml",
        'CMP2 = "Works alone."',
        "",
        "criteria 1 (AUT-1), strands 1 (AUT-1a), CMP2: is missing",
    ),
    (
        "sections/AUT.toml",
        'CMP2 = "Works alone."',
        'CMP2 = "  "',
        "criteria 1 (AUT-1), strands 1 (AUT-1a), CMP2: is empty",
    ),
    (
        "sections/AUT.toml",
        'CMP2 = "Works alone."',
        'CMP2 = "Works alone."\nCMP4 = "Flies."',
        "criteria 1 (AUT-1), strands 1 (AUT-1a), CMP4: is not a known key",
    ),
    (
        "sections/AUT.toml",
        'title = "Working independently"',
        "title = 7",
        "criteria 1 (AUT-1), title: must be a text, not a whole number",
    ),
    (
        "sections/AUT.toml",
        'title = "Working independently"',
        'title = "Working independently"\ncolour = "red"',
        "criteria 1 (AUT-1), colour: is not a known key",
    ),
    (
        "sections/AUT.toml",
        "Works with",
        f"At {CYRILLIC_S}MP1 works with",
        "criteria 1 (AUT-1), strands 1 (AUT-1a), CMP1: holds a letter that only looks like C at "
        "character 4: U+0421 CYRILLIC CAPITAL LETTER ES",
    ),
    (
        "sections/AUT.toml",
        "Works with",
        "Works\N{NO-BREAK SPACE}with",
        "criteria 1 (AUT-1), strands 1 (AUT-1a), CMP1: holds an invisible character or an unusual "
        "space at character 6: U+00A0 NO-BREAK SPACE",
    ),
    (
        "sections/AUT.toml",
        "Works with",
        "Works at a cafe\N{COMBINING ACUTE ACCENT} with",
        "criteria 1 (AUT-1), strands 1 (AUT-1a), CMP1: is not in Unicode normal form NFC (an "
        "accent is kept apart from its letter)",
    ),
    (
        "sections/AUT.toml",
        'code = "AUT"',
        'code = "AUX"',
        "code: is 'AUX' although the file is named AUT.toml",
    ),
    (
        "levels.toml",
        'expectation = "Is supervised."',
        "",
        "levels 1 (CMP1), expectation: is missing",
    ),
    (
        "levels.toml",
        'title = "Second level"',
        'title = "Second level "',
        "levels 2 (CMP2), title: begins or ends with a space or an empty line",
    ),
    (
        "glossary.toml",
        'also = ["supervised"]',
        'also = ["Peer Supervision"]',
        "terms 2 (Peer supervision), term: the spelling 'Peer supervision' is already explained",
    ),
    (
        "glossary.toml",
        'also = ["supervised"]',
        "also = [3]",
        "terms 1 (Supervision), also 1: must be a text, not a whole number",
    ),
    (
        "areas.toml",
        '["LEA"]',
        '["LEA", "SUP"]',
        "areas 2 (PRA), sections: 'SUP' is named a second time",
    ),
    (
        "areas.toml",
        '["LEA"]',
        '["LEA", "REC"]',
        "areas 2 (PRA), sections: 'REC' has no file sections/REC.toml",
    ),
    ("areas.toml", '["SUP", "AUT"]', '["SUP"]', "AUT: this section belongs to no area"),
    (
        "areas.toml",
        'sections = ["LEA"]',
        "sections = []",
        "areas 2 (PRA), sections: names no section",
    ),
    (
        "standard.toml",
        'direction = "higher-is-further"',
        'direction = "upwards"',
        "scales 1 (position), direction: 'upwards' is not known; it must be one of "
        "higher-is-further, higher-is-better, lower-is-better",
    ),
    (
        "standard.toml",
        'label = "CMP2", level = "CMP2"',
        'label = "CMP2", level = "CMP1"',
        "scales (position), positions: lead through the levels ['CMP1'], but must go through "
        "['CMP1', 'CMP2'] once, in that order",
    ),
    (
        "standard.toml",
        "value = 2",
        "value = 1",
        "scales 1 (position), positions 3 (cmp2), value: is 1 and must be above the position "
        "before it",
    ),
    (
        "standard.toml",
        'code = "position"',
        'code = "place"',
        "whole file: has no scale 'position', on which a strand is rated",
    ),
    (
        "standard.toml",
        'status = "released"',
        'status = "final"',
        "status: 'final' is not known; it must be one of draft, released, withdrawn",
    ),
    (
        "standard.toml",
        "released_on = 2026-01-05",
        "",
        "released_on: is missing, although the status is 'released'",
    ),
    (
        "standard.toml",
        "released_on = 2026-01-05",
        "released_on = 2026-01-05T09:00:00Z",
        "released_on: must be a date such as 2026-11-22, not a moment",
    ),
    (
        "standard.toml",
        'version = "1.0"',
        'version = "1.1"',
        "version: is '1.1', but its folder is named '1.0'",
    ),
    (
        "standard.toml",
        'id = "small-framework"',
        'id = "big-framework"',
        "id: is 'big-framework', but the folder 'a-small-framework' does not end with it",
    ),
    (
        "standard.toml",
        'kind = "competency-framework"',
        'kind = "poem"',
        "kind: 'poem' is not known; it must be one of accreditation-standard, "
        "case-management-protocol, case-review-instrument, competency-framework, cpd-scheme, "
        "crosswalk, timeliness-standards, training-requirements",
    ),
    ("standard.toml", "[source]", "[sauce]", "source: is missing"),
    (
        "standard.toml",
        'code = "guide-first"',
        'code = "Guide first"',
        "about 1 (Guide first), code: 'Guide first' must be small letters and hyphens, like "
        "duty-of-care",
    ),
]


def test_the_small_framework_has_no_fault() -> None:
    assert read(SMALL).faults == ()


@pytest.mark.parametrize(("name", "old", "new", "fault"), SPOILED, ids=[row[3] for row in SPOILED])
def test_a_spoiled_file_is_named_with_place_and_reason(
    name: str, old: str, new: str, fault: str
) -> None:
    faults = [str(one) for one in read(changed(SMALL, name, old, new)).faults]

    assert f"{SMALL_PATH}/{name}: {fault}" in faults


def test_a_duplicate_code_names_the_place_of_the_first_use() -> None:
    twice = changed(SMALL, "sections/SUP.toml", 'code = "SUP-1b"', 'code = "SUP-1a"')

    assert [str(fault) for fault in read(twice).faults] == [
        "a-small-framework/1.0/sections/SUP.toml: criteria 1 (SUP-1), strands 2 (SUP-1a), code: "
        "the code 'SUP-1a' is already used in a-small-framework/1.0/sections/SUP.toml, "
        "criteria 1 (SUP-1), strands 1 (SUP-1a)"
    ]


def test_every_fault_is_reported_not_only_the_first() -> None:
    files = changed(SMALL, "sections/AUT.toml", 'CMP2 = "Works alone."', "")
    files = changed(files, "sections/LEA.toml", 'title = "Leadership"', "title = true")
    files = changed(files, "glossary.toml", 'source = "glossary"', "")

    assert [(fault.file.rpartition("/")[2], fault.reason) for fault in read(files).faults] == [
        ("AUT.toml", "is missing"),
        ("LEA.toml", "must be a text, not true or false"),
        ("glossary.toml", "is missing"),
    ]


def test_a_section_that_names_another_area_is_found_where_the_area_claims_it() -> None:
    files = changed(SMALL, "sections/AUT.toml", 'area = "PPD"', 'area = "PRA"')

    assert [str(fault) for fault in read(files).faults] == [
        "a-small-framework/1.0/areas.toml: areas 1 (PPD), sections: 'AUT' says in its own file "
        "that its area is 'PRA'"
    ]


def test_a_missing_file_is_one_fault() -> None:
    files = {name: text for name, text in SMALL.items() if name != "glossary.toml"}

    assert [str(fault) for fault in read(files).faults] == [
        "a-small-framework/1.0/glossary.toml: whole file: is missing"
    ]


def test_a_file_that_nobody_reads_is_a_fault() -> None:
    assert [str(fault) for fault in read({**SMALL, "notes.toml": ""}).faults] == [
        "a-small-framework/1.0/notes.toml: whole file: is not a file that this kind of standard has"
    ]


def test_a_cyrillic_key_is_told_apart_from_the_level_that_it_looks_like() -> None:
    files = changed(SMALL, "sections/AUT.toml", "CMP2 =", f'"{CYRILLIC_S}MP2" =')
    reasons = [fault.reason for fault in read(files).faults]

    assert reasons[0] == "is missing"
    assert reasons[1].startswith("is not a known key (holds a letter that only looks like C")


WRECKS: list[Mapping[str, object]] = [
    {},
    {"standard.toml": {}},
    {"standard.toml": {"kind": "competency-framework", "id": 3, "scales": "many"}},
    {
        "standard.toml": {"kind": "competency-framework", "version": [], "about": [1, {}]},
        "levels.toml": {"levels": [{}, 4, {"code": "("}]},
        "areas.toml": {"areas": {"sections": 1}},
        "glossary.toml": {"terms": []},
        "sections/(.toml": {"code": "(", "criteria": [{"code": "[", "strands": [{"code": "*"}]}]},
    },
    {"standard.toml": {"kind": "timeliness-standards"}, "clocks.toml": {"standards": [None]}},
]


@pytest.mark.parametrize("documents", WRECKS, ids=range(len(WRECKS)))
def test_bad_data_is_reported_and_never_raises(documents: dict[str, dict[str, object]]) -> None:
    assert read_version("x/1.0", documents).faults


def test_the_framework_keeps_the_order_of_its_files() -> None:
    small = framework()

    assert [section.code for section in small.sections] == ["SUP", "AUT", "LEA"]
    assert [strand.code for strand in small.strands] == [
        "SUP-1a",
        "SUP-1b",
        "SUP-2a",
        "AUT-1a",
        "LEA-1a",
    ]
    assert small.counts()[:5] == (
        (2, "areas"),
        (3, "sections"),
        (4, "criteria"),
        (5, "strands"),
        (10, "descriptors"),
    )


def test_a_strand_knows_its_criterion_and_its_words_at_each_level() -> None:
    strand = framework().strand("SUP-1a")

    assert (strand.criterion_title, strand.section_code) == ("Seeking support", "SUP")
    assert strand.descriptor("CMP1").text == "Goes to peer supervision."
    assert strand.descriptor("CMP2").code == "SUP-1a/CMP2"


def test_the_same_files_give_equal_frameworks() -> None:
    again = read_version(SMALL_PATH, {n: tomllib.loads(text) for n, text in SMALL.items()}).content

    assert isinstance(again, CompetencyFramework)
    assert again == framework()
