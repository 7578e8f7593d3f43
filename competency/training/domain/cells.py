"""What the cells of one row must say; each check returns what they mean, or why they cannot."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from competency.kernel.values import Value
from competency.training.domain.columns import Field
from competency.training.domain.completions import EARLIEST, LONGEST_NUMBER
from competency.training.domain.days import NotADay, Order, read_day

LONGEST_QUOTE = 40
TYPED_DAY = "is not a date with the day first, such as 25/03/2026"


class Directory(Value):
    """Whom and what the file may name, in lower case; `left_on` is of those who have left."""

    by_staff_number: Mapping[str, int]
    by_email: Mapping[str, int]
    by_course: Mapping[str, int]
    need_expiry: frozenset[int]
    left_on: Mapping[int, date]
    only_course: int | None = None


class Row(NamedTuple):
    """A good row."""

    person_id: int
    course_id: int
    completed_on: date
    expires_on: date | None
    number: str


def find_person(staff: str, email: str, known: Directory) -> int | tuple[Field, str]:
    """Return whom the row names, or which column says what is wrong."""
    by_number = known.by_staff_number.get(staff.casefold()) if staff else None
    by_email = known.by_email.get(email.casefold()) if email else None
    if by_number is not None:
        if by_email is not None and by_email != by_number:
            return Field.EMAIL, "belongs to somebody else than the staff number"
        return by_number
    if staff:
        return Field.STAFF_NUMBER, f"{quoted(staff)} is nobody's staff number here"
    if by_email is not None:
        return by_email
    if email:
        return Field.EMAIL, f"{quoted(email)} is nobody's email address here"
    return Field.STAFF_NUMBER, "names nobody: staff number and email address are empty"


def find_course(text: str, known: Directory) -> int | str:
    """Return which course the row is of, or why that cannot be told."""
    if known.only_course is not None:
        return known.only_course
    found = known.by_course.get(" ".join(text.casefold().split()))
    return f"{quoted(text)} is not a course here" if found is None else found


def read_cell(text: str, order: Order, *, chosen: bool) -> date | str:
    """Return the day that a cell of the file says, or the reason why it says none."""
    try:
        return read_day(text, order, chosen=chosen)
    except NotADay as reason:
        return f"{quoted(text)} {reason}"


def read_typed(text: str) -> date | str:
    """Return the day that somebody typed, whatever the file does: the day comes first."""
    try:
        return read_day(text, Order.DAY_FIRST)
    except NotADay:
        return f"{quoted(text)} {TYPED_DAY}"


def fault_of_day(text: str, on: date | str, left_on: date | None, today: date) -> str | None:
    """Return why nobody can have completed it then, or None."""
    if isinstance(on, str):
        return on
    if on > today:
        return f"{quoted(text)} is still to come"
    if on < EARLIEST:
        return f"{quoted(text)} is too long ago; check the year"
    if left_on is not None and on > left_on:
        return "is after this person's last day here"
    return None


def fault_of_expiry(until: date | str | None, on: date | None, *, needed: bool) -> str | None:
    """Return why it cannot expire then, or None; `on` is None where that day is a fault itself."""
    if isinstance(until, str):
        return until
    if until is None:
        return "is needed for this, and empty" if needed else None
    return "is before the day of completion" if on is not None and until < on else None


def fault_of_number(number: str) -> str | None:
    """Return why this is no number of a certificate, or None."""
    if len(number) <= LONGEST_NUMBER and (not number or number.isprintable()):
        return None
    return "is too long, or holds odd characters"


def quoted(text: str) -> str:
    """Return a cell's text for a sentence, cut short and without what nobody sees."""
    short = "".join(c if c.isprintable() else " " for c in text.strip()[:LONGEST_QUOTE])
    return f"“{short}”"
