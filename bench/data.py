"""The databases that are measured: demonstrations of 60 and of 3,000 people, made once and kept."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask

from competency.config import ROOT, Settings
from competency.demo.service.loading import Wanted, load
from competency.factory import create_app
from competency.infra import logs
from competency.infra.db import Database
from competency.infra.edge import command_work
from competency.kernel.clock import london_date, system_clock
from competency.migrations import runner

FEW, MANY = 60, 3_000
KEPT = ROOT / "var" / "bench"
MADE_BY = ("competency/demo", "competency/migrations/versions", "framework_data")


@contextmanager
def to_oneself() -> Iterator[None]:
    """Wait until no other benchmark runs on these data, and keep others waiting meanwhile."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def fresh(people: int) -> Path:
    """Return a copy, new in this run, of a database of so many people."""
    kept = made_once(people)
    copy = KEPT / f"run-{people}.sqlite"
    for left in KEPT.glob(f"{copy.name}*"):
        left.unlink()
    shutil.copy(kept, copy)
    return copy


def made_once(people: int) -> Path:
    """Return the database of so many people as it was made and is kept; to be copied only."""
    kept = KEPT / f"{people}-{fingerprint(*MADE_BY)}.sqlite"
    if not kept.exists():
        for old in KEPT.glob(f"{people}-*"):
            old.unlink()
        making = KEPT / f"making-{people}.sqlite"
        _make(making, people)
        making.rename(kept)
    return kept


def settings(database: Path | str) -> Settings:
    """Return settings as in production, over plain HTTP as nothing is sent, for a file or a URL."""
    return Settings(
        database_url=database if isinstance(database, str) else f"sqlite:///{database}",
        data_dir=KEPT,
        secret_key="only for the benchmarks " * 2,
        plain_http=True,
    )


def product(database: Path | str) -> Flask:
    """Return the product on a file or a URL; what it logs goes nowhere, but is written."""
    app = create_app(settings(database))
    nowhere = open(os.devnull, "w")  # noqa: SIM115  (as long as the process)
    logs.write_to(nowhere)
    return app


def _make(path: Path, people: int) -> None:
    for left in KEPT.glob(f"{path.name}*"):
        left.unlink()
    app = create_app(settings(path))
    database: Database = app.extensions["database"]
    runner.upgrade(database.engine)
    with app.app_context(), command_work() as work:
        load(work, Wanted(people=people, seed=1, as_of=london_date(system_clock())), cheap=True)
    database.engine.dispose()  # the last connection writes the log back into the file


@cache
def fingerprint(*made_by: str) -> str:
    """Return what changes with anything in these folders and files of the project."""
    found = hashlib.sha256()
    for name in made_by:
        place = ROOT / name
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.suffix in {".py", ".toml"}:
                found.update(path.read_bytes())
    return found.hexdigest()[:12]
