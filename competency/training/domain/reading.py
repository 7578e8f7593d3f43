"""From the rows of a file to completions: each is good, or needs somebody.

Rows are taken one by one; what is kept of each is a few references, and dates are read at the
end, when the whole file has shown how it writes them. A cell is text, whatever it begins with.
Only then are the first rows that need somebody looked at again, cell by cell, so that a file of
a hundred thousand faults takes no more room than one of a hundred.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from competency.kernel.errors import Refused
from competency.training.domain.cells import (
    Directory,
    Row,
    fault_of_day,
    fault_of_expiry,
    fault_of_number,
    find_course,
    find_person,
    read_cell,
    read_typed,
)
from competency.training.domain.columns import Columns, Field
from competency.training.domain.days import Order, order_of
from competency.training.domain.mending import MOST_MENDED, NOTHING_MENDED, Mend, Mending

MOST_FAULTY_SHOWN = 200
ENOUGH = 2 * MOST_FAULTY_SHOWN + MOST_MENDED  # the first of each pass, and all that was mended
DAYS = (Field.COMPLETED_ON, Field.EXPIRES_ON)
Texts = Mapping[Field, str]


class Fault(NamedTuple):
    """Why a row cannot be taken: its number as a spreadsheet shows it, the column, the reason."""

    row: int
    column: str
    reason: str
    field: Field


class Faulty(NamedTuple):
    """A row that needs somebody: what its cells say, as mended so far, and all that is wrong."""

    row: int
    texts: Texts
    faults: tuple[Fault, ...]


class _Raw(NamedTuple):
    row: int
    person_id: int
    course_id: int
    completed_on: str
    expires_on: str
    number: str


@dataclass(slots=True)
class Reading:
    """What came of reading: good rows, the first that need somebody, and how many there are.

    `repeated` rows say what another row says; `left_out` ones somebody chose not to take.
    """

    rows: int = 0
    good: list[Row] = field(default_factory=list)
    first_faulty: list[Faulty] = field(default_factory=list)
    faulty: int = 0
    repeated: int = 0
    left_out: int = 0
    order: Order = Order.DAY_FIRST

    @property
    def faults(self) -> list[Fault]:
        """Return what is wrong with the first rows that need somebody."""
        return [fault for one in self.first_faulty for fault in one.faults]


def read(
    rows: Iterable[list[str]],
    columns: Columns,
    known: Directory,
    today: date,
    *,
    order: Order | None = None,
    mending: Mending = NOTHING_MENDED,
) -> Reading:
    """Return what the rows below the headings say; an `order` of dates is somebody's own choice.

    The rows are gone through again where some need somebody. What was mended is read in place of
    what the file says, and does not change how the file's dates are read.
    """
    found = _Reader(columns, known, today, order, mending)
    raw = list(found.take(rows))
    found.read_days(raw)
    found.judge_mended()
    for one in raw:
        found.judge(one)
    if found.bad:
        found.look_again(rows)
    return found.reading


class _Reader:
    """Goes through a file once for all rows, and once more for those that need somebody."""

    def __init__(
        self,
        columns: Columns,
        known: Directory,
        today: date,
        order: Order | None,
        mending: Mending,
    ) -> None:
        self.reading = Reading()
        self.bad: set[int] = set()  # of all that are faulty, the first of each pass
        self._columns, self._known, self._today = columns, known, today
        self._chosen, self._mending = order, mending
        self._days: dict[str, date | str] = {}
        self._mended: list[tuple[int, Texts]] = []
        self._seen = set[tuple[int, int, date]]()

    def take(self, rows: Iterable[list[str]]) -> Iterator[_Raw]:
        """Return the rows whose person and course are known, with dates as they are written."""
        width = len(self._columns.headings)
        staff, email, course, on, until, number = (self._columns.at.get(one) for one in Field)
        assert on is not None  # `columns.match` refuses a file without it
        mends, known = self._mending.cells, self._known
        noted = len(self.bad)
        for place, cells in _numbered(rows):
            self.reading.rows += 1
            if place in self._mending.left_out:
                self.reading.left_out += 1
                continue
            if len(cells) < width:
                cells = cells + [""] * (width - len(cells))
            if place in mends:
                self._mended.append((place, self._texts(cells)))
                continue
            person_id = find_person(
                "" if staff is None else cells[staff].strip(),
                "" if email is None else cells[email].strip(),
                known,
            )
            course_id = find_course("" if course is None else cells[course], known)
            if isinstance(person_id, tuple) or isinstance(course_id, str):
                self.reading.faulty += 1
                if noted < MOST_FAULTY_SHOWN:
                    self.bad.add(place)
                    noted += 1
                continue
            yield _Raw(
                place,
                person_id,
                course_id,
                cells[on].strip(),
                "" if until is None else cells[until].strip(),
                "" if number is None else cells[number].strip(),
            )

    def read_days(self, raw: Collection[_Raw]) -> None:
        """Read each date text once, as a day or as the reason why it is none."""
        texts = {one.completed_on for one in raw} | {one.expires_on for one in raw} - {""}
        self.reading.order = self._chosen or order_of(texts)
        for text in texts:
            self._days[text] = self._day(text)

    def judge(self, one: _Raw) -> None:
        """Add the row where all its cells are good, else note that it needs somebody."""
        on = self._days[one.completed_on]
        until = self._days[one.expires_on] if one.expires_on else None
        needed = one.course_id in self._known.need_expiry
        left_on = self._known.left_on.get(one.person_id)
        if (
            isinstance(on, str)
            or fault_of_day(one.completed_on, on, left_on, self._today)
            or isinstance(until, str)
            or fault_of_expiry(until, on, needed=needed)
            or fault_of_number(one.number)
        ):
            self.reading.faulty += 1
            if len(self.bad) < ENOUGH:
                self.bad.add(one.row)
        else:
            self._add(Row(one.person_id, one.course_id, on, until, one.number))

    def judge_mended(self) -> None:
        """Do the same for the rows that somebody mended; these are few, and all are noted."""
        for place, texts in self._mended:
            row, _ = self._examine(place, self._with_mends(place, texts))
            if row is None:
                self.reading.faulty += 1
                self.bad.add(place)
            else:
                self._add(row)

    def look_again(self, rows: Iterable[list[str]]) -> None:
        """Go through the rows again and say all that is wrong with the first that need somebody."""
        width = len(self._columns.headings)
        first = set(sorted(self.bad)[:MOST_FAULTY_SHOWN])
        for place, cells in _numbered(rows):
            if place not in first:
                continue
            said = self._texts(cells + [""] * (width - len(cells)))
            texts = self._with_mends(place, said)
            _, faults = self._examine(place, texts)
            self.reading.first_faulty.append(Faulty(place, texts, tuple(faults)))
            first.remove(place)
            if not first:
                break

    def _add(self, row: Row) -> None:
        key = row[:3]
        if key in self._seen:
            self.reading.repeated += 1
            return
        self._seen.add(key)
        self.reading.good.append(row)

    def _texts(self, cells: list[str]) -> dict[Field, str]:
        return {name: cells[at].strip() for name, at in self._columns.at.items()}

    def _with_mends(self, place: int, texts: Texts) -> dict[Field, str]:
        mends: Mapping[Field, Mend] = self._mending.cells.get(place, {})
        return {**texts, **{name: mend.typed.strip() for name, mend in mends.items()}}

    def _examine(self, place: int, texts: Texts) -> tuple[Row | None, list[Fault]]:
        """Return the row, or all that is wrong with it."""
        known, said = self._known, {name: texts.get(name, "") for name in Field}
        wrong: list[tuple[Field, str]] = []
        person_id = find_person(said[Field.STAFF_NUMBER], said[Field.EMAIL], known)
        if isinstance(person_id, tuple):
            wrong.append(person_id)
        course_id = find_course(said[Field.COURSE], known)
        if isinstance(course_id, str):
            wrong.append((Field.COURSE, course_id))
        is_typed = self._mending.cells.get(place, {}).keys()
        on, until = (self._said_day(said[name], is_typed=name in is_typed) for name in DAYS)
        wrong += self._wrong_days(said, person_id, on, until, needed=course_id in known.need_expiry)
        number = fault_of_number(said[Field.NUMBER])
        if number is not None:
            wrong.append((Field.NUMBER, number))
        if wrong:
            return None, [Fault(place, self._columns.heading(n), why, n) for n, why in wrong]
        assert isinstance(person_id, int)
        assert isinstance(course_id, int)
        assert isinstance(on, date)
        assert not isinstance(until, str)
        return Row(person_id, course_id, on, until, said[Field.NUMBER]), []

    def _wrong_days(
        self,
        said: Texts,
        person_id: object,
        on: date | str | None,
        until: date | str | None,
        *,
        needed: bool,
    ) -> Iterator[tuple[Field, str]]:
        left_on = self._known.left_on.get(person_id) if isinstance(person_id, int) else None
        text = said[Field.COMPLETED_ON]
        day = fault_of_day(text, on or self._day(text), left_on, self._today)
        if day is not None:
            yield Field.COMPLETED_ON, day
        expiry = fault_of_expiry(until, on if isinstance(on, date) else None, needed=needed)
        if expiry is not None:
            yield Field.EXPIRES_ON, expiry

    def _said_day(self, text: str, *, is_typed: bool) -> date | str | None:
        """Return the day of a cell, why it is none, or None of an empty cell."""
        if not text:
            return None
        return read_typed(text) if is_typed else self._day(text)

    def _day(self, text: str) -> date | str:
        return read_cell(text, self.reading.order, chosen=self._chosen is not None)


def _numbered(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that say anything, numbered as a spreadsheet does: the headings are row 1."""
    return ((place, cells) for place, cells in enumerate(rows, 2) if any(cells))


def refuse_unless_whole(found: Reading, *, leave_out: bool) -> None:
    """Refuse to import a file with faulty rows, unless it was said that they are left out."""
    if not found.rows:
        raise Refused("no_rows", "The file has headings and no rows.", field="file")
    if found.faulty and not leave_out:
        raise Refused(
            "faulty_rows",
            f"{found.faulty:,} of {found.rows:,} rows cannot be taken. Mend them, or choose to "
            "leave them out.",
            field="file",
        )
