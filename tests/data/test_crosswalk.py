"""The crosswalk that ships is whole, and the checker finds whatever could spoil one."""

import re
from functools import cache

import pytest

from competency.coaching.service.crosswalk import get_data
from competency.frameworks.domain.checks import Reading, check_library, read_version
from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.frameworks.domain.kinds.crosswalk import PRACTICE, ReleasedCrosswalk
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.frameworks.library import DATA, LibraryOnDisk, load_library, read_library
from tests.builders.standards import Files, changed, document

PATH = "casebridge-crosswalk/1.0"
TIMES, ITEMS, STEPS = (
    "links/timeliness.toml",
    "links/review-items.toml",
    "links/practices-steps.toml",
)


@cache
def shipped() -> Files:
    place = DATA / PATH
    return {
        file.relative_to(place).as_posix(): file.read_text(encoding="utf-8")
        for file in place.rglob("*.toml")
    }


@cache
def others() -> LibraryOnDisk:
    return read_library()


def faults(files: Files) -> list[str]:
    """Return what the checks find in a crosswalk that stands where ours does in the library."""
    reading = read_version(PATH, {name: document(text) for name, text in files.items()})
    beside: list[Reading] = [one.reading for one in others().versions if one.reading.path != PATH]
    found = [*reading.faults, *check_library([*beside, reading])]
    return [str(fault).removeprefix(f"{PATH}/") for fault in found]


def without(files: Files, name: str, code: str) -> Files:
    """Return the files without one source and its links."""
    pattern = rf'\[\[sources\]\]\ncode = "{re.escape(code)}"\nlinks = \[\n.*?\n\]\n'
    assert re.search(pattern, files[name], re.DOTALL)
    return {**files, name: re.sub(pattern, "", files[name], count=1, flags=re.DOTALL)}


def test_the_crosswalk_that_ships_has_no_fault() -> None:
    assert faults(shipped()) == []


def test_every_standard_item_and_practice_is_linked() -> None:
    data = get_data()
    by_kind = {
        kind.kind: {link.source for link in data.links if link.kind == kind.kind}
        for kind in data.kinds
    }
    clocks = load_library().get_standard("shine-quality-standards")
    instrument = load_library().get_standard("cqi-case-review")
    protocol = load_library().get_standard("case-management-protocol")
    assert isinstance(clocks, TimelinessStandards)
    assert isinstance(instrument, CaseReviewInstrument)
    assert by_kind["timeliness"] == {f"KPI_0{number}" for number in range(1, 10)}
    assert by_kind["review-item"] == {item.code for item in instrument.items}
    assert len(by_kind["review-item"]) == 58
    lists = data.kind(PRACTICE).lists
    assert by_kind[PRACTICE] == {c for c in protocol.codes() if c.split("/")[0] in lists}


def test_items_and_the_instrument_name_the_same_strands() -> None:
    instrument = load_library().get_standard("cqi-case-review")
    assert isinstance(instrument, CaseReviewInstrument)
    ours = {(x.source, x.strand) for x in get_data().links if x.kind == "review-item"}

    assert ours == {(item.code, strand) for item in instrument.items for strand in item.strands}


def test_an_item_that_asks_for_a_clock_links_to_the_strands_of_that_clock() -> None:
    instrument = load_library().get_standard("cqi-case-review")
    assert isinstance(instrument, CaseReviewInstrument)
    of_clocks = {(x.source, x.strand) for x in get_data().links if x.kind == "timeliness"}
    clocked = [item for item in instrument.items if item.standard]

    assert len(clocked) == 9
    for item in clocked:
        assert {(item.standard, strand) for strand in item.strands} <= of_clocks, item.code


