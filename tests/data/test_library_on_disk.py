"""The library as it is found in a folder."""

from pathlib import Path

import pytest

from competency.frameworks import library
from competency.kernel.errors import Refused
from tests.builders.standards import CLOCKS, CLOCKS_PATH, SMALL, SMALL_PATH, Files, changed, lay


def version(number: str, status: str = "released") -> Files:
    files = changed(SMALL, "standard.toml", 'version = "1.0"', f'version = "{number}"')
    return changed(files, "standard.toml", 'status = "released"', f'status = "{status}"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lay(tmp_path, CLOCKS, CLOCKS_PATH)
    for number, status in (("1.9", "released"), ("1.10", "released"), ("2.0", "draft")):
        lay(tmp_path, version(number, status), f"a-small-framework/{number}")
    return lay(tmp_path, SMALL)


def test_the_newest_released_version_is_meant_when_none_is_named(folder: Path) -> None:
    found = library.load_library(folder)

    assert found.get_framework("small-framework").version == "1.10"
    assert found.get_framework("small-framework", "2.0").standard.status == "draft"


def test_standards_are_listed_by_id_and_from_old_to_new(folder: Path) -> None:
    assert [(s.id, s.version) for s in library.load_library(folder).list_standards()] == [
        ("small-clocks", "1.0"),
        ("small-framework", "1.0"),
        ("small-framework", "1.9"),
        ("small-framework", "1.10"),
        ("small-framework", "2.0"),
    ]


def test_the_library_is_read_once_for_each_process(folder: Path) -> None:
    assert library.load_library(folder) is library.load_library(folder)


REFUSED = [
    ("poems", None, "unknown_standard", "There are: small-clocks, small-framework"),
    ("small-framework", "3.0", "unknown_version", "no version '3.0', only 1.0, 1.9, 1.10, 2.0"),
    ("small-clocks", None, "not_a_framework", "small-clocks is not a competency framework"),
]


@pytest.mark.parametrize(("id_", "number", "code", "words"), REFUSED, ids=[r[2] for r in REFUSED])
def test_what_the_library_does_not_have_is_refused(
    folder: Path, id_: str, number: str | None, code: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        library.load_library(folder).get_framework(id_, number)

    assert refused.value.code == code
    assert words in refused.value.message


def test_a_standard_that_was_never_released_has_no_newest_version(tmp_path: Path) -> None:
    lay(tmp_path, version("1.0", "draft"))

    with pytest.raises(Refused, match="No version of small-framework is released"):
        library.load_library(tmp_path).get_standard("small-framework")


def test_a_faulty_library_is_refused_as_a_whole(folder: Path) -> None:
    lay(folder, changed(SMALL, "levels.toml", 'title = "First level"', ""))

    with pytest.raises(Refused, match="levels 1 .CMP1., title: is missing") as refused:
        library.load_library(folder)

    assert refused.value.code == "faulty_library"


def test_data_of_other_rooms_beside_the_standards_is_left_alone(folder: Path) -> None:
    (folder / "calendars" / "uk").mkdir(parents=True)
    (folder / "calendars" / "uk" / "wales.toml").write_text("not toml at all", encoding="utf-8")

    assert library.read_library(folder).faults == ()


UNREADABLE = [
    (b"code = ", "cannot be read as TOML: Invalid value"),
    (b"code = '\xff'", "is not UTF-8 text"),
]


@pytest.mark.parametrize(("content", "reason"), UNREADABLE, ids=["toml", "utf-8"])
def test_a_file_that_cannot_be_read_is_one_fault(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    lay(tmp_path, SMALL)
    (tmp_path / SMALL_PATH / "glossary.toml").write_bytes(content)

    [fault] = library.read_library(tmp_path).faults

    assert fault.file == f"{SMALL_PATH}/glossary.toml"
    assert fault.reason.startswith(reason)


def test_a_version_without_its_head_and_a_stray_file_are_faults(folder: Path) -> None:
    (folder / "a-small-framework" / "3.0").mkdir()
    (folder / "a-small-framework" / "notes.txt").write_text("later", encoding="utf-8")

    assert [str(fault) for fault in library.read_library(folder).faults] == [
        "a-small-framework/notes.txt: whole file: only folders named by version belong here",
        "a-small-framework/3.0/standard.toml: whole file: is missing",
    ]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    [fault] = library.check_folder(tmp_path / "nowhere")[1]

    assert fault.reason == "there is no such folder"


def test_a_spoiled_file_of_fingerprints_is_a_fault(tmp_path: Path) -> None:
    lay(tmp_path, SMALL)
    text = 'poems = "1"\n["small-framework"]\n"1.0" = 7\n'
    (tmp_path / "fingerprints.toml").write_text(text, encoding="utf-8")

    assert [str(fault) for fault in library.read_library(tmp_path).faults] == [
        "fingerprints.toml: poems: must be a table of versions",
        "fingerprints.toml: small-framework 1.0: must be a text",
    ]
