"""An organisation's licensed wording over our codes."""

import pytest

from competency.frameworks.domain.wording import FaultyWording, WordingRow, read_wording
from competency.kernel.errors import Refused
from tests.builders.standards import SMALL, framework

GOOD = 'code,level,text\nSUP-1a,CMP1,Official one\nAUT-1a,CMP2,"Official, two"\n'
CYRILLIC_S = "\N{CYRILLIC CAPITAL LETTER ES}"
SPOILED = [
    ("SUP-1a", "SUP-9a", "row 2, column code: small-framework 1.0 has no strand 'SUP-9a'"),
    ("CMP1", "CMP4", "row 2, column level: 'CMP4' is not a level; it must be one of CMP1, CMP2"),
    ("Official one", "  ", "row 2, column text: is empty"),
    ("AUT-1a,CMP2", "SUP-1a,CMP1", "row 3, column code: SUP-1a at CMP1 is already worded in row 2"),
    (
        "code,level,text",
        "code,text,level",
        "row 1: must be the header code,level,text, not 'code,text,level'",
    ),
    ("SUP-1a,CMP1,", "SUP-1a,", "row 2: has 2 columns, not 3"),
    ("Official one", "Official,one", "row 2: has 4 columns, not 3"),
    (
        "Official one",
        f"At {CYRILLIC_S}MP1",
        "row 2, column text: holds a letter that only looks like C at character 4: U+0421 CYRILLIC "
        "CAPITAL LETTER ES",
    ),
    ('two"', "two", "row 3: cannot be read as CSV: unexpected end of data"),
]


def faults(text: str | bytes) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(FaultyWording) as faulty:
        read_wording(framework(), content, "w.csv")
    assert faulty.value.code == "faulty_wording"
    return [str(fault) for fault in faulty.value.faults]


@pytest.mark.parametrize(("old", "new", "fault"), SPOILED, ids=[row[2][:60] for row in SPOILED])
def test_a_spoiled_file_is_refused_with_row_and_column(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    assert f"w.csv: {fault}" in faults(GOOD.replace(old, new, 1))


def test_every_row_is_checked_before_the_file_is_refused() -> None:
    assert faults("code,level,text\nX,CMP1,a\nSUP-1a,Y,b\n,,\n") == [
        "w.csv: row 2, column code: small-framework 1.0 has no strand 'X'",
        "w.csv: row 3, column level: 'Y' is not a level; it must be one of CMP1, CMP2",
        "w.csv: row 4, column code: small-framework 1.0 has no strand ''",
        "w.csv: row 4, column level: '' is not a level; it must be one of CMP1, CMP2",
        "w.csv: row 4, column text: is empty",
    ]


def test_files_without_wording_are_refused() -> None:
    assert faults("") == ["w.csv: whole file: is empty"]
    assert faults("code,level,text\n\n") == ["w.csv: whole file: holds no wording below its header"]
    assert faults(b"code,level,text\nSUP-1a,CMP1,caf\xe9\n") == [
        "w.csv: whole file: is not UTF-8 text (byte 32); save it as “CSV UTF-8”"
    ]


def test_a_spreadsheets_byte_order_mark_and_line_ends_are_no_fault() -> None:
    text = 'code,level,text\r\nSUP-1a,CMP1,"first\r\nsecond"\r\n\r\nAUT-1a,CMP2,two\r\n'

    wording = read_wording(framework(), b"\xef\xbb\xbf" + text.encode(), "w.csv")

    assert wording.rows == (
        WordingRow("SUP-1a", "CMP1", "first\nsecond"),
        WordingRow("AUT-1a", "CMP2", "two"),
    )


def test_wording_replaces_only_the_texts_it_names() -> None:
    worded = read_wording(framework(), GOOD.encode(), "w.csv").over(framework())

    assert worded.strand("SUP-1a").descriptor("CMP1").text == "Official one"
    assert worded.strand("SUP-1a").descriptor("CMP2") == framework().strand("SUP-1a").descriptor(
        "CMP2"
    )
    assert worded.strand("AUT-1a").descriptor("CMP2").text == "Official, two"
    assert worded.codes() == framework().codes()
    assert worded.section("SUP").strands[0] is worded.strand("SUP-1a")


def test_wording_for_a_strand_that_another_version_lacks_is_refused() -> None:
    wording = read_wording(framework(), GOOD.encode(), "w.csv")
    section = SMALL["sections/AUT.toml"].replace("AUT-1a", "AUT-1b")

    with pytest.raises(Refused, match="AUT-1a"):
        wording.over(framework({**SMALL, "sections/AUT.toml": section}))
