"""What a case review instrument must be like, and what is said where it is not."""

import json

import pytest

from competency.frameworks.domain.checks import check_library
from competency.frameworks.domain.diff import compare
from competency.frameworks.library import read_library
from competency.kernel.errors import Refused
from tests.builders.instrument import PATH, faults_when, files, read_when, shipped
from tests.builders.standards import read

INSTRUMENT = shipped()
A, B, H = "sections/A.toml", "sections/B.toml", "sections/H.toml"
CALENDAR, HEAD = "calendar.toml", "instrument.toml"

# file, old text, new text, place and reason
SPOILED = [
    (A, 'code = "A1"', 'code = "B1"', "items 1 (B1), code: 'B1' must be its section and a number: "
     "A1"),
    (A, 'code = "A2"', 'code = "A1"', "items 2 (A1), code: the code 'item/A1' is already used in "
     f"{PATH}/sections/A.toml, items 1 (A1)"),
    (A, 'code = "A"', 'code = "Z"', "code: is 'Z', but the file is named 'A'"),
    (A, 'strands = ["ETH-5a", "MAN-1a"]', "strands = []", "items 1 (A1), strands: names none; "
     "each item says something about one or more"),
    (A, '"ETH-5a", "MAN-1a"', '"ETH-5a", "ETH-5a"', "items 1 (A1), strands 2: 'ETH-5a' is named "
     "twice"),
    (A, '"ETH-5a", "MAN-1a"', '"ETH", "MAN-1a"', "items 1 (A1), strands 1: 'ETH' must be the code "
     "of a strand, like ASM-1a"),
    (A, 'standard = "KPI_01"', 'standard = "entered"', "items 2 (A2), standard: 'entered' must be "
     "the code of a timeliness standard, like KPI_03"),
    (A, 'element = "refused"', 'element = "gone"', "items (A5), when: 'gone' is not one of the "
     "elements"),
    (A, 'scale = "rating"\nnarrative = "where-negative"\nstrands = ["ETH-5a"',
     'scale = "stars"\nnarrative = "where-negative"\nstrands = ["ETH-5a"',
     "items (A1), scale: 'stars' is not one of the answer scales"),
    (A, 'narrative = "where-negative"\nstrands = ["ETH-5a"',
     'narrative = "never"\nstrands = ["ETH-5a"',
     "items 1 (A1), narrative: 'never' is not known; it must be one of where-negative, always"),
    (H, 'item = "H1"', 'item = "H3"', "items (H2), when: 'H3' is not an item before this one"),
    (H, 'answers = ["no"]', 'answers = ["perhaps"]', "items (H2), when: 'perhaps' is not one of "
     "the answers to H1"),
    (H, 'answers = ["no"]', "answers = []", "items 2 (H2), when 1, answers: belong to a condition "
     "on an item, which needs one or more"),
    (H, 'item = "H1"', 'item = "H1"\nelement = "planned"', "items 2 (H2), when 1 (planned), "
     "element: a condition names an element or an item, never both or neither"),
    (H, 'item = "H1"', 'item = "H1"\nabsent = true', "items 2 (H2), when 1, absent: belongs to an "
     "element; of an item, name the answers that count"),
    (CALENDAR, "until_day = 12\nwho = \"the reviewer\"", "until_day = 5\nwho = \"the reviewer\"",
     "milestones 3 (start), until_day: is 5, before from_day 6"),
    (CALENDAR, "until_day = 7", "until_day = 31", "milestones 7 (assign-second), until_day: is 31 "
     "and must be at most 28"),
    (CALENDAR, "month = 1\nfrom_day = 1\nuntil_day = 7", "month = 2\nfrom_day = 1\nuntil_day = 7",
     "milestones 7 (assign-second), month: is 2; a group of reviews takes two months, 0 and 1"),
    (CALENDAR, 'code = "monitor-second"', 'code = "watch-second"', "milestones: there is none "
     "with the code 'monitor-second'"),
    (CALENDAR, 'code = "central"', 'code = "head"', "levels 3 (head), code: 'head' is not one of "
     "first, second, central"),
    (CALENDAR, 'quota_for = "region"\n', "", "levels 2 (second), quota_for: a quota and whom it "
     "is for belong together"),
    (HEAD, "correction_days = 30", "correction_days = 0", "limits, correction_days: is 0 and must "
     "be at least 1"),
    (HEAD, 'label = "No", negative = true', 'label = "No", negative = false',
     "answer_scales 2 (yes-no), answers: need a negative one and one that is not, each with a "
     "value"),
    ("elements.toml", 'fact = "planned"', 'fact = "sunny"', "elements 6 (planned), fact: 'sunny' "
     "is not known; it must be one of "),
    ("elements.toml", 'code = "drinks"', 'code = "sings"', "elements 9 (sings), code: no section "
     "or item depends on this element"),
    ("substitution.toml", 'code = "sealed"', 'code = "Sealed"', "reasons 4 (Sealed), code: "
     "'Sealed' must be small letters and hyphens, like in-discussion"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"), SPOILED, ids=[row[3][:60] for row in SPOILED]
)
def test_a_fault_is_named_with_file_place_and_reason(
    name: str, old: str, new: str, fault: str
) -> None:
    assert any(one.startswith(f"{PATH}/{name}: {fault}") for one in faults_when(name, old, new))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            '"ETH-5a", "MAN-1a"',
            '"ETH-9a", "MAN-1a"',
            "items 1 (A1), strands 1: case-management-framework has no code 'ETH-9a'",
        ),
        (
            'standard = "KPI_01"',
            'standard = "KPI_10"',
            "items 2 (A2), standard: shine-quality-standards has no code 'KPI_10'",
        ),
    ],
)
def test_a_dangling_strand_or_standard_is_refused(old: str, new: str, fault: str) -> None:
    spoiled = read_when(A, old, new)
    # the crosswalk has a say of its own when an item changes
    apart = ("cqi-", "casebridge-crosswalk")
    others = [
        one.reading for one in read_library().versions if not one.reading.path.startswith(apart)
    ]

    assert [str(one) for one in check_library([*others, spoiled])] == [f"{PATH}/{A}: {fault}"]


