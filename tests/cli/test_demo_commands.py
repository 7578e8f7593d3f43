"""`flask demo ...` and `flask database ...`: what they say, and what they leave alone."""

import os
import socket
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency import config
from competency.audit import service as audit
from competency.infra import serving
from competency.people.models import Person
from competency.reviews.models import Review, ReviewDraw

FEW = ("--people", "24", "--as-of", "2026-05-08")
NO_CASES = (*FEW, "--cases", "0", "--reviews", "0")


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=[*words])


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have become the server; the free port is asked of the system."""
    found: list[Any] = []
    monkeypatch.setattr(serving, "replace_by_server", lambda *said, **more: found.append(said))
    monkeypatch.setenv("COMPETENCY_PLAIN_HTTP", "")
    with socket.socket() as free:
        free.bind((serving.HERE, 0))
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    return found


def test_a_load_says_what_was_made_and_who_to_sign_in_as(app: Flask, look: Session) -> None:
    done = run(app, "demo", "load", *FEW, "--cases", "50", "--reviews", "2")

    assert done.exit_code == 0, done.output
    assert "24 people in 3 teams" in done.stdout
    assert "as of 2026-05-08" in done.stdout
    assert "Everybody's password: " in done.stdout
    for role in ("Case manager", "Supervisor", "Administrator", "Auditor", "Outside rater"):
        assert role in done.stdout
    assert run(app, "audit", "verify").exit_code == 0
    made = look.scalar(select(func.count(Review.id)))
    assert made
    assert f"50 cases and {made} case reviews, as of" in done.stdout
    assert look.scalar(select(func.count(ReviewDraw.id))) == 2


def test_a_load_over_people_is_refused_and_changes_nothing(app: Flask, look: Session) -> None:
    assert run(app, "demo", "load", *NO_CASES).exit_code == 0

    done = run(app, "demo", "load", "--seed", "2", *NO_CASES)

    assert done.exit_code == 1
    assert "Nothing was changed" in done.stderr
    assert audit.count(look) == 1


def test_more_months_of_reviews_than_of_cases_are_refused(app: Flask, look: Session) -> None:
    done = run(app, "demo", "load", *FEW, "--reviews", "37")

    assert done.exit_code == 2
    assert "0<=x<=36" in done.stderr


def test_serving_makes_the_demonstration_once(
    app: Flask, served: list[Any], look: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("competency.demo.cli.PEOPLE", 24)
    monkeypatch.setattr("competency.demo.cli.CASES", 30)
    first = run(app, "demo", "serve")
    second = run(app, "demo", "serve")

    assert first.exit_code == second.exit_code == 0, first.output + second.output
    assert f"http://127.0.0.1:{os.environ['PORT']}" in first.stdout
    assert "Making the demonstration" in first.stdout
    assert "Making the demonstration" not in second.stdout
    assert "Case manager" in second.stdout
    assert len(served) == 2
    assert look.scalar(select(func.count(Person.id))) == 24


def test_serving_leaves_an_organisation_of_ones_own_alone(
    app: Flask, served: list[Any], save: Any, clock: Any
) -> None:
    save(Person(name="Real", email="real@example.org", started_on=clock().date()))

    done = run(app, "demo", "serve")

    assert done.exit_code == 1
    assert "an organisation of your own" in done.stderr
    assert served == []


@pytest.mark.parametrize("port", ["x", "0", "70000", "8000.5", "-1", "٣"])
def test_a_port_that_is_none_is_refused(
    app: Flask, served: list[Any], monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("PORT", port)

    done = run(app, "demo", "serve")

    assert done.exit_code == 1
    assert "PORT must be a number from 1 to 65535" in done.stderr


def test_a_port_in_use_is_refused(
    app: Flask, served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind((serving.HERE, 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))

        done = run(app, "demo", "serve")

    assert done.exit_code == 1
    assert "cannot be used" in done.stderr


def test_a_new_key_is_for_its_owner_alone_and_is_kept(tmp_path: Path) -> None:
    config.keep_new_secret_key(tmp_path)
    settings = config.Settings.from_environ({"COMPETENCY_DATA_DIR": str(tmp_path)})
    config.keep_new_secret_key(tmp_path)
    again = config.Settings.from_environ({"COMPETENCY_DATA_DIR": str(tmp_path)})

    assert settings.secret_key is not None
    assert settings.secret_key == again.secret_key
    assert stat.S_IMODE((tmp_path / config.KEY_FILE).stat().st_mode) == 0o600


def test_the_database_says_where_it_stands(app: Flask) -> None:
    whole = run(app, "database", "check")
    assert whole.exit_code == 0, whole.output
    assert "without differences" in whole.stdout

    back = run(app, "database", "downgrade", "0001", "--yes")
    assert back.exit_code == 0, back.output
    behind = run(app, "database", "check")
    assert behind.exit_code == 1
    assert "flask database upgrade" in behind.stdout

    assert run(app, "database", "upgrade").exit_code == 0
    assert run(app, "database", "check").exit_code == 0
