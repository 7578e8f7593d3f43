"""Putting gunicorn in the place of a command: `flask serve`, and the demonstration's own."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from competency.config import ROOT, Settings, UnsafeSettings
from competency.kernel.errors import Refused

HERE, PORT = "127.0.0.1", 8000
WORKERS = 2
# What makes the interpreter hold less. The threads of a worker take turns, so one heap serves them
# all; glibc would give each its own. Explanations and columns in the code are for who reads it.
LEANER = {"MALLOC_ARENA_MAX": "1", "PYTHONOPTIMIZE": "2", "PYTHONNODEBUGRANGES": "1"}
# A command finds its own secret key and may leave no bytecode; a server must have and keep both.
OF_COMMANDS = ("FLASK_RUN_FROM_CLI", "PYTHONDONTWRITEBYTECODE")


@click.command("serve")
@click.option("--bind", default=f"{HERE}:{PORT}", show_default=True, help="Address and port.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=WORKERS,
    show_default=True,
    help="How many web processes; two for each core are plenty.",
)
@with_appcontext
def command(bind: str, workers: int) -> None:
    """Serve the product, behind a proxy that speaks HTTPS."""
    settings: Settings = current_app.extensions["settings"]
    try:
        settings.need_secret_key()
    except UnsafeSettings as said:
        raise click.ClickException(str(said)) from None
    replace_by_server(bind, settings.data_dir, workers=workers)


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


def replace_by_server(
    address: str, data_dir: Path, *, workers: int = WORKERS, log: Path | None = None
) -> NoReturn:
    """Become the web server, so that Ctrl-C and signals reach it directly.

    With a log, what the application says of its requests goes there, so that the terminal keeps
    showing what the command said; faults still show there.
    """
    surroundings = environment(data_dir)
    make_ready(surroundings)
    sys.stdout.flush()
    if log:
        with log.open("a") as file:
            os.dup2(file.fileno(), sys.stdout.fileno())
    command = [sys.executable, "-m", "gunicorn", *arguments(address, workers=workers), "app:app"]
    os.execve(command[0], command, surroundings)


def environment(data_dir: Path) -> dict[str, str]:
    """Return the surroundings of a web server, in which it holds the least memory.

    Its bytecode is another than that of commands and tests, and is kept with the data, where a
    server may write.
    """
    ours = {name: value for name, value in os.environ.items() if name not in OF_COMMANDS}
    return ours | LEANER | {"PYTHONPYCACHEPREFIX": str(data_dir / "bytecode")}


def make_ready(surroundings: dict[str, str]) -> None:
    """Load the product once in a process that ends, and stop where it cannot be loaded.

    It leaves the bytecode of what has changed: a server that compiles it itself holds some eight
    megabytes more as long as it runs.
    """
    tried = subprocess.run([sys.executable, "-c", "import app"], cwd=ROOT, env=surroundings)
    if tried.returncode:
        sys.exit(tried.returncode)


def arguments(address: str, *, workers: int = WORKERS) -> list[str]:
    """Return how gunicorn is told where to listen; the rest is in its own settings."""
    return [
        *("--config", "python:competency.infra.gunicorn_settings"),
        *("--bind", address),
        *("--workers", str(workers)),
    ]
