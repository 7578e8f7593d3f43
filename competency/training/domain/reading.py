"""From the rows of a file to completions: each is good, or a fault that names row and column.

Rows are taken one by one; what is kept of each is a few references, and dates are read at the
end, when the whole file has shown how it writes them. A cell is text, whatever it begins with.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from competency.kernel.errors import Refused
from competency.training.domain.columns import Columns, Field
from competency.training.domain.completions import EARLIEST, LONGEST_NUMBER
from competency.training.domain.days import NotADay, Order, order_of, read_day

MOST_FAULTS_SHOWN = 200
LONGEST_QUOTE = 40


class Fault(NamedTuple):
    """Why a row cannot be taken: its number as a spreadsheet shows it, the column, the reason."""

    row: int
    column: str
    reason: str


class Row(NamedTuple):
    """A good row."""

    person_id: int
    course_id: int
    completed_on: date
    expires_on: date | None
    number: str


class _Raw(NamedTuple):
    row: int
    person_id: int
    course_id: int
    completed_on: str
    expires_on: str
    number: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom and what the file may name, in lower case; `left_on` is of those who have left."""

    by_staff_number: Mapping[str, int]
    by_email: Mapping[str, int]
    by_course: Mapping[str, int]
    need_expiry: frozenset[int]
    left_on: Mapping[int, date]
    only_course: int | None = None


@dataclass(slots=True)
class Reading:
    """What came of reading: good rows, the first faults and how many there are, repetitions."""

    rows: int = 0
    good: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    faulty: int = 0
    repeated: int = 0
    order: Order = Order.DAY_FIRST

    def fault(self, row: int, column: str, reason: str) -> None:
        """Note a row that cannot be taken; only the first are kept in words."""
        self.faulty += 1
        if len(self.faults) < MOST_FAULTS_SHOWN:
            self.faults.append(Fault(row, column, reason))


def read(
    rows: Iterable[list[str]],
    columns: Columns,
    known: Directory,
    today: date,
    *,
    order: Order | None = None,
) -> Reading:
    """Return what the rows below the headings say; an `order` of dates is somebody's own choice."""
    found = Reading()
    raw = list(_take(rows, columns, known, found))
    days = _days(raw, order, found)
    seen = set[tuple[int, int, date]]()
    for one in raw:
        row = _row(one, columns, days, known, today, found)
        if row is None:
            continue
        key = row[:3]
        if key in seen:
            found.repeated += 1
            continue
        seen.add(key)
        found.good.append(row)
    found.faults.sort()
    return found


def _take(
    rows: Iterable[list[str]], columns: Columns, known: Directory, found: Reading
) -> Iterator[_Raw]:
    """Return the rows whose person and course are known, with their dates as they are written."""
    width = len(columns.headings)
    staff, email, course, on, until, number = (columns.at.get(one) for one in Field)
    assert on is not None  # `columns.match` refuses a file without it
    for place, cells in enumerate(rows, 2):
        if not any(cells):
            continue
        found.rows += 1
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        person_id = _person(
            "" if staff is None else cells[staff].strip(),
            "" if email is None else cells[email].strip(),
            known,
        )
        if isinstance(person_id, tuple):
            found.fault(place, columns.heading(person_id[0]), person_id[1])
            continue
        course_id = known.only_course
        if course is not None and course_id is None:
            course_id = known.by_course.get(_plain(cells[course]))
            if course_id is None:
                heading = columns.heading(Field.COURSE)
                found.fault(place, heading, f"{_quoted(cells[course])} is not a course here")
                continue
        assert course_id is not None
        yield _Raw(
            place,
            person_id,
            course_id,
            cells[on].strip(),
            "" if until is None else cells[until].strip(),
            "" if number is None else cells[number].strip(),
        )


def _person(staff: str, email: str, known: Directory) -> int | tuple[Field, str]:
    """Return whom the row names, or which column says what is wrong."""
    by_number = known.by_staff_number.get(staff.casefold()) if staff else None
    by_email = known.by_email.get(email.casefold()) if email else None
    if by_number is not None:
        if by_email is not None and by_email != by_number:
            return Field.EMAIL, "belongs to somebody else than the staff number"
        return by_number
    if staff:
        return Field.STAFF_NUMBER, f"{_quoted(staff)} is nobody's staff number here"
    if by_email is not None:
        return by_email
    if email:
        return Field.EMAIL, f"{_quoted(email)} is nobody's email address here"
    return Field.STAFF_NUMBER, "names nobody: staff number and email address are empty"


def _days(raw: list[_Raw], order: Order | None, found: Reading) -> dict[str, date | str]:
    """Return each date text once, as a day or as the reason why it is none."""
    texts = {one.completed_on for one in raw} | {one.expires_on for one in raw} - {""}
    found.order = order or order_of(texts)
    days: dict[str, date | str] = {}
    for text in texts:
        try:
            days[text] = read_day(text, found.order, chosen=order is not None)
        except NotADay as reason:
            days[text] = f"{_quoted(text)} {reason}"
    return days


def _row(
    one: _Raw,
    columns: Columns,
    days: Mapping[str, date | str],
    known: Directory,
    today: date,
    found: Reading,
) -> Row | None:
    on = days[one.completed_on]
    if isinstance(on, str) or not EARLIEST <= on <= today:
        reason = on if isinstance(on, str) else _out_of_time(one.completed_on, on, today)
        found.fault(one.row, columns.heading(Field.COMPLETED_ON), reason)
        return None
    left_on = known.left_on.get(one.person_id)
    if left_on is not None and on > left_on:
        heading = columns.heading(Field.COMPLETED_ON)
        found.fault(one.row, heading, "is after this person's last day here")
        return None
    until = days[one.expires_on] if one.expires_on else None
    if isinstance(until, str) or (until is not None and until < on):
        reason = until if isinstance(until, str) else "is before the day of completion"
        found.fault(one.row, columns.heading(Field.EXPIRES_ON), reason)
        return None
    if until is None and one.course_id in known.need_expiry:
        found.fault(one.row, columns.heading(Field.EXPIRES_ON), "is needed for this, and empty")
        return None
    if len(one.number) > LONGEST_NUMBER or not one.number.isprintable():
        found.fault(one.row, columns.heading(Field.NUMBER), "is too long, or holds odd characters")
        return None
    return Row(one.person_id, one.course_id, on, until, one.number)


def _out_of_time(text: str, on: date, today: date) -> str:
    if on > today:
        return f"{_quoted(text)} is still to come"
    return f"{_quoted(text)} is too long ago; check the year"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _quoted(text: str) -> str:
    short = "".join(c if c.isprintable() else " " for c in text.strip()[:LONGEST_QUOTE])
    return f"“{short}”"


def refuse_unless_whole(found: Reading, *, leave_out: bool) -> None:
    """Refuse to import a file with faulty rows, unless it was said that they are left out."""
    if not found.rows:
        raise Refused("no_rows", "The file has headings and no rows.", field="file")
    if found.faulty and not leave_out:
        raise Refused(
            "faulty_rows",
            f"{found.faulty:,} of {found.rows:,} rows cannot be taken. Correct them, or choose to "
            "leave them out.",
            field="file",
        )
