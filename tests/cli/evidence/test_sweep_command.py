"""`flask evidence sweep`: what nothing refers to goes after a day, all else stays."""

import io
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from competency.config import Settings
from competency.evidence.service import attaching
from competency.infra.file_rows import tables_of_files
from competency.infra.files import Store
from tests.builders.evidence import Made, an_entry
from tests.builders.files import PDF
from tests.builders.stage import Stage
from tests.conftest import A_FRIDAY


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store.of(settings)


@pytest.fixture
def made(stage: Stage, store: Store) -> Made:
    """An entry with one file."""
    made = an_entry(stage)
    stage.do(
        made.cast.practitioner,
        lambda w: attaching.attach(w, made.id, "a.pdf", io.BytesIO(PDF), store),
    )
    return made


def files(settings: Settings) -> list[Path]:
    return sorted(p for p in (settings.data_dir / "attachments").rglob("*") if p.is_file())


def age(settings: Settings, moment: datetime) -> None:
    for path in files(settings):
        os.utime(path, (moment.timestamp(), moment.timestamp()))


def swept(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["evidence", "sweep"])


def test_what_nothing_refers_to_goes_and_what_is_referred_to_stays(
    app: Flask, made: Made, store: Store, settings: Settings
) -> None:
    store.keep("b.txt", io.BytesIO(b"nothing refers to this"))
    age(settings, A_FRIDAY - timedelta(days=2))

    done = swept(app)

    assert (done.exit_code, done.output) == (0, "Files removed that nothing refers to: 1.\n")
    assert len(files(settings)) == 1
    assert swept(app).output.endswith(": 0.\n")


def test_a_file_that_came_today_stays_for_the_entry_that_is_still_to_name_it(
    app: Flask, made: Made, store: Store, settings: Settings
) -> None:
    store.keep("b.txt", io.BytesIO(b"its entry is not written yet"))
    age(settings, A_FRIDAY - timedelta(hours=23))

    assert swept(app).output.endswith(": 0.\n")
    assert len(files(settings)) == 2


def test_a_file_that_is_gone_is_named_and_ends_in_failure(
    app: Flask, made: Made, settings: Settings
) -> None:
    [path] = files(settings)
    path.unlink()

    done = swept(app)

    assert done.exit_code == 1
    assert path.name in done.output


def test_the_files_of_every_room_are_known(app: Flask) -> None:
    named = {table.name for table in tables_of_files()}

    assert "evidence_attachment" in named
    assert "training_report" not in named
