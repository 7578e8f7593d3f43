"""Files that wait between a preview and its confirmation: under a name nobody can guess.

Each belongs to one person, who alone can open it; it goes when it was taken, or after a day. What
somebody says about a file is noted beside it; the file itself stays as it was sent.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Iterable
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
NOTE_SUFFIX = ".note"


def keep(settings: Settings, person_id: int, source: BinaryIO, now: datetime) -> str:
    """Keep the file for this person and return its key; clear away what waited too long."""
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, now)
    key = secrets.token_hex(16)
    _write(_path(settings, person_id, key), iter(lambda: source.read(CHUNK), b""), now)
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


def note(settings: Settings, person_id: int, key: str, text: str, now: datetime) -> None:
    """Note something beside a file that waits, in place of what was noted before."""
    open_kept(settings, person_id, key, now).close()
    path = _path(settings, person_id, key).with_suffix(NOTE_SUFFIX)
    _write(path, [text.encode()], now)


def noted(settings: Settings, person_id: int, key: str) -> str:
    """Return what was noted beside a file, or nothing."""
    try:
        return _path(settings, person_id, key).with_suffix(NOTE_SUFFIX).read_text("utf-8")
    except FileNotFoundError:
        return ""


def let_go(settings: Settings, person_id: int, key: str) -> None:
    """Remove a file that was taken, and what was noted beside it."""
    path = _path(settings, person_id, key)
    path.unlink(missing_ok=True)
    path.with_suffix(NOTE_SUFFIX).unlink(missing_ok=True)


def _write(path: Path, pieces: Iterable[bytes], now: datetime) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        moment = now.timestamp()
        os.utime(name, (moment, moment))
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
