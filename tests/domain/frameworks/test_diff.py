"""What changed between two versions."""

from competency.frameworks.domain.diff import Diff, compare, strands_to_confirm
from tests.builders.standards import CLOCKS, CLOCKS_PATH, SMALL, Files, changed, framework, read

SUP_2 = SMALL["sections/SUP.toml"][
    SMALL["sections/SUP.toml"].index('[[criteria]]\ncode = "SUP-2"') :
]
LEA_2 = """
[[criteria]]
code = "LEA-2"
title = "Listening"

[[criteria.strands]]
code = "LEA-2a"
CMP1 = "Listens."
CMP2 = "Makes room."
"""


def against_small(files: Files) -> Diff:
    return compare(framework(), framework(files))


def to_confirm(files: Files) -> list[str]:
    return [strand.code for strand in strands_to_confirm(framework(), framework(files))]


def test_a_version_compared_with_itself_has_not_changed() -> None:
    assert against_small(SMALL).is_empty
    assert to_confirm(SMALL) == []


def test_another_text_under_the_same_code_is_reworded() -> None:
    files = changed(SMALL, "sections/AUT.toml", "Works alone.", "Works on their own.")
    found = against_small(files)

    assert [(one.code, one.before, one.after) for one in found.reworded] == [
        ("AUT-1a/CMP2", "Works alone.", "Works on their own.")
    ]
    assert (found.added, found.withdrawn, found.moved) == ((), (), ())
    assert to_confirm(files) == ["AUT-1a"]


def test_a_new_criterion_is_added_with_its_strand_and_its_words() -> None:
    files = {**SMALL, "sections/LEA.toml": SMALL["sections/LEA.toml"] + LEA_2}
    found = against_small(files)

    assert [entry.code for entry in found.added] == [
        "LEA-2",
        "LEA-2a",
        "LEA-2a/CMP1",
        "LEA-2a/CMP2",
    ]
    assert (found.withdrawn, found.reworded, found.moved) == ((), (), ())
    assert to_confirm(files) == ["LEA-2a"]


def test_a_criterion_that_is_gone_is_withdrawn() -> None:
    found = against_small(changed(SMALL, "sections/SUP.toml", SUP_2, ""))

    assert [entry.code for entry in found.withdrawn] == [
        "SUP-2",
        "SUP-2a",
        "SUP-2a/CMP1",
        "SUP-2a/CMP2",
    ]
    assert (found.added, found.reworded, found.moved) == ((), (), ())


def test_a_retitled_criterion_asks_for_its_strands_again() -> None:
    files = changed(SMALL, "sections/SUP.toml", "Seeking support", "Asking for support")

    assert [one.code for one in against_small(files).reworded] == ["SUP-1"]
    assert to_confirm(files) == ["SUP-1a", "SUP-1b"]


def test_a_section_under_another_area_moved_and_nothing_else() -> None:
    files = changed(SMALL, "areas.toml", '["SUP", "AUT"]', '["SUP"]')
    files = changed(files, "areas.toml", '["LEA"]', '["LEA", "AUT"]')
    files = changed(files, "sections/AUT.toml", '"PPD"', '"PRA"')
    found = against_small(files)

    assert [(one.code, one.before, one.after) for one in found.moved] == [("AUT", "PPD", "PRA")]
    assert (found.added, found.withdrawn, found.reworded) == ((), (), ())
    assert to_confirm(files) == []


def test_a_section_pulled_forward_is_one_move_and_asks_for_nothing() -> None:
    files = changed(SMALL, "areas.toml", '["SUP", "AUT"]', '["AUT", "SUP"]')
    found = against_small(files)

    assert [(one.code, one.is_reordered) for one in found.moved] == [("AUT", True)]
    assert to_confirm(files) == []


def test_a_thing_put_in_front_does_not_move_its_neighbours() -> None:
    text = SMALL["sections/LEA.toml"].replace("[[criteria]]", LEA_2 + "\n[[criteria]]", 1)

    assert against_small({**SMALL, "sections/LEA.toml": text}).moved == ()


def test_a_longer_limit_is_a_reworded_clock() -> None:
    old = read(CLOCKS, CLOCKS_PATH).content
    new = read(changed(CLOCKS, "clocks.toml", "limit = 60", "limit = 40"), CLOCKS_PATH).content
    assert old is not None
    assert new is not None

    [reworded] = compare(old, new).reworded

    assert reworded.code == "KPI_02/clock"
    assert "within 60 working-days" in reworded.before
    assert "within 40 working-days" in reworded.after
