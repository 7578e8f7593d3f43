"""Reading a CSV file row by row: encodings, separators, and what is no CSV file at all."""

import csv
import hashlib
import io
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import BinaryIO, NamedTuple

from competency.kernel.errors import Refused

BIGGEST_FILE = 32 * 1024 * 1024
MOST_ROWS = 200_000
CHUNK = 1024 * 1024
SEPARATORS = ",;\t|"
BOM = b"\xef\xbb\xbf"
OTHER_FILES = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF file",
    b"\xff\xfe": "in UTF-16",
    b"\xfe\xff": "in UTF-16",
}


class Sheet(NamedTuple):
    """What the first look at a file tells."""

    sha256: str
    encoding: str
    size: int


def look_at(source: BinaryIO) -> Sheet:
    """Return the hash and the encoding of a file, read once in pieces; refuse what is no CSV."""
    digest, size, is_utf8 = hashlib.sha256(), 0, True
    decoder = _Utf8()
    first = b""
    source.seek(0)
    while chunk := source.read(CHUNK):
        first = first or chunk[:4]
        size += len(chunk)
        if size > BIGGEST_FILE:
            most = BIGGEST_FILE // 1024 // 1024
            raise _refused("too_big", f"The file is larger than {most} MB. Send it in parts.")
        if b"\0" in chunk and not first.startswith((b"\xff\xfe", b"\xfe\xff")):
            _check_kind(first)
            raise _refused("binary", "This is not a text file. Save it as CSV and try again.")
        digest.update(chunk)
        is_utf8 = is_utf8 and decoder.takes(chunk)
    _check_kind(first)
    if not size:
        raise _refused("empty", "The file is empty.")
    if is_utf8 and decoder.takes(b"", final=True):
        return Sheet(digest.hexdigest(), "utf-8-sig" if first.startswith(BOM) else "utf-8", size)
    return Sheet(digest.hexdigest(), "cp1252", size)


def rows_of(source: BinaryIO, encoding: str) -> Generator[list[str], None, None]:
    """Return the rows of the file one by one, the headings first; refuse what cannot be read."""
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=encoding, newline="")
    try:
        separator = _separator(text.readline(CHUNK))
        text.seek(0)
        yield from _counted(csv.reader(text, delimiter=separator))
    except UnicodeDecodeError:
        raise _refused(
            "encoding", "The file is neither UTF-8 nor Windows-1252. Save it as CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise _refused("not_csv", f"The file cannot be read as CSV: {error}.") from None
    finally:
        text.detach()  # the caller's file stays open


class Table:
    """A CSV file whose rows can be gone through as often as needed."""

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        self._source, self._encoding = source, encoding
        with closing(rows_of(source, encoding)) as rows:
            self.headings = next(rows, [])

    def __iter__(self) -> Generator[list[str], None, None]:
        """Return the rows below the headings one by one; refuses what cannot be read."""
        with closing(rows_of(self._source, self._encoding)) as rows:
            next(rows, None)
            yield from rows


def _counted(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(reader):
        if number > MOST_ROWS:
            raise _refused(
                "too_many_rows", f"The file has more than {MOST_ROWS:,} rows. Send it in parts."
            )
        yield row


def _separator(headings: str) -> str:
    return max(SEPARATORS, key=lambda one: (headings.count(one), -SEPARATORS.index(one)))


def _check_kind(first: bytes) -> None:
    for start, what in OTHER_FILES.items():
        if first.startswith(start):
            raise _refused("not_csv", f"This file is {what}. Save it as CSV (UTF-8) and try again.")


def _refused(code: str, message: str) -> Refused:
    return Refused(code, message, field="file")


class _Utf8:
    """Tells piece by piece whether bytes are UTF-8."""

    def __init__(self) -> None:
        self._rest = b""

    def takes(self, chunk: bytes, *, final: bool = False) -> bool:
        """Return whether the bytes so far are UTF-8; a character may be cut by the piece's end."""
        data = self._rest + chunk
        try:
            data.decode()
        except UnicodeDecodeError as error:
            cut_short = error.reason == "unexpected end of data" and not final
            self._rest = data[error.start :]
            return cut_short
        self._rest = b""
        return True
