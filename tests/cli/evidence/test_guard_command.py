"""`flask evidence guard`: offsets as promised, exit code 0 always, and no database needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from competency.infra import slots
from tests.support.source import ROOT

LETTER = "Jane rang 07700 900123.\r\nNHS 943 476 5919 🙂 LS1 4AP"


def guarded(app: Flask, text: str | bytes, *words: str) -> str:
    done = app.test_cli_runner().invoke(args=["evidence", "guard", *words], input=text)

    assert done.exit_code == 0, done.output
    return str(done.output)


def test_json_says_kind_and_offsets_in_code_points(app: Flask) -> None:
    assert json.loads(guarded(app, LETTER, "--json")) == [
        {"kind": "phone", "start": 10, "end": 22},
        {"kind": "nhs_number", "start": 29, "end": 41},
        {"kind": "postcode", "start": 44, "end": 51},
    ]


def test_lines_say_what_where_and_why(app: Flask) -> None:
    first, *_rest = guarded(app, LETTER).splitlines()

    assert first == "phone number from 10 to 22: '07700 900123'. This looks like a phone number."


@pytest.mark.parametrize(("words", "said"), [(["--json"], "[]\n"), ([], "Nothing in this text")])
def test_nothing_found_is_no_failure(app: Flask, words: list[str], said: str) -> None:
    assert guarded(app, "We met on 4 May 2026.", *words).startswith(said)


def test_bytes_that_are_no_text_are_read_all_the_same(app: Flask) -> None:
    assert json.loads(guarded(app, b"\xff\xfe LS1 4AP", "--json")) == [
        {"kind": "postcode", "start": 3, "end": 10}
    ]


def test_the_case_register_is_asked_where_there_is_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "_known_clients", [lambda _session: (["CM-7"], ["Jane"])])

    found = json.loads(guarded(app, "cm-7 is Jane", "--json"))

    assert [find["kind"] for find in found] == ["client_reference", "client_name"]


def test_it_works_without_a_database_and_without_a_secret_key(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COMPETENCY_")}
    environ["COMPETENCY_DATA_DIR"] = str(tmp_path / "nothing-here")
    done = subprocess.run(
        [sys.executable, "-m", "flask", "evidence", "guard", "--json"],
        input="ring 07700 900123",
        env=environ,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [{"kind": "phone", "start": 5, "end": 17}]
