"""From the texts of a column to slots; a date is read once, however often it stands there."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from competency.calendars.domain.iso import is_shaped, read_iso
from competency.calendars.domain.working_calendar import OutsideCalendar, WorkingCalendar
from competency.timeliness.bulk.faults import quoted

NOT_A_DATE, OUTSIDE = -1, -2
MOST_KEPT = 20_000  # texts whose slot is remembered from slice to slice


class DateReader:
    """Reads dates as of a day: what is later has not happened, before anything else is asked."""

    def __init__(self, calendar: WorkingCalendar, as_of: date) -> None:
        """Begin with the calendar's days known."""
        self.calendar = calendar
        self.as_of = as_of
        days = (as_of - calendar.first).days + 1
        texts = [(calendar.first + timedelta(days=number)).isoformat() for number in range(days)]
        self._texts = pl.Series(texts, dtype=pl.String)
        self._slots = pl.Series(range(1, days + 1), dtype=pl.Int16)

    def slots(self, texts: pl.Series) -> NDArray[np.int16]:
        """Return the slot of each text, 0 where nothing has happened, below 0 where it is wrong."""
        found = _look_up(texts, self._texts, self._slots)
        new = texts.filter(found.is_null() & texts.is_not_null()).unique()
        if new.len():
            slots = pl.Series([self._slot(text) for text in new.to_list()], dtype=pl.Int16)
            known, places = pl.concat([self._texts, new]), pl.concat([self._slots, slots])
            found = _look_up(texts, known, places)
            if known.len() <= MOST_KEPT:
                self._texts, self._slots = known, places
        return found.fill_null(0).to_numpy()

    def _slot(self, text: str) -> int:
        text = text.strip()
        if not text:
            return 0
        day = read_iso(text)
        if day is None:
            return NOT_A_DATE
        if day > self.as_of:
            return 0
        slot = (day - self.calendar.first).days + 1
        return slot if slot > 0 else OUTSIDE

    def reason(self, text: str) -> str:
        """Return why a text is no date that can be judged."""
        day = read_iso(text.strip())
        if day is not None:
            first, last = self.calendar.first, self.calendar.last
            return OutsideCalendar(day, self.calendar.nation, first, last).message
        if text.startswith("="):
            return f"{quoted(text)} is a formula; put its value there instead"
        if is_shaped(text.strip()):
            return f"{quoted(text)} is a day that does not exist"
        return f"{quoted(text)} is not a date written as 2026-11-30"


def _look_up(texts: pl.Series, known: pl.Series, slots: pl.Series) -> pl.Series:
    return texts.replace_strict(known, slots, default=None, return_dtype=pl.Int16)
