"""A CSV file of cases, slice by slice, so that a file of any length fits into the memory.

A slice that is plain (UTF-8, no quotation marks, each row as many cells as there are columns) is
read by polars. Any other is read row by row, which is slower and can name what is wrong.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl

from competency.timeliness.bulk.faults import WHOLE_FILE, Faults, FaultyFile
from competency.timeliness.bulk.layout import HEADINGS_ROW, Layout, match_headings
from competency.timeliness.bulk.slices import Slice

SLICE_BYTES = 12_000_000
LONGEST_ROW = 1_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NOT_UTF8 = "is not UTF-8 text (perhaps Windows-1252); save the file as CSV UTF-8"
OTHER_FILES = {
    b"PK": "is a spreadsheet or an archive; give it its own ending, such as .xlsx",
    b"PAR1": "is a Parquet file; give it the ending .parquet",
    b"\xff\xfe": "is UTF-16 text; save it as CSV UTF-8",
    b"\xfe\xff": "is UTF-16 text; save it as CSV UTF-8",
}


def csv_slices(path: Path, layout: Layout, faults: Faults) -> Iterator[Slice]:
    """Yield the rows below the headings; raises `FaultyFile` where the headings are wrong."""
    with path.open("rb") as file:
        names, row = _headings(file, layout, faults), HEADINGS_ROW + 1
        for block in _blocks(file, faults):
            part = _plain(block, names, row)
            if part is None:
                part = _row_by_row(block, names, row, faults)
            yield part
            row += part.frame.height


def _headings(file: BinaryIO, layout: Layout, faults: Faults) -> tuple[str, ...]:
    line = file.readline(LONGEST_ROW)
    for start, what in OTHER_FILES.items():
        if line.startswith(start):
            faults.note(HEADINGS_ROW, WHOLE_FILE, what)
            raise FaultyFile(faults)
    text = line.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "surrogateescape")
    if not text.strip():
        faults.note(HEADINGS_ROW, WHOLE_FILE, "is empty; the headings belong here")
        raise FaultyFile(faults)
    headings = next(csv.reader([text]))
    return match_headings([_readable(one) for one in headings], layout, faults)


def _readable(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _blocks(file: BinaryIO, faults: Faults) -> Iterator[bytes]:
    """Yield whole rows; a line break between quotation marks ends none."""
    rest = b""
    while read := file.read(SLICE_BYTES):
        rest += read
        cut = _last_row_end(rest)
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 4 * SLICE_BYTES:
            faults.note(HEADINGS_ROW + 1, WHOLE_FILE, "a quotation mark opens and never closes")
            raise FaultyFile(faults)
    if rest:
        yield rest


def _last_row_end(block: bytes) -> int:
    """Return where the last whole row ends, 0 where there is none."""
    cut = block.rfind(b"\n") + 1
    while cut and block.count(b'"', 0, cut) % 2:
        cut = block.rfind(b"\n", 0, cut - 1) + 1
    return cut


def _plain(block: bytes, names: tuple[str, ...], row: int) -> Slice | None:
    """Return the slice as polars reads it, None where it is not plain."""
    if b'"' in block or b"\x00" in block:
        return None
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if block.count(b",") != lines * (len(names) - 1):
        return None
    try:
        frame = pl.read_csv(
            block, has_header=False, schema=dict.fromkeys(names, pl.String), quote_char=None
        )
    except pl.exceptions.ComputeError:
        return None
    return Slice(frame, row) if frame.height == lines else None


def _row_by_row(block: bytes, names: tuple[str, ...], row: int, faults: Faults) -> Slice:
    text = block.decode("utf-8", "surrogateescape").replace("\x00", "\ufffd")
    columns: list[list[str | None]] = [[] for _ in names]
    faulty = set[int]()
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), row):
        if not _is_whole(cells, names, number, faults):
            faulty.add(number)
            cells = []
        for place, column in enumerate(columns):
            column.append(cells[place] if cells else None)
    frame = pl.DataFrame(dict(zip(names, columns, strict=True)), schema_overrides=_texts(names))
    return Slice(frame, row, frozenset(faulty))


def _is_whole(cells: list[str], names: tuple[str, ...], row: int, faults: Faults) -> bool:
    if cells and len(cells) != len(names):
        found = f"has {len(cells)} cells where the headings have {len(names)}"
        faults.note(row, names[min(len(cells), len(names)) - 1], found)
        return False
    whole = True
    for name, cell in zip(names, cells, strict=False):
        if any("\udc80" <= character <= "\udcff" for character in cell):
            faults.note(row, name, NOT_UTF8)
            whole = False
    return whole


def _texts(names: tuple[str, ...]) -> dict[str, type[pl.String]]:
    return dict.fromkeys(names, pl.String)
