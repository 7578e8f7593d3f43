"""A whole file of cases against a set of standards: read, judge, write, and say what came of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.kernel.errors import Refused
from competency.timeliness.bulk.assembling import Assembler
from competency.timeliness.bulk.csv_in import csv_slices
from competency.timeliness.bulk.dates import DateReader
from competency.timeliness.bulk.engine import RESULTS, Engine
from competency.timeliness.bulk.faults import WHOLE_FILE, Faults, FaultyFile, quoted
from competency.timeliness.bulk.layout import CASE_REF, HEADINGS_ROW, Layout, layout_of
from competency.timeliness.bulk.slices import Slice, SliceReader
from competency.timeliness.bulk.tables_in import parquet_slices, xlsx_slices
from competency.timeliness.bulk.writing import (
    CSV,
    PARQUET,
    XLSX,
    ending_of,
    result_file,
)
from competency.timeliness.domain.rates import Tally

READERS = {CSV: csv_slices, PARQUET: parquet_slices, XLSX: xlsx_slices}


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a file: cases judged, rows left out, results written and what they say."""

    cases: int
    left_out: int
    rows: int
    tallies: Mapping[str, Tally]
    faults: Faults = field(repr=False)


def check_file(
    cases: Path,
    out: Path,
    standards: TimelinessStandards,
    calendar: WorkingCalendar,
    as_of: date,
    *,
    skip_faulty: bool = False,
    told: Callable[[int], None] | None = None,
) -> Checked:
    """Judge every case of a file as of a day and write the results; return the summary.

    After each slice `told` is called with how many cases were judged so far.

    Both files are CSV, Parquet or XLSX by their endings. Raises `FaultyFile` with every fault, and
    writes nothing, unless faulty rows are to be skipped; a file without one good row is refused
    either way. Refuses a result too long for XLSX, and units that no file of dates can show.
    """
    ending_of(cases)
    if out.exists() and cases.exists() and out.samefile(cases):
        raise Refused("same_file", "The results would take the place of the cases. Name another.")
    check = _Check(cases, out, standards, calendar, as_of)
    repeated = check.repeated_references() if skip_faulty else None
    with result_file(out) as writer:
        for results in check.results(repeated):
            if not check.faults.count or skip_faulty:
                writer.write(results)
            if told is not None:
                told(check.summary().cases)
        if repeated is None:
            check.note_repeated()
        checked = check.summary()
        if check.faults.count and not (skip_faulty and checked.cases):
            raise FaultyFile(check.faults)
    return checked


class _Check:
    """One run over one file."""

    def __init__(
        self,
        cases: Path,
        out: Path,
        standards: TimelinessStandards,
        calendar: WorkingCalendar,
        as_of: date,
    ) -> None:
        self._path = cases
        self._layout: Layout = layout_of(standards)
        self._engine = Engine(standards, calendar, as_of)
        self._reader = DateReader(calendar, as_of)
        self._assembler = Assembler(self._engine, for_csv=ending_of(out) == CSV)
        self._references: list[pl.DataFrame] = []
        self.faults = Faults()
        self._cases = self._left_out = self._rows = 0

    def results(self, repeated: pl.Series | None) -> Iterator[pl.DataFrame]:
        """Yield the results of each slice, without the rows that are faulty or `repeated`."""
        reader = SliceReader(self._layout, self._engine, self._reader, self.faults)
        for part in self._slices(self.faults):
            found = reader.read(part, repeated)
            if repeated is None:
                self._references.append(_numbered(part))
            self._cases += found.columns.count
            self._left_out += found.left_out
            results = self._assembler.rows(found)
            self._rows += results.height
            yield results
        if not self._cases and not self._left_out:
            self.faults.note(HEADINGS_ROW + 1, WHOLE_FILE, "there is no case below the headings")

    def repeated_references(self) -> pl.Series:
        """Read the references alone, note each that stands in several rows, and return those."""
        self._references = [_numbered(part) for part in self._slices(Faults())]
        return self.note_repeated()

    def note_repeated(self) -> pl.Series:
        """Note every row whose reference stands in another row too; return those references."""
        if not self._references:
            return pl.Series(dtype=pl.String)
        repeated = (
            pl.concat(self._references)
            .filter(pl.col(CASE_REF).is_duplicated())
            .group_by(CASE_REF)
            .agg(pl.col("row").sort())
        )
        self._references.clear()
        for reference, rows in repeated.iter_rows():
            for row in rows:
                others = ", ".join(str(other) for other in rows if other != row)
                self.faults.note(
                    row, CASE_REF, f"{quoted(reference)} stands in row {others} as well"
                )
        found: pl.Series = repeated[CASE_REF]
        return found

    def summary(self) -> Checked:
        """Return what came of it so far."""
        tallies = {
            one.code: Tally(
                {result: int(n) for result, n in zip(RESULTS, counts, strict=True) if n}
            )
            for one, counts in zip(self._engine.standards, self._assembler.counts, strict=True)
        }
        return Checked(self._cases, self._left_out, self._rows, tallies, self.faults)

    def _slices(self, faults: Faults) -> Iterator[Slice]:
        try:
            yield from READERS[ending_of(self._path)](self._path, self._layout, faults)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise Refused("cannot_read", f"{self._path} cannot be read: {error}.") from None


def _numbered(part: Slice) -> pl.DataFrame:
    """Return the references of a slice with the numbers of their rows."""
    numbered = part.frame.select(CASE_REF).with_row_index("row", offset=part.first_row)
    filled = pl.col(CASE_REF).str.strip_chars() != ""
    return numbered.filter(pl.col(CASE_REF).is_not_null() & filled)
