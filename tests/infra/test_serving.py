"""`flask serve`: the surroundings of a web server, and a server that really answers."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

import pytest
from flask import Flask

from competency.config import ROOT
from competency.infra import serving
from competency.kernel.values import replace

KEY = "a key for the tests alone, long enough"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data lies, and with it the bytecode: compiling the product takes ten seconds."""
    return tmp_path_factory.mktemp("data")


def test_a_server_holds_least_and_keeps_its_bytecode_with_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("COMPETENCY_SITE", "https://casebridge.example.org")

    found = serving.environment(tmp_path)

    assert found["PYTHONPYCACHEPREFIX"] == str(tmp_path / "bytecode")
    assert found["COMPETENCY_SITE"] == "https://casebridge.example.org"
    assert found.items() >= serving.LEANER.items()
    assert not {"FLASK_RUN_FROM_CLI", "PYTHONDONTWRITEBYTECODE"} & found.keys()


def test_a_product_that_cannot_be_loaded_is_not_served(data: Path) -> None:
    surroundings = serving.environment(data) | {"COMPETENCY_DATABASE_URL": "mysql://nowhere"}

    with pytest.raises(SystemExit) as stopped:
        serving.make_ready(surroundings)

    assert stopped.value.code == 1


def test_without_a_secret_key_nothing_is_served(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "replace_by_server", lambda *_, **__: pytest.fail("it served"))
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, secret_key=None))

    done = app.test_cli_runner().invoke(args=["serve"])

    assert done.exit_code == 1
    assert "COMPETENCY_SECRET_KEY is not set" in done.stderr


def test_it_answers_as_for_real(data: Path) -> None:
    with _served(data) as address:
        with urllib.request.urlopen(f"{address}/sign-in", timeout=30) as answer:
            page = answer.read().decode()

        assert answer.status == 200
        assert "<h1" in page
        assert "Sign in" in page
        assert "script-src" in answer.headers["Content-Security-Policy"]


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Run both commands that serve an empty installation for real; yield its address."""
    with socket.socket() as free:
        free.bind((serving.HERE, 0))
        address = f"{serving.HERE}:{free.getsockname()[1]}"
    environ = {name: value for name, value in os.environ.items() if name[:11] != "COMPETENCY_"}
    environ |= {"COMPETENCY_DATA_DIR": str(folder), "COMPETENCY_SECRET_KEY": KEY}
    flask = [sys.executable, "-m", "flask"]
    subprocess.run([*flask, "database", "upgrade"], cwd=ROOT, env=environ, check=True)
    command = [*flask, "serve", "--bind", address, "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environ) as server:
        try:
            _wait_until_it_answers(server, f"http://{address}")
            yield f"http://{address}"
        finally:
            server.terminate()


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        with suppress(URLError), urllib.request.urlopen(f"{address}/sign-in", timeout=5):
            return
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.2)
    pytest.fail("the server did not answer within two minutes")
