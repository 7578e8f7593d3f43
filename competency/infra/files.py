"""Attachments on disk: each under the hash of its bytes, outside the web root.

The bytes come first, to a name of their own, are forced to the disk and only then get their
place; the row that names them follows in the caller's transaction. So a row never lacks its
file, and a file without a row is swept away after a day.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Self

from competency.config import Settings
from competency.infra.antivirus import scan
from competency.infra.file_kinds import recognise
from competency.kernel.errors import Refused
from competency.kernel.values import Value

BIGGEST = 10_000_000
CHUNK = 1 << 16
GRACE = timedelta(hours=24)
_HASH = re.compile(r"[0-9a-f]{64}")
_COMING = "coming-"


class DamagedFile(RuntimeError):
    """A file is gone or its bytes are not those that were kept."""


class Kept(Value):
    """A file that lies in the store."""

    name: str
    media_type: str
    size: int
    sha256: str


class Sweep(Value):
    """What a sweep did and found: files removed, and hashes of rows whose file is gone."""

    removed: int
    missing: tuple[str, ...]


class Store:
    """The folder of one installation's attachments."""

    def __init__(self, folder: Path, *, clamd: Path | None = None) -> None:
        self._folder = folder
        self._clamd = clamd

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the store of an installation."""
        return cls(settings.data_dir / "attachments", clamd=settings.clamd_socket)

    def keep(self, name: str, stream: BinaryIO, *, biggest: int = BIGGEST) -> Kept:
        """Take a file in and return what it is; the same bytes are kept once.

        Refuses what is too big (after reading no more than the limit), what is not on the list
        of kinds, and what the virus scanner does not pass.
        """
        content = read_at_most(stream, biggest)
        recognised = recognise(name, content)
        scan(content, self._clamd)
        sha256 = hashlib.sha256(content).hexdigest()
        self._write(sha256, content)
        return Kept(recognised.name, recognised.media_type, len(content), sha256)

    def read(self, sha256: str) -> bytes:
        """Return the bytes under a hash; raises DamagedFile when they are gone or others."""
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise DamagedFile(f"the attachment {sha256} is gone") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFile(f"the attachment {sha256} holds other bytes than were kept")
        return content

    def sweep(self, known: set[str], now: datetime) -> Sweep:
        """Remove files that no row names and that are older than a day; name rows without file."""
        removed, there = 0, set[str]()
        for path in list(self._files()):
            if path.name in known:
                there.add(path.name)
            elif datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo) < now - GRACE:
                path.unlink(missing_ok=True)
                removed += 1
        return Sweep(removed, tuple(sorted(known - there)))

    def _write(self, sha256: str, content: bytes) -> None:
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number, name = tempfile.mkstemp(prefix=_COMING, dir=self._folder)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)  # also when it is there: its age begins anew for the sweep
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for folder in (path.parent, self._folder):
            _force(folder)

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise ValueError(f"not a hash: {sha256!r}")
        return self._folder / sha256[:2] / sha256

    def _files(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (p for p in self._folder.glob(f"{_COMING}*") if p.is_file())
            yield from (p for p in self._folder.glob("??/*") if p.is_file())


def read_at_most(stream: BinaryIO, biggest: int) -> bytes:
    """Return the whole stream; refuse one that is bigger, having read no more than the limit."""
    pieces, size = [], 0
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > biggest:
            raise Refused(
                "too_big",
                f"This file is bigger than {biggest // 1_000_000} MB. Make it smaller, "
                "for example by leaving out pages or pictures.",
                field="file",
            )
        pieces.append(piece)
    return b"".join(pieces)


def _force(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
