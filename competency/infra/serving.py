"""Putting gunicorn in the place of a command, on this machine alone."""

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from competency.config import ROOT
from competency.kernel.errors import Refused

HERE, PORT = "127.0.0.1", 8000
WORKERS, THREADS = 2, 4
# The threads of a worker take turns, so one heap serves them all; glibc would give each its own.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}


def free_port(wanted: str | None) -> int:
    """Return the port to listen on; refuses what is not one, and one that is taken."""
    wanted = (wanted or "").strip() or str(PORT)
    if not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 65_536):
        raise Refused("port", f"PORT must be a number from 1 to 65535, not {wanted!r}.")
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn will
        try:
            tried.bind((HERE, int(wanted)))
        except OSError as error:
            raise Refused(
                "port",
                f"Port {wanted} cannot be used ({error.strerror}). Choose another one, for "
                "example: make run PORT=8001",
            ) from None
    return int(wanted)


def replace_by_server(port: int, log: Path) -> NoReturn:
    """Become the web server, so that Ctrl-C and signals reach it directly.

    What the application says of its requests goes to the log, so that the terminal keeps showing
    what the command said; faults still show there.
    """
    sys.stdout.flush()
    with log.open("a") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
    os.environ.pop("FLASK_RUN_FROM_CLI", None)  # a server, unlike a command, must have its key
    os.environ.update(ENVIRONMENT)
    command = [sys.executable, "-m", "gunicorn", *arguments(f"{HERE}:{port}"), "app:app"]
    os.execv(command[0], command)


def arguments(address: str, *, workers: int = WORKERS) -> list[str]:
    """Return how gunicorn is told to serve; requests are logged by the application itself."""
    return [
        "--chdir",
        str(ROOT),
        "--bind",
        address,
        "--worker-class",
        "gthread",
        "--workers",
        str(workers),
        "--threads",
        str(THREADS),
        "--log-level",
        "warning",
    ]
