"""Files of cases that people sent to be judged: each in a folder of its own, judged by a process.

The folder holds the file, what was asked, how far it is, and the results; any web process can
show it, and it stays until a day after it was sent. The process runs on where the request ended.
No two of one person run at once.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from competency.calendars.service.closures import working_calendar
from competency.config import ROOT
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value, asdict
from competency.people.service import access
from competency.timeliness import permissions
from competency.timeliness.service.standards import get_standards

ENDINGS = (".csv", ".xlsx", ".parquet")
KEY = re.compile(r"[0-9a-f]{32}")
KEPT_FOR = timedelta(days=1)
WAIT = 10.0  # seconds in which most files are done, so that the first page shows the results
ASKED, STATE, PROCESS = "asked.json", "state.json", "process"
RUNNING, DONE, FAULTY, REFUSED, STOPPED = "running", "done", "faulty", "refused", "stopped"


class Question(Value, kw_only=True):
    """What is asked of a file; `closures` are the organisation's days with why each is closed."""

    name: str
    as_of: str
    nation: str
    standards: str
    skip_faulty: bool
    results: str
    sent_at: str
    closures: Mapping[str, str]


class Sent(Value, kw_only=True):
    """A file that was sent, and how far it is.

    `tallies` has how many results of each kind every standard has, `faults` what is wrong by row
    and column (as many as are kept), `count` how many faults there are in all.
    """

    key: str
    question: Question
    state: str
    cases: int = 0
    left_out: int = 0
    rows: int = 0
    count: int = 0
    message: str = ""
    tallies: Mapping[str, Mapping[str, int]]
    faults: tuple[tuple[int, str, str], ...] = ()

    @property
    def sent_at(self) -> datetime:
        """Return when it was sent."""
        return datetime.fromisoformat(self.question.sent_at)

    @property
    def as_of(self) -> date:
        """Return the day on which the question is asked."""
        return date.fromisoformat(self.question.as_of)


def send(
    work: Work,
    data_dir: Path,
    source: BinaryIO,
    name: str,
    *,
    as_of: date,
    nation: str,
    standards: str,
    skip_faulty: bool,
    results: str,
    wait: float = WAIT,
) -> str:
    """Keep the file, begin to judge it, and return its key.

    Refuses another ending than CSV, XLSX and Parquet, a day or nation that the calendar does not
    know, and a second file while one is judged. Files of former days are cleared away.
    """
    access.require_role(work, permissions.CHECK_FILES)
    ending = Path(name).suffix.casefold()
    if ending not in ENDINGS or results not in ENDINGS:
        raise Refused("unknown_ending", "Send a .csv, .xlsx or .parquet file.", field="file")
    get_standards(standards)
    calendar = working_calendar(work.session, nation)
    calendar.require(as_of)
    _sweep(data_dir, work.now)
    if any(one.state == RUNNING for one in list_sent(work, data_dir)):
        raise Refused("one_at_a_time", "Your last file is still being judged. Wait for it first.")
    key = secrets.token_hex(16)
    folder = _folder(data_dir, _person(work), key)
    folder.mkdir(parents=True)
    with (folder / f"cases{ending}").open("wb") as kept:
        shutil.copyfileobj(source, kept)
    asked = Question(
        name=name,
        as_of=as_of.isoformat(),
        nation=nation,
        standards=standards,
        skip_faulty=skip_faulty,
        results=results,
        sent_at=work.now.isoformat(),
        closures={day.isoformat(): why for day, why in calendar.closures.items()},
    )
    write_down(folder / ASKED, asdict(asked))
    _begin(folder, wait)
    return key


def find(work: Work, data_dir: Path, key: str) -> Sent:
    """Return a file of the actor's own and how far it is; raises NotFound for any other."""
    if not KEY.fullmatch(key):
        raise NotFound("There is no such file, or it is not kept any more.")
    return _read(_folder(data_dir, _person(work), key), key)


def list_sent(work: Work, data_dir: Path) -> list[Sent]:
    """Return the actor's own files that are still kept, the newest first."""
    begin = f"{_person(work)}-"
    folders = sorted(_root(data_dir).glob(f"{begin}*")) if _root(data_dir).exists() else []
    found = []
    for folder in folders:
        with suppress(NotFound):
            found.append(_read(folder, folder.name.removeprefix(begin)))
    return sorted(found, key=lambda one: (one.question.sent_at, one.key), reverse=True)


def results(work: Work, data_dir: Path, key: str) -> Path:
    """Return where the results of an own file are; raises NotFound where there are none."""
    found = find(work, data_dir, key)
    path = _folder(data_dir, _person(work), key) / f"results{found.question.results}"
    if found.state != DONE or not path.exists():
        raise NotFound("There are no results of this file.")
    return path


def _begin(folder: Path, wait: float) -> None:
    """Start the process that judges the file, and wait a little for it."""
    command = [sys.executable, "-m", "competency.timeliness.jobs", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    (folder / PROCESS).write_text(str(process.pid), "utf-8")
    try:
        process.wait(timeout=wait)
    except subprocess.TimeoutExpired:
        # somebody has to fetch the end of a process, or it stays in the table for ever
        threading.Thread(target=process.wait, daemon=True).start()


def _read(folder: Path, key: str) -> Sent:
    try:
        asked = question_in(folder)
    except FileNotFoundError:
        raise NotFound("There is no such file, or it is not kept any more.") from None
    runs = _runs(folder)  # asked first: what ends meanwhile has written its state by then
    known: dict[str, Any] = {"state": RUNNING}
    with suppress(FileNotFoundError):
        known = json.loads((folder / STATE).read_text("utf-8"))
    if known["state"] == RUNNING and not runs:
        known["state"] = STOPPED
    faults = tuple((row, column, reason) for row, column, reason in known.pop("faults", ()))
    return Sent(key=key, question=asked, faults=faults, **{"tallies": {}, **known})


def _runs(folder: Path) -> bool:
    try:
        os.kill(int((folder / PROCESS).read_text("utf-8")), 0)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def question_in(folder: Path) -> Question:
    """Return what was asked of the file in a folder; raises FileNotFoundError."""
    return Question(**json.loads((folder / ASKED).read_text("utf-8")))


def write_down(path: Path, what: Mapping[str, Any]) -> None:
    """Put the file in its place whole, so that no reader sees half of it."""
    making = path.with_suffix(".part")
    making.write_text(json.dumps(what), "utf-8")
    os.replace(making, path)


def _sweep(data_dir: Path, now: datetime) -> None:
    """Remove what was sent more than a day ago, whoever sent it."""
    root = _root(data_dir)
    for folder in root.iterdir() if root.exists() else ():
        with suppress(FileNotFoundError, ValueError):
            asked = json.loads((folder / ASKED).read_text("utf-8"))
            if datetime.fromisoformat(asked["sent_at"]) < now - KEPT_FOR:
                shutil.rmtree(folder, ignore_errors=True)


def _root(data_dir: Path) -> Path:
    return data_dir / "checks"


def _folder(data_dir: Path, person_id: int, key: str) -> Path:
    return _root(data_dir) / f"{person_id}-{key}"


def _person(work: Work) -> int:
    if work.actor.person_id is None:
        raise Forbidden("Only people send files.")
    return work.actor.person_id
