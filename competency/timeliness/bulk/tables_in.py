"""Cases from a Parquet file or a spreadsheet, slice by slice, as texts like those of a CSV."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

import polars as pl

from competency.timeliness.bulk.faults import WHOLE_FILE, Faults, FaultyFile
from competency.timeliness.bulk.layout import CASE_REF, HEADINGS_ROW, Layout, match_headings
from competency.timeliness.bulk.slices import BETWEEN_DATES, Slice

SLICE_ROWS = 100_000
FORMULA = "is a formula; put its value there instead"


def parquet_slices(path: Path, layout: Layout, faults: Faults) -> Iterator[Slice]:
    """Yield the rows of a Parquet file, whose dates may be texts or dates."""
    try:
        lazy = pl.scan_parquet(path, glob=False)
        schema = lazy.collect_schema()
        height = lazy.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError):
        raise _whole(faults, "is not a Parquet file that can be read") from None
    names = match_headings(schema.names(), layout, faults)
    texts = [
        _as_text(old, kind).alias(new)
        for (old, kind), new in zip(schema.items(), names, strict=True)
    ]
    for at in range(0, height, SLICE_ROWS):
        frame = lazy.slice(at, SLICE_ROWS).select(texts).collect()
        yield Slice(frame, HEADINGS_ROW + 1 + at)


def xlsx_slices(path: Path, layout: Layout, faults: Faults) -> Iterator[Slice]:
    """Yield the rows of a workbook's first sheet; a formula is a fault, not its last value."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise _whole(faults, "is not a spreadsheet (.xlsx) that can be read") from None
    try:
        yield from _sheet_slices(book.worksheets[0].iter_rows(values_only=True), layout, faults)
    finally:
        book.close()


def _sheet_slices(
    rows: Iterator[tuple[object, ...]], layout: Layout, faults: Faults
) -> Iterator[Slice]:
    headings = [_cell(value) or "" for value in next(rows, ())]
    while headings and not headings[-1]:
        headings.pop()  # a sheet keeps empty columns at its end
    if not headings:
        raise _whole(faults, "is empty; the headings belong here")
    names, number = match_headings(headings, layout, faults), HEADINGS_ROW + 1
    reference = names.index(CASE_REF)
    while some := list(islice(rows, SLICE_ROWS)):
        cells = [[_cell(value) for value in row[: len(names)]] for row in some]
        faulty = set[int]()
        for row, one in enumerate(cells, number):
            one += [None] * (len(names) - len(one))
            if (one[reference] or "").startswith("="):
                faults.note(row, CASE_REF, FORMULA)
                one[:] = [None] * len(names)
                faulty.add(row)
        frame = pl.DataFrame(
            cells, schema=dict.fromkeys(names, pl.String), orient="row", strict=False
        )
        yield Slice(frame, number, frozenset(faulty))
        number += len(some)


def _whole(faults: Faults, reason: str) -> FaultyFile:
    faults.note(HEADINGS_ROW, WHOLE_FILE, reason)
    return FaultyFile(faults)


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column's values as the text that a CSV file has of them."""
    if isinstance(kind, pl.List):
        return _as_text_of(pl.element(), kind.inner).pipe(
            lambda each: pl.col(name).list.eval(each).list.join(BETWEEN_DATES)
        )
    return _as_text_of(pl.col(name), kind)


def _as_text_of(values: pl.Expr, kind: object) -> pl.Expr:
    if isinstance(kind, pl.Datetime):
        values = values.dt.date()
    return values.cast(pl.String)


def _cell(value: object) -> str | None:
    """Return a cell's value as text; a moment is its day, a whole number has no fraction."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    return f"={type(value).__name__}"  # a formula over several cells, which is no text
