"""Files that wait between a preview and its confirmation: under a name nobody can guess.

Each belongs to one person, who alone can open it; it goes when it was taken, or after a day.
"""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from competency.config import Settings
from competency.kernel.errors import NotFound

EXPIRES_AFTER = timedelta(days=1)
CHUNK = 1 << 16
KEY = re.compile(r"[0-9a-f]{32}")
SUFFIX = ".waiting"


def keep(settings: Settings, person_id: int, source: BinaryIO, now: datetime) -> str:
    """Keep the file for this person and return its key; clear away what waited too long."""
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, now)
    key = secrets.token_hex(16)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := source.read(CHUNK):
                file.write(chunk)
        moment = now.timestamp()
        os.utime(name, (moment, moment))
        os.replace(name, _path(settings, person_id, key))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return key


def open_kept(settings: Settings, person_id: int, key: str, now: datetime) -> BinaryIO:
    """Open a file that waits; refuses one of somebody else, and one that waited too long."""
    try:
        path = _path(settings, person_id, key)
        if _is_over(path, now):
            raise FileNotFoundError(key)
        return path.open("rb")
    except FileNotFoundError:
        raise NotFound("This file is not waiting any more. Send it again.") from None


def let_go(settings: Settings, person_id: int, key: str) -> None:
    """Remove a file that was taken."""
    _path(settings, person_id, key).unlink(missing_ok=True)


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "waiting"


def _path(settings: Settings, person_id: int, key: str) -> Path:
    if not KEY.fullmatch(key):
        raise NotFound("There is no such file.")
    return _folder(settings) / f"{person_id}-{key}{SUFFIX}"


def _sweep(folder: Path, now: datetime) -> None:
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if _is_over(path, now):
                path.unlink()


def _is_over(path: Path, now: datetime) -> bool:
    return path.stat().st_mtime < (now - EXPIRES_AFTER).timestamp()
