"""The rows of a result file: case after case, and within each the standards in their order."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.timeliness.bulk.engine import RESULTS, Engine, Judged
from competency.timeliness.bulk.slices import Cases
from competency.timeliness.bulk.writing import csv_texts
from competency.timeliness.domain.results import Result

Counts = NDArray[np.int64]
NOT_STARTED = RESULTS.index(Result.NOT_STARTED)


class Assembler:
    """Makes the rows of results, and counts them by standard."""

    def __init__(self, engine: Engine, *, for_csv: bool) -> None:
        """Make days, standards and results once; for CSV all are texts, ready to be written."""
        self._engine = engine
        self._references = csv_texts if for_csv else pl.Series.rechunk
        days = _days(engine.calendar, engine.latest_slot())
        self._days = days.cast(pl.String) if for_csv else days
        self._codes = pl.Series([one.code for one in engine.standards])
        self._words = pl.Series([result.value for result in RESULTS])
        self.counts = np.zeros((len(engine.standards), len(RESULTS)), dtype=np.int64)

    def rows(self, cases: Cases) -> pl.DataFrame:
        """Return the results of the cases, one row each and one for each turn of what repeats."""
        judged = list(self._engine.judge(cases.columns))
        count = cases.columns.count
        each = [_rows_of(one, count) for one in judged]
        rows: Counts = np.zeros(count, dtype=np.int64)
        for some in each:
            rows += some
        total = int(rows.sum())
        standard = np.zeros(total, dtype=np.uint8)
        sequence = np.ones(total, dtype=np.int16)
        dates = np.zeros((3, total), dtype=np.int16)
        result = np.full(total, NOT_STARTED, dtype=np.uint8)
        first: Counts = np.cumsum(rows) - rows
        for place, (one, some) in enumerate(zip(judged, each, strict=True)):
            self._count(place, one)
            at, turn = _places(one, first)
            standard[first if one.rows is None else _all_places(first, some)] = place
            sequence[at] = turn
            for column, slots in zip(dates, (one.start, one.due, one.end), strict=True):
                column[at] = slots
            result[at] = one.result
            first = first + some
        return self._frame(cases, rows, standard, sequence, dates, result)

    def _count(self, place: int, one: Judged) -> None:
        self.counts[place] += np.bincount(one.result, minlength=len(RESULTS))
        if one.rows is not None:
            self.counts[place, NOT_STARTED] += int((one.rows == 0).sum())

    def _frame(
        self,
        cases: Cases,
        rows: Counts,
        standard: NDArray[np.uint8],
        sequence: NDArray[np.int16],
        dates: NDArray[np.int16],
        result: NDArray[np.uint8],
    ) -> pl.DataFrame:
        owner = np.repeat(np.arange(rows.size, dtype=np.uint32), rows)
        return pl.DataFrame(
            {
                "case_ref": self._references(cases.references).gather(owner),
                "standard": self._codes.gather(standard),
                "sequence": sequence,
                "start": self._days.gather(dates[0]),
                "due": self._days.gather(dates[1]),
                "end": self._days.gather(dates[2]),
                "result": self._words.gather(result),
            }
        )


def _days(calendar: WorkingCalendar, last: int) -> pl.Series:
    """Return the day of each slot; slot 0 is none."""
    days: Sequence[date | None] = [
        None,
        *(calendar.first + timedelta(days=number) for number in range(last)),
    ]
    return pl.Series(days, dtype=pl.Date)


def _rows_of(one: Judged, count: int) -> Counts:
    """Return how many rows each case has of a standard: never none."""
    if one.rows is None:
        return np.ones(count, dtype=np.int64)
    return np.maximum(one.rows, 1)


def _places(one: Judged, first: Counts) -> tuple[Counts, Counts | int]:
    """Return where each result stands, and its turn."""
    if one.rows is None:
        return first, 1
    before = np.cumsum(one.rows) - one.rows
    turn = np.arange(one.result.size) - np.repeat(before, one.rows)
    return np.repeat(first, one.rows) + turn, turn + 1


def _all_places(first: Counts, rows: Counts) -> Counts:
    """Return where the rows of a standard stand, those of cases without any turn included."""
    before = np.cumsum(rows) - rows
    return np.repeat(first - before, rows) + np.arange(int(rows.sum()))
