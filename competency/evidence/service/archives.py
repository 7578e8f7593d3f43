"""Reading a portfolio's archive: every byte is checked, and little of it is held at a time."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO

from competency.evidence.domain.portfolio import (
    MANIFEST,
    PORTFOLIO,
    CarriedFile,
    Portfolio,
    read_manifest,
    read_portfolio,
)
from competency.evidence.domain.portfolio_shape import refused
from competency.infra.file_kinds import check_directory, recognise
from competency.infra.files import BIGGEST, CHUNK
from competency.kernel.errors import Refused

BIGGEST_PORTFOLIO = 600_000_000
BIGGEST_JSON = 50_000_000
BIGGEST_DIRECTORY = 5_000_000  # some 40,000 files; the library would hold a larger one whole
MOST_FILES = 40_000
_END = struct.Struct("<4s4H2LH")  # how an archive without a comment ends
_END_MARK, _LOCATOR_MARK, _LOCATOR_SIZE = b"PK\x05\x06", b"PK\x06\x07", 20


def read(archive: BinaryIO) -> tuple[Portfolio, str]:
    """Return the portfolio and the archive's hash, with every byte in it checked.

    Refuses an archive that is too big, no archive, a bomb, with paths that lead out, with other
    files than its manifest names, with bytes that do not fit their hash, with what is not as
    published, and with an attachment that would not be taken if it were added here.
    """
    size, sha256 = _measured(archive)
    _check_end(archive, size)
    with opened(archive) as content:
        check_directory(
            content.infolist(), size, most_members=MOST_FILES, most_unpacked=BIGGEST_PORTFOLIO
        )
        members = {member.filename: member for member in content.infolist()}
        if MANIFEST not in members:
            raise refused("It has no manifest.")
        promised = read_manifest(part(content, MANIFEST, BIGGEST_JSON), members)
        found = read_portfolio(_promised(content, PORTFOLIO, BIGGEST_JSON, promised), promised)
        names = _names(found)
        for path in promised.keys() - {PORTFOLIO}:
            bytes_ = _promised(content, path, BIGGEST, promised)
            for name, title in names.get(path, {}).values():
                _check_kind(name, title, bytes_)
    return found, sha256


@contextmanager
def opened(archive: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever breaks while it is read refuses it."""
    archive.seek(0)
    try:
        with zipfile.ZipFile(archive) as content:
            yield content
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise refused("It is broken or cut short.") from error


def part(content: zipfile.ZipFile, path: str, most: int) -> bytes:
    """Return one file of the archive; refuse one that is bigger than that."""
    member = content.getinfo(path)
    if member.file_size > most:
        raise refused(f"{path} is bigger than {most // 1_000_000} MB.")
    with content.open(member) as source:
        return source.read(most + 1)


def ending(file: CarriedFile) -> str:
    """Return what the name of a file says of its kind."""
    return PurePosixPath(file.name).suffix.lower()


def _measured(archive: BinaryIO) -> tuple[int, str]:
    archive.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := archive.read(CHUNK):
        size += len(piece)
        if size > BIGGEST_PORTFOLIO:
            raise refused(f"It is bigger than {BIGGEST_PORTFOLIO // 1_000_000} MB.")
        digest.update(piece)
    return size, digest.hexdigest()


def _check_end(archive: BinaryIO, size: int) -> None:
    """Refuse what is no archive, and one whose directory is too large to be looked at."""
    tail = min(size, _END.size + _LOCATOR_SIZE)
    archive.seek(size - tail)
    end = archive.read(tail)
    if not end[-_END.size :].startswith(_END_MARK):
        raise refused("It is not a zip file as this page makes it, or it is cut short.")
    directory = _END.unpack(end[-_END.size :])[5]
    if directory > BIGGEST_DIRECTORY or end.startswith(_LOCATOR_MARK):
        raise refused("It holds more files than a log may have.")


def _promised(
    content: zipfile.ZipFile, path: str, most: int, promised: dict[str, tuple[int, str]]
) -> bytes:
    found = part(content, path, most)
    if (len(found), hashlib.sha256(found).hexdigest()) != promised[path]:
        raise refused("A file in it is not what its manifest says.")
    return found


def _names(found: Portfolio) -> dict[str, dict[str, tuple[str, str]]]:
    """Return for each path a name and an entry's title for each ending that it has."""
    names: dict[str, dict[str, tuple[str, str]]] = {}
    for entry in found.entries:
        for file in entry.files:
            names.setdefault(file.path, {})[ending(file)] = (file.name, entry.content.title)
    return names


def _check_kind(name: str, title: str, content: bytes) -> None:
    try:
        recognise(name, content)
    except Refused as no:
        raise Refused(
            "bad_file",
            f"This portfolio cannot be taken in. The file “{name[:80]}” of “{title[:80]}” is "
            f"not taken: {no.message}",
            field="file",
        ) from None