def test_an_instrument_of_few_items_is_refused() -> None:
    few = {
        name: text
        for name, text in files().items()
        if not name.startswith("sections/") or name in (A, B)
    }
    faults = [str(one) for one in read(few, PATH).faults]

    assert f"{PATH}/sections: items: are 10; an instrument has at least 30" in faults


def test_an_instrument_without_sections_is_refused() -> None:
    none = {name: text for name, text in files().items() if not name.startswith("sections/")}

    assert f"{PATH}/sections: whole folder: holds no section" in map(str, read(none, PATH).faults)


@pytest.mark.parametrize(
    "ask",
    [
        INSTRUMENT.level,
        INSTRUMENT.milestone,
        INSTRUMENT.reason,
        INSTRUMENT.vacancy,
        INSTRUMENT.element,
        INSTRUMENT.section,
        INSTRUMENT.section_of,
        INSTRUMENT.item,
    ],
)
def test_what_the_instrument_does_not_have_is_refused(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(Refused, match="has no"):
        ask("poems")


def test_every_part_is_found_by_its_code() -> None:
    assert INSTRUMENT.item("B4").title == "Missed appointments"
    assert INSTRUMENT.section_of("B4").code == "B"
    assert INSTRUMENT.answer_to("B4", "needs-improvement").negative
    assert INSTRUMENT.scale_of(INSTRUMENT.item("A2")).code == "yes-no"
    assert INSTRUMENT.reason("sealed").title == "Sealed"


def test_an_answer_that_an_item_does_not_have_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        INSTRUMENT.answer_to("B4", "yes")

    assert (refused.value.code, refused.value.field) == ("unknown_answer", "answer")


def test_a_new_version_shows_what_was_reworded() -> None:
    new = read_when("sections/B.toml", "Missed appointments", "Appointments missed").content
    assert new is not None

    found = compare(INSTRUMENT, new)

    assert [(one.code, one.before, one.after) for one in found.reworded] == [
        ("item/B4", "Missed appointments", "Appointments missed")
    ]
    assert (found.added, found.withdrawn, found.moved) == ((), (), ())


def test_it_is_exported_as_plain_values() -> None:
    exported = json.loads(json.dumps(INSTRUMENT.export()))

    assert exported["id"] == "cqi-case-review"
    assert exported["sections"][1]["items"][3]["strands"] == ["COM-4a", "PLA-7a"]
    assert exported["limits"]["correction_days"] == 30
    assert dict((what, count) for count, what in INSTRUMENT.counts())["items"] == len(
        INSTRUMENT.items
    )
