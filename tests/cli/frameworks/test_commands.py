"""`flask frameworks ...` where there is neither an application nor a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from competency.config import ROOT
from competency.frameworks.cli import commands
from tests.builders.standards import CLOCKS, CLOCKS_PATH, SMALL, changed, framework, lay

NEWER = changed(SMALL, "standard.toml", 'version = "1.0"', 'version = "1.1"')
NEWER = changed(NEWER, "sections/AUT.toml", "Works alone.", "Works on their own.")
NEWER = changed(NEWER, "areas.toml", '["SUP", "AUT"]', '["AUT", "SUP"]')


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of three released versions with their fingerprints."""
    lay(tmp_path, SMALL)
    lay(tmp_path, NEWER, "a-small-framework/1.1")
    lay(tmp_path, CLOCKS, CLOCKS_PATH)
    for id_, version in (
        ("small-framework", "1.0"),
        ("small-framework", "1.1"),
        ("small-clocks", "1.0"),
    ):
        done = run("fingerprint", id_, version, "--path", tmp_path)
        assert done.exit_code == 0, done.output
    return tmp_path


def test_a_whole_library_is_summed_up(folder: Path) -> None:
    done = run("check", "--path", folder)

    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "small-framework 1.0 (released): 2 areas, 3 sections, 4 criteria, 5 strands, "
        "10 descriptors, 2 levels, 2 glossary terms",
        "small-framework 1.1 (released): 2 areas, 3 sections, 4 criteria, 5 strands, "
        "10 descriptors, 2 levels, 2 glossary terms",
        "small-clocks 1.0 (released): 2 timeliness standards, 3 events",
        "No faults.",
    ]


def test_every_fault_is_printed_as_file_place_and_reason(folder: Path) -> None:
    lay(folder, changed(NEWER, "levels.toml", 'title = "First level"', ""), "a-small-framework/1.1")

    done = run("check", "--path", folder)

    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == (
        "a-small-framework/1.1/levels.toml: levels 1 (CMP1), title: is missing"
    )
    assert done.stderr == "Error: 2 faults.\n"  # the other: it is not what was released


def test_a_changed_release_is_found(folder: Path) -> None:
    lay(folder, changed(SMALL, "sections/AUT.toml", "Works alone.", "Works by themselves."))

    done = run("check", "--path", folder)

    assert done.exit_code == 1
    assert done.stdout.startswith(
        "fingerprints.toml: small-framework 1.0: a released version never changes"
    )
    assert done.stderr == "Error: 1 fault.\n"


def test_a_recorded_fingerprint_is_never_changed(folder: Path, tmp_path: Path) -> None:
    before = (folder / "fingerprints.toml").read_text(encoding="utf-8")
    lay(folder, changed(CLOCKS, "clocks.toml", "limit = 3", "limit = 4"), CLOCKS_PATH)

    done = run("fingerprint", "small-clocks", "1.0", "--path", folder)

    assert done.exit_code == 1
    assert "A released version never changes" in done.stderr
    assert (folder / "fingerprints.toml").read_text(encoding="utf-8") == before


def test_standards_are_listed_in_columns(folder: Path) -> None:
    done = run("list", "--path", folder)

    assert done.output.splitlines() == [
        "small-clocks     1.0  timeliness-standards  released  2026-01-05  Small Clocks",
        "small-framework  1.0  competency-framework  released  2026-01-05  Small Framework",
        "small-framework  1.1  competency-framework  released  2026-01-05  Small Framework",
    ]


def test_an_empty_library_lists_nothing(tmp_path: Path) -> None:
    done = run("list", "--path", tmp_path)

    assert (done.exit_code, done.output) == (0, "")


def test_a_framework_is_exported_as_json(folder: Path) -> None:
    done = run("export", "small-framework", "--version", "1.0", "--path", folder)

    assert done.exit_code == 0
    exported = json.loads(done.stdout)
    assert exported == framework().export()
    assert list(exported) == ["id", "version", "areas", "glossary", "levels"]
    assert exported["areas"][1] == {
        "title": "Practice",
        "sections": [
            {
                "code": "LEA",
                "title": "Leadership",
                "criteria": [
                    {
                        "code": "LEA-1",
                        "title": "Mentoring a team",
                        "strands": [
                            {
                                "code": "LEA-1a",
                                "levels": {
                                    "CMP1": "Takes part in the team.",
                                    "CMP2": "Leads the team.",
                                },
                            }
                        ],
                    }
                ],
            }
        ],
    }
    assert exported["levels"][0] == {
        "code": "CMP1",
        "title": "First level",
        "expectation": "Is supervised.",
    }
    assert exported["glossary"][1] == {
        "term": "Peer supervision",
        "meaning": "Supervision among equals.",
    }


