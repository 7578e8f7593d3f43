"""A slice of a file of cases, from texts to columns that the engine takes."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandard
from competency.kernel.values import Value
from competency.timeliness.bulk.dates import DateReader
from competency.timeliness.bulk.engine import Columns, Engine, Many, Slots
from competency.timeliness.bulk.faults import Faults
from competency.timeliness.bulk.layout import CASE_REF, CLOSED, Layout

BETWEEN_DATES = ";"
Bad = NDArray[np.bool_]


class Slice(Value):
    """Rows of a file as texts under our names; `first_row` is the first one's number."""

    frame: pl.DataFrame
    first_row: int
    faulty: frozenset[int] = frozenset()  # rows that could not even be divided into cells


class Cases(Value):
    """The good rows of a slice, ready to be judged; `left_out` are the faulty ones."""

    references: pl.Series
    rows: NDArray[np.int64]
    columns: Columns
    left_out: int


class SliceReader:
    """Turns slices into cases and notes every fault by row and column."""

    def __init__(self, layout: Layout, engine: Engine, reader: DateReader, faults: Faults) -> None:
        """Read with this layout; `engine` knows how late a clock may start."""
        self._layout = layout
        self._reader = reader
        self._faults = faults
        self._latest = {
            event: min(engine.latest_start(one) for one in engine.standards if _starts(one, event))
            for event, _column in (*layout.single, *layout.many)
            if any(_starts(one, event) for one in engine.standards)
        }

    def read(self, part: Slice, repeated: pl.Series | None = None) -> Cases:
        """Return the good cases of a slice; references in `repeated` are no good, as noted before.

        A row without any cell is no case and no fault.
        """
        frame = part.frame
        rows = np.arange(part.first_row, part.first_row + frame.height, dtype=np.int64)
        blank = frame.select(
            pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == ""))
        ).to_series()
        bad = np.isin(rows, sorted(part.faulty)) if part.faulty else np.zeros(rows.size, np.bool_)
        bad |= self._bad_references(frame[CASE_REF], rows, ~blank.to_numpy() & ~bad)
        single = {
            event: self._dates(frame[column], rows, column, event, bad)
            for event, column in self._layout.single
        }
        closed = self._dates(frame[CLOSED], rows, CLOSED, CLOSED, bad)
        many = {
            event: self._several(frame[column], rows, column, event, bad)
            for event, column in self._layout.many
        }
        if repeated is not None:
            bad |= frame[CASE_REF].is_in(repeated.implode()).fill_null(False).to_numpy()
        kept = ~bad & ~blank.to_numpy()
        left_out = int(bad.sum())
        columns = Columns(rows.size, single, many, closed)
        if not kept.all():
            columns = _only(columns, kept)
        return Cases(frame[CASE_REF].filter(kept), rows[kept], columns, left_out)

    def _bad_references(self, texts: pl.Series, rows: NDArray[np.int64], asked: Bad) -> Bad:
        empty = (texts.is_null() | (texts.str.strip_chars() == "")).to_numpy() & asked
        for row in rows[empty]:
            self._faults.note(int(row), CASE_REF, "is empty; a case needs its reference")
        return empty

    def _dates(
        self, texts: pl.Series, rows: NDArray[np.int64], column: str, event: str, bad: Bad
    ) -> Slots:
        slots = self._reader.slots(texts)
        wrong = self._wrong(slots, event)
        for place in np.flatnonzero(wrong):
            self._note(int(rows[place]), column, texts[int(place)], int(slots[place]))
        bad |= wrong
        return slots

    def _several(
        self, texts: pl.Series, rows: NDArray[np.int64], column: str, event: str, bad: Bad
    ) -> Many:
        parts = texts.fill_null("").str.split(BETWEEN_DATES)
        lengths = parts.list.len().to_numpy().astype(np.int64)
        flat = parts.explode()
        owner = np.repeat(np.arange(rows.size), lengths)
        slots = self._reader.slots(flat)
        wrong = self._wrong(slots, event)
        for place in np.flatnonzero(wrong):
            row = int(rows[owner[place]])
            self._note(row, column, flat[int(place)], int(slots[place]))
        bad[owner[wrong]] = True
        happened = slots > 0
        counts = np.bincount(owner[happened], minlength=rows.size).astype(np.int64)
        return Many(slots[happened], counts)

    def _wrong(self, slots: Slots, event: str) -> Bad:
        wrong: Bad = slots < 0
        latest = self._latest.get(event)
        return wrong if latest is None else wrong | (slots > latest)

    def _note(self, row: int, column: str, text: str, slot: int) -> None:
        if slot < 0:
            self._faults.note(row, column, self._reader.reason(text))
            return
        calendar = self._reader.calendar
        self._faults.note(
            row,
            column,
            f"{text.strip()} is so late that its due date lies outside the bank-holiday calendar "
            f"of {calendar.nation}, which is known to {calendar.last}.",
        )


def _starts(standard: TimelinessStandard, event: str) -> bool:
    """Return whether the event starts a turn of the standard."""
    return event == standard.starts or (standard.repeats and event == standard.ends)


def _only(columns: Columns, kept: Bad) -> Columns:
    """Return the columns of the kept cases alone."""
    many = {
        event: Many(found.slots[np.repeat(kept, found.counts)], found.counts[kept])
        for event, found in columns.many.items()
    }
    single = {event: slots[kept] for event, slots in columns.single.items()}
    return Columns(int(kept.sum()), single, many, columns.closed[kept])
