"""`flask frameworks wording FILE`: the only one of the commands that needs the database."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from competency.audit import service as audit
from competency.frameworks import service

GOOD = "code,level,text\nSUP-1a,CMP1,Official words\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "official.csv"
    file.write_text(GOOD, encoding="utf-8")
    return file


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(
        args=["frameworks", "wording", *(str(word) for word in words)]
    )


def shown(look: Session) -> str:
    return service.framework_with_wording(look).strand("SUP-1a").descriptor("CMP1").text


def test_wording_is_loaded_committed_and_kept_in_the_trail(
    app: Flask, look: Session, file: Path
) -> None:
    done = run(app, file)

    assert done.exit_code == 0, done.output
    version = service.get_framework().version
    assert done.output == (
        f"case-management-framework {version}: 1 texts loaded from official.csv.\n"
    )
    assert shown(look) == "Official words"
    assert audit.count(look) == 1


def test_wording_is_removed_again(app: Flask, look: Session, file: Path) -> None:
    run(app, file)
    done = run(app, "--remove")

    assert done.exit_code == 0, done.output
    assert done.output.endswith("1 texts removed; our own words are shown again.\n")
    assert shown(look) == service.get_framework().strand("SUP-1a").descriptor("CMP1").text
    assert audit.count(look) == 2


def test_a_faulty_file_names_each_fault_and_changes_nothing(
    app: Flask, look: Session, file: Path
) -> None:
    file.write_text(f"{GOOD}SUP-1a,CMP9,\n", encoding="utf-8")

    done = run(app, file)

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "official.csv: row 3, column level: 'CMP9' is not a level; it must be one of CMP1, CMP2, "
        "CMP3",
        "official.csv: row 3, column text: is empty",
        "Error: The wording was not loaded; nothing was changed.",
    ]
    assert shown(look) != "Official words"
    assert audit.count(look) == 0


REFUSED = [
    ([], 2, "Give either a FILE to load or --remove"),
    (["nowhere.csv"], 2, "does not exist"),
    (["--remove"], 1, "No licensed wording is loaded"),
    (["--remove", "--framework", "poems"], 1, "There is no standard 'poems'"),
    (["--remove", "--framework", "shine-quality-standards"], 1, "is not a competency framework"),
    (["--remove", "--version", "0.1"], 1, "has no version '0.1'"),
]


@pytest.mark.parametrize(
    ("words", "code", "message"), REFUSED, ids=[" ".join(row[0]) or "nothing" for row in REFUSED]
)
def test_a_refusal_is_a_sentence_on_standard_error(
    app: Flask, words: list[str], code: int, message: str
) -> None:
    done = run(app, *words)

    assert done.exit_code == code
    assert message in done.stderr