FIRST = 'strand = "REC-1a", strength = "supporting"'
# what is changed: file, old, new; where the fault is; its reason
SPOILED = [
    (TIMES, '"KPI_09"', '"KPI_10"', TIMES, "sources 9 (KPI_10), code", "no code 'KPI_10'"),
    (TIMES, '"KPI_09"', '"КPI_09"', TIMES, "sources 9 (КPI_09), code", "only looks like K"),
    (TIMES, '"KPI_09"', '"KPI_08"', TIMES, "sources 9 (KPI_08), code", "already used"),
    (TIMES, '"KPI_09"', '"entered"', TIMES, "sources 9 (entered), code", "like KPI_01"),
    (TIMES, FIRST, FIRST.replace("1a", "9a"), TIMES,
     "sources 1 (KPI_01), links 1 (REC-9a), strand", "case-management-framework has no code"),
    (TIMES, FIRST, FIRST.replace("REC-1a", "REC-1"), TIMES,
     "sources 1 (KPI_01), links 1 (REC-1), strand", "must be the code of a strand"),
    (TIMES, FIRST, FIRST.replace("C-1a", "С-1a"), TIMES,
     "sources 1 (KPI_01), links 1 (REС-1a), strand", "only looks like C"),
    (TIMES, FIRST, FIRST.replace("REC-1a", "MAN-1a"), TIMES,
     "sources 1 (KPI_01), links 2 (MAN-1a), strand", "KPI_01 is already linked to MAN-1a"),
    (TIMES, FIRST, FIRST.replace("supporting", "strong"), TIMES,
     "sources 1 (KPI_01), links 1 (REC-1a), strength", "'strong' is not known"),
    (TIMES, 'reason = "A referral that is on', 'reason = "A rеferral that is on', TIMES,
     "sources 1 (KPI_01), links 1 (REC-1a), reason", "only looks like e"),
    (TIMES, "not afterwards.", "not afterwards", TIMES,
     "sources 1 (KPI_01), links 1 (REC-1a), reason", "full stop"),
    (TIMES, "not afterwards.", "not afterwards" + ", and so on" * 20 + ".", TIMES,
     "sources 1 (KPI_01), links 1 (REC-1a), reason", "and may have 240"),
    (TIMES, 'kind = "timeliness"', 'kind = "weather"', TIMES, "kind", "'weather' is not known"),
    (ITEMS, 'strand = "COM-3a"', 'strand = "COM-2b"', ITEMS,
     "sources 6 (B1), links 2 (COM-2b)", "B1 does not name COM-2b in cqi-case-review 1.0"),
    (ITEMS, 'strand = "COM-3a"', 'strand = "COM-2b"', "crosswalk.toml",
     "kinds 2 (review-item)", "B1 names COM-3a in cqi-case-review 1.0 and has no link"),
    (STEPS, '"event/entered"', '"stage/closed"', STEPS,
     "sources 2 (stage/closed), code", "is in none of the lists"),
    (STEPS, '"event/entered"', '"event/weather"', STEPS,
     "sources 2 (event/weather), code", "has no code 'event/weather'"),
    ("crosswalk.toml", 'standard = "cqi-case-review"', 'standard = "poems"', "crosswalk.toml",
     "kinds 2 (review-item)", "no version of poems is released"),
    ("crosswalk.toml", '"record-rule",\n', "", STEPS.replace("steps", "duties"),
     "sources 14 (record-rule/everything-recorded), code", "is in none of the lists"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "file", "place", "reason"),
    SPOILED,
    ids=[f"{row[4]} {row[5]}" for row in SPOILED],
)
def test_a_spoiled_crosswalk_is_refused_with_file_place_and_reason(
    name: str, old: str, new: str, file: str, place: str, reason: str
) -> None:
    found = faults(changed(shipped(), name, old, new))

    assert any(one.startswith(f"{file}: {place}: ") and reason in one for one in found), found


GAPS = [
    (TIMES, "KPI_05", "kinds 1 (timeliness)"),
    (ITEMS, "K2", "kinds 2 (review-item)"),
    (STEPS, "event/re_engaged", "kinds 3 (practice)"),
    ("links/practices-times.toml", "retention", "kinds 3 (practice)"),
]


@pytest.mark.parametrize(("name", "code", "place"), GAPS, ids=[row[1] for row in GAPS])
def test_a_source_without_a_link_is_a_gap(name: str, code: str, place: str) -> None:
    found = faults(without(shipped(), name, code))

    assert f"crosswalk.toml: {place}: {code} has no link to any strand" in found


def test_an_empty_reason_and_one_given_twice_are_refused() -> None:
    reason = re.search(r'reason = "(A referral that is on[^"]*)"', shipped()[TIMES])
    assert reason
    emptied = changed(shipped(), TIMES, reason.group(1), "")
    again = changed(shipped(), ITEMS, 'reason = "', f'reason = "{reason.group(1)}", was = "')

    assert f"{TIMES}: sources 1 (KPI_01), links 1 (REC-1a), reason: is empty" in faults(emptied)
    assert any("is already the reason of review-item/A1/ETH-5a" in one for one in faults(again))


def test_every_file_of_links_is_read_and_no_other_is_allowed() -> None:
    stray = {**shipped(), "links.toml": 'kind = "timeliness"\n'}

    assert faults(stray) == ["links.toml: whole file: is not a file that this kind of standard has"]


def test_an_older_crosswalk_is_not_at_fault_for_what_came_later() -> None:
    files = without(shipped(), ITEMS, "K2")
    older = changed(files, "standard.toml", 'version = "1.0"', 'version = "0.9"')
    path = "casebridge-crosswalk/0.9"
    reading = read_version(path, {name: document(text) for name, text in older.items()})
    every = [one.reading for one in others().versions]

    assert check_library([*every, reading]) == []


def test_each_strength_is_used_and_the_strongest_stands_first() -> None:
    data = get_data()
    assert isinstance(data, ReleasedCrosswalk)

    assert [one.code for one in data.strengths] == ["direct", "supporting", "indirect"]
    assert {link.strength for link in data.links} == {one.code for one in data.strengths}
