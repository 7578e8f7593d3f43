"""The memory of a web worker after a thousand mixed requests; charts and prints are left out."""

import http.client
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from bench.browsing import Unexpected, sign_in
from bench.crawling import open_pages
from bench.data import MANY
from bench.measuring import Found
from bench.stage import Stage, first_with, last_seq, open_appraisals, stage
from competency.config import ROOT
from competency.frameworks import service as frameworks
from competency.infra import serving
from competency.kernel.actor import Role

REQUESTS, SAVES_EVERY = 1_000, 10
MEBIBYTES = 110
WHO = (Role.CASE_MANAGER, Role.SUPERVISOR, Role.TRAINING_LEAD, Role.ADMINISTRATOR)
Request = tuple[str, str, str, str]  # method, path, cookie, body


def worker() -> Iterator[Found]:
    """Serve as in production, by gunicorn with one worker, and read what the worker holds."""
    here = stage(MANY)
    reads, saves = cycle(_reads(here)), _saves(here)
    with tempfile.TemporaryDirectory() as folder, _server(here, Path(folder)) as (master, path):
        before = _resident(_child(master))
        for number in range(REQUESTS):
            _send(path, next(saves) if number % SAVES_EVERY == 0 else next(reads))
        after = _resident(_child(master))
    what = (
        f"{after:.1f} MiB in a worker after {REQUESTS:,} mixed requests ({before:.0f} at its "
        f"start), {MEBIBYTES} may be"
    )
    yield Found("appraisal_memory", after / MEBIBYTES, 1.0, what)


def _reads(here: Stage) -> list[Request]:
    """Return all pages of one person in each of several roles, in turn."""
    found = []
    for role in WHO:
        person_id = first_with(here, role)
        cookie, _token = sign_in(here.product, person_id)
        found.append([("GET", p, cookie, "") for p in open_pages(here, person_id, cookie)])
    longest = max(len(pages) for pages in found)
    turns = zip(*(islice(cycle(pages), longest) for pages in found), strict=True)
    return [page for turn in turns for page in turn]


def _saves(here: Stage) -> Iterator[Request]:
    appraisal = open_appraisals(here, 1)[0]
    cookie, token = sign_in(here.product, appraisal.person_id)
    seqs = last_seq(here, appraisal)
    for strand in cycle(s.code for s in frameworks.get_framework().strands):
        seq = seqs.get(strand, 0)
        seqs[strand] = seq + 1
        fields = {
            "csrf_token": token,
            "strand": strand,
            f"{strand}-position": seq % 7,
            f"{strand}-seq": seq,
            f"{strand}-comment": f"Saved for the {seq + 1}. time",
        }
        yield "POST", f"/appraisals/{appraisal.id}/ratings", cookie, urlencode(fields)


@contextmanager
def _server(here: Stage, folder: Path) -> Iterator[tuple[int, str]]:
    """Run gunicorn as the product does, but with one worker and on a socket file."""
    path = str(folder / "socket")
    settings = here.product.extensions["settings"]
    environ = {
        **serving.environment(settings.data_dir),
        "COMPETENCY_DATABASE_URL": settings.database_url,
        "COMPETENCY_DATA_DIR": str(settings.data_dir),
        "COMPETENCY_SECRET_KEY": settings.secret_key,
        "COMPETENCY_PLAIN_HTTP": "1",
    }
    serving.make_ready(environ)
    command = [sys.executable, "-m", "gunicorn", *serving.arguments(f"unix:{path}", workers=1)]
    with subprocess.Popen(
        [*command, "app:app"], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(server, path)
            yield server.pid, path
        finally:
            server.terminate()


def _wait_for(server: "subprocess.Popen[bytes]", path: str) -> None:
    """Wait until the server answers; gunicorn listens before its worker is there."""
    while server.poll() is None and not Path(path).exists():
        try:
            server.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    _send(path, ("GET", "/sign-in", "", ""))


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _send(path: str, request: Request) -> None:
    method, address, cookie, body = request
    headers = {"Cookie": cookie, "Accept": "application/json" if body else "text/html"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = _Connection(path)
    try:
        connection.request(method, address, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise Unexpected(f"{method} {address} was answered with {answer.status}: {content[:200]!r}")


def _child(master: int) -> int:
    return int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])


def _resident(pid: int) -> float:
    """Return a process's resident memory in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not say how much memory a process holds")
