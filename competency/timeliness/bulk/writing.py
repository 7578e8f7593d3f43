"""The file of results: beside its place until it is whole, then in its place at once."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import polars as pl

from competency.kernel.errors import Refused

CSV, PARQUET, XLSX = ".csv", ".parquet", ".xlsx"
ENDINGS = (CSV, PARQUET, XLSX)
MOST_SHEET_ROWS = 1_048_575  # what a sheet holds below its headings
COLUMNS = ("case_ref", "standard", "sequence", "start", "due", "end", "result")
DATES = tuple(COLUMNS.index(name) for name in ("start", "due", "end"))
# a spreadsheet takes a cell that begins like this for a formula
FORMULA = r"^[=+\-@\t\r]"
QUOTED = '[,"\n\r]'
SPECIAL = f"{FORMULA}|{QUOTED}"


def csv_texts(texts: pl.Series) -> pl.Series:
    """Return texts as cells of a CSV file, harmless to a spreadsheet and quoted where needed."""
    special = texts.str.contains(SPECIAL)
    if not special.any():
        return texts
    text = pl.col(texts.name)
    harmless = pl.when(text.str.contains(FORMULA)).then(pl.concat_str(pl.lit("'"), text))
    doubled = pl.col("harmless").str.replace_all('"', '""', literal=True)
    quoted = pl.when(text.str.contains(QUOTED)).then(
        pl.concat_str(pl.lit('"'), doubled, pl.lit('"'))
    )
    return (
        texts.to_frame()
        .with_columns(harmless.otherwise(text).alias("harmless"))
        .select(quoted.otherwise("harmless"))
        .to_series()
    )


class Writer(Protocol):
    """Takes results slice by slice."""

    def write(self, results: pl.DataFrame) -> None:
        """Add rows."""

    def finish(self) -> None:
        """Make the file whole."""

    def close(self) -> None:
        """Let go of the file, whether or not it is whole."""


def ending_of(path: Path) -> str:
    """Return the ending of a file's name; refuse one that is neither CSV, Parquet nor XLSX."""
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise Refused("unknown_ending", f"{path.name} must end in one of {', '.join(ENDINGS)}.")
    return ending


def refuse_long_sheet(rows: int) -> None:
    """Refuse more rows than a spreadsheet can hold."""
    if rows > MOST_SHEET_ROWS:
        raise Refused(
            "too_long_for_xlsx",
            f"There are more than {MOST_SHEET_ROWS:,} results, and a spreadsheet (.xlsx) holds no "
            "more below its headings. Choose .csv or .parquet.",
        )


@contextmanager
def result_file(out: Path) -> Iterator[Writer]:
    """Give a writer; the file appears in its place when all went well, and else not at all.

    Refuses an unknown ending, and a folder that is not there or cannot be written in.
    """
    kind = _WRITERS[ending_of(out)]
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise Refused("cannot_write", f"Nothing can be written beside {out}: {error}.") from None
    try:
        making = folder / f"results{out.suffix}"
        writer: Writer = kind(making)
        try:
            yield writer
            writer.finish()
        finally:
            writer.close()
        _to_disk(making)
        making.replace(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


class _Csv:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write((",".join(COLUMNS) + "\n").encode())

    def write(self, results: pl.DataFrame) -> None:
        # `csv_texts` has put quotation marks where needed; polars would look at every cell again
        results.write_csv(self._file, include_header=False, quote_style="never")

    def finish(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """Slices are files of their own until the end, as polars writes a Parquet file in one go."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: list[Path] = []

    def write(self, results: pl.DataFrame) -> None:
        part = self._path.with_name(f"part-{len(self._parts):06}.parquet")
        results.write_parquet(part)
        self._parts.append(part)

    def finish(self) -> None:
        pl.scan_parquet(self._parts).sink_parquet(self._path)

    def close(self) -> None:
        self._parts.clear()


class _Xlsx:
    """Rows are kept until the end, so that too many are refused before the slow part begins."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: list[pl.DataFrame] = []

    def write(self, results: pl.DataFrame) -> None:
        self._kept.append(results)
        refuse_long_sheet(sum(one.height for one in self._kept))

    def finish(self) -> None:
        from xlsxwriter import Workbook

        options = {
            "constant_memory": True,
            "tmpdir": str(self._path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with Workbook(str(self._path), options) as book:
            sheet = book.add_worksheet("results")
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.write_row(0, 0, COLUMNS)
            sheet.set_column(DATES[0], DATES[-1], 12)
            sheet.freeze_panes(1, 0)
            rows = (row for one in self._kept for row in one.iter_rows())
            for number, row in enumerate(rows, 1):
                for place, value in enumerate(row):
                    if value is not None and place in DATES:
                        sheet.write_datetime(number, place, value, day)
                    elif value is not None:
                        sheet.write(number, place, value)

    def close(self) -> None:
        self._kept.clear()


_WRITERS: dict[str, type[_Csv] | type[_Parquet] | type[_Xlsx]] = {
    CSV: _Csv,
    PARQUET: _Parquet,
    XLSX: _Xlsx,
}