def test_timeliness_standards_are_exported_as_json(folder: Path) -> None:
    exported = json.loads(run("export", "small-clocks", "--path", folder).stdout)

    assert (exported["id"], exported["version"]) == ("small-clocks", "1.0")
    assert exported["standards"][1] == {
        "code": "KPI_02",
        "title": "Reviewed again",
        "purpose": "Nothing is forgotten.",
        "actor": "worker",
        "starts": "review",
        "ends": "review",
        "limit": 60,
        "unit": "working-days",
        "about_months": 3,
        "end_before_start": "invalid",
        "repeats": True,
    }
    assert exported["events"][0] == {
        "code": "received",
        "title": "Received",
        "meaning": "It came in.",
    }


def test_two_versions_are_compared_in_words(folder: Path) -> None:
    done = run("diff", "small-framework", "1.0", "1.1", "--path", folder)

    assert done.output.splitlines() == [
        "small-framework 1.0 to 1.1: 0 added, 0 withdrawn, 1 reworded, 1 moved",
        "reworded   AUT-1a/CMP2",
        "  before: Works alone.",
        "  after:  Works on their own.",
        "moved      AUT: elsewhere in PPD",
    ]


def test_added_withdrawn_and_moved_things_are_named(folder: Path) -> None:
    other = changed(SMALL, "standard.toml", 'version = "1.0"', 'version = "2.0"')
    other = changed(other, "standard.toml", 'status = "released"', 'status = "draft"')
    other = changed(other, "areas.toml", '["SUP", "AUT"]', '["SUP"]')
    other = changed(other, "areas.toml", '["LEA"]', '["LEA", "AUT"]')
    other = changed(other, "sections/AUT.toml", '"PPD"', '"PRA"')
    other = changed(other, "sections/AUT.toml", '"AUT-1a"', '"AUT-1b"')
    lay(folder, other, "a-small-framework/2.0")

    done = run("diff", "small-framework", "1.0", "2.0", "--path", folder)

    assert done.output.splitlines() == [
        "small-framework 1.0 to 2.0: 3 added, 3 withdrawn, 0 reworded, 1 moved",
        "added      AUT-1b",
        "added      AUT-1b/CMP1: Works with support.",
        "added      AUT-1b/CMP2: Works alone.",
        "withdrawn  AUT-1a",
        "withdrawn  AUT-1a/CMP1: Works with support.",
        "withdrawn  AUT-1a/CMP2: Works alone.",
        "moved      AUT: from PPD to PRA",
    ]


def test_equal_versions_have_not_changed(folder: Path) -> None:
    done = run("diff", "small-clocks", "1.0", "1.0", "--path", folder)

    assert done.output == "small-clocks 1.0 to 1.0: nothing changed\n"


REFUSED = [
    (["export", "poems"], 1, "There is no standard 'poems'. There are: small-clocks"),
    (["export", "small-clocks", "--version", "9"], 1, "small-clocks has no version '9', only 1.0"),
    (["diff", "small-clocks", "1.0", "9"], 1, "small-clocks has no version '9'"),
    (["fingerprint", "poems", "1"], 1, "There is no standard 'poems'"),
    (["export"], 2, "Missing argument 'ID'"),
    (["diff", "small-clocks", "1.0"], 2, "Missing argument 'V2'"),
    (["check", "--colour"], 2, "No such option"),
]


@pytest.mark.parametrize(
    ("words", "code", "message"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED]
)
def test_a_refusal_is_a_sentence_on_standard_error(
    folder: Path, words: list[str], code: int, message: str
) -> None:
    done = run(*words, "--path", folder)

    assert done.exit_code == code
    assert done.stdout == ""
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_what_needs_no_database_loads_no_database_library() -> None:
    code = (
        "import sys; from competency.frameworks.cli import commands; "
        "commands(['export', 'case-management-framework'], standalone_mode=False); "
        "assert 'sqlalchemy' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "case-management-framework"
