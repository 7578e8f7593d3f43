"""The rows of an existing log, as entries, with a reason for each cell that cannot be one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from competency.evidence.domain.entry import Content, Kind, Link, checked
from competency.evidence.domain.log_file import Match, Sheet
from competency.kernel.errors import Refused, RefusedEach
from competency.kernel.values import Value

KINDS = {
    Kind.COURSE: (
        "course",
        "training",
        "workshop",
        "conference",
        "seminar",
        "webinar",
        "e-learning",
        "elearning",
        "lecture",
        "formal",
        "study day",
    ),
    Kind.SUPERVISION: ("supervision", "appraisal", "1:1", "one to one", "mentoring"),
    Kind.PEER_DISCUSSION: ("peer", "discussion", "meeting", "group", "journal club", "forum"),
    Kind.READING: ("reading", "article", "book", "journal", "research", "self-directed", "podcast"),
    Kind.CASE_REFLECTION: ("reflection", "reflective", "case", "work based", "work-based"),
    Kind.TEACHING: ("teaching", "presenting", "presentation", "lecturing", "professional"),
    Kind.AUDIT: ("audit", "review", "evaluation"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?: .*)?")
_WORDED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -]([0-9]{4}|[0-9]{2})")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::[0-5][0-9])?")
_SPOKEN = re.compile(
    r"(?:([0-9]+(?:[.,][0-9]+)?)\s*h(?:ours?|rs?)?)?\s*(?:([0-9]+)\s*m(?:in(?:ute)?s?)?)?", re.I
)
_STRAND = re.compile(r"([A-Z]{3}-[0-9]{1,2}[a-z])(?:\s*[:@/ ]\s*(CMP[0-9]))?", re.I)
_FORMULA = re.compile(r"[=@]|[+-](?![0-9]+(?:[.,][0-9]+)?$)")
SIXTY = Decimal(60)
CENTURY = 2000

FindLink = Callable[[str, str | None], Link | None]
Mends = Mapping[int, Mapping[str, str]]  # by row and field, what a cell shall say instead


class Fault(Value):
    """A cell that cannot be taken: row in the file (the header is row 1), column, and why.

    `field` is what the column gives, `cell` what it says, so that it can be mended in its place;
    `title` is what the row calls itself.
    """

    row: int
    column: str
    message: str
    field: str
    cell: str
    title: str


class Preview(Value):
    """What an import would do: entries by row, faults, and what the person should know."""

    entries: tuple[tuple[int, Content], ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    day_first: bool


def read_rows(
    sheet: Sheet,
    match: Match,
    *,
    today: date,
    find_link: FindLink,
    day_first: bool | None = None,
    mends: Mends | None = None,
) -> Preview:
    """Return the entries and faults of a sheet; every fault is named, none stops the reading.

    `mends` is what the person typed in place of cells; it never changes which of 4/5 is the day.

    `day_first` overrules which of 4/5 is the day; otherwise a date that can only be read one way
    decides for the file, and without one the British order stands and a note says so. Refuses a
    sheet without the columns that every entry needs, and a mend of a cell that there is not.
    """
    if match.missing:
        names = ", ".join(match.missing)
        raise Refused("no_column", f"Choose the columns for: {names}.", field=match.missing[0])
    mends = mends or {}
    _check_mends(mends, sheet, match)
    order = _order(sheet, match) if day_first is None else day_first
    reader = _Row(match, sheet.header, today, order is not False, find_link)
    entries, faults = [], list[Fault]()
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        found = reader.read(number, _mended(cells, mends.get(number, {}), match), faults)
        if found is not None:
            entries.append((number, found))
    notes = tuple(_notes(sheet, match, order, reader))
    return Preview(tuple(entries), tuple(faults), notes, order is not False)


def _check_mends(mends: Mends, sheet: Sheet, match: Match) -> None:
    rows = set(sheet.numbers)
    for row, cells in mends.items():
        if row not in rows or not set(cells) <= set(match.columns):
            raise Refused("no_cell", f"This file has no such cell in row {row} any more.")


def _mended(cells: Sequence[str], mends: Mapping[str, str], match: Match) -> Sequence[str]:
    """Return the cells of a row with what was typed instead; a short row grows as needed."""
    if not mends:
        return cells
    mended = dict(enumerate(cells)) | {match.columns[name]: text for name, text in mends.items()}
    return [mended.get(column, "") for column in range(max(mended) + 1)]


class _Row:
    """Reads one row after the other and counts what is worth a note."""

    def __init__(
        self,
        match: Match,
        header: Sequence[str],
        today: date,
        day_first: bool,
        find_link: FindLink,
    ) -> None:
        self._columns = match.columns
        self._header = header
        self._today = today
        self._day_first = day_first
        self._find_link = find_link
        self.formulas = 0
        self.unknown_kinds = 0

    def read(self, number: int, cells: Sequence[str], faults: list[Fault]) -> Content | None:
        before = len(faults)

        def fault(name: str, message: str) -> None:
            column = self._columns.get(name)
            title = self._header[column] if column is not None else name
            cell, called = self._cell(cells, name), self._cell(cells, "title")
            faults.append(Fault(number, title or name, message, name, cell, called))

        starts = self._day(cells, "date", fault)
        ends = self._day(cells, "end", fault) if self._cell(cells, "end") else None
        hours = self._hours(cells, fault)
        links = self._links(cells, fault)
        if starts is None or hours is None or len(faults) > before:
            return None
        try:
            return checked(
                Content(
                    title=self._text(cells, "title"),
                    kind=self._kind(cells),
                    starts_on=starts,
                    ends_on=ends,
                    hours=hours,
                    did=self._text(cells, "did"),
                    learned=self._text(cells, "learned"),
                    applied=self._text(cells, "applied"),
                    links=links,
                ),
                self._today,
            )
        except RefusedEach as refused:
            names = {"starts_on": "date", "ends_on": "end", "links": "strands"}
            for name, one in refused.refusals.items():
                fault(names.get(name, name), one.message)
            return None

    def _cell(self, cells: Sequence[str], name: str) -> str:
        column = self._columns.get(name)
        return cells[column] if column is not None and column < len(cells) else ""

    def _text(self, cells: Sequence[str], name: str) -> str:
        cell = self._cell(cells, name)
        if _FORMULA.match(cell):
            self.formulas += 1
        return cell

    def _day(
        self, cells: Sequence[str], name: str, fault: Callable[[str, str], None]
    ) -> date | None:
        cell = self._cell(cells, name)
        found = read_day(cell, day_first=self._day_first)
        if found is None:
            fault(name, _day_fault(cell, day_first=self._day_first))
        return found

    def _hours(self, cells: Sequence[str], fault: Callable[[str, str], None]) -> Decimal | None:
        cell = self._cell(cells, "hours")
        found = read_hours(cell)
        if found is None:
            fault("hours", _shown(cell, "a number of hours, such as 1.5 or 1:30"))
        return found

    def _kind(self, cells: Sequence[str]) -> Kind:
        cell = self._cell(cells, "kind")
        found = read_kind(cell)
        if found is None and cell:
            self.unknown_kinds += 1
        return found or Kind.OTHER

    def _links(self, cells: Sequence[str], fault: Callable[[str, str], None]) -> tuple[Link, ...]:
        cell = self._cell(cells, "strands")
        links = []
        for match in _STRAND.finditer(cell):
            code = match[1][:3].upper() + match[1][3:].lower()
            link = self._find_link(code, match[2].upper() if match[2] else None)
            if link is None:
                fault("strands", f"“{match.group()}” is no strand of the framework.")
            else:
                links.append(link)
        if cell and not links and not _STRAND.search(cell):
            fault("strands", _shown(cell, "a strand such as SUP-1a, or SUP-1a:CMP2"))
        return tuple(links)


def _notes(sheet: Sheet, match: Match, order: bool | None, reader: _Row) -> Iterator[str]:
    if order is None:
        yield "Every date can be read with the day or the month first; the day was taken as first."
    if sheet.encoding == "cp1252":
        yield "The file was read as Windows-1252; check accents and dashes."
    if match.unread:
        yield "Columns not read: " + ", ".join(match.unread) + "."
    if reader.formulas:
        yield f"{reader.formulas} cells begin like a formula and are kept as plain text."
    if reader.unknown_kinds:
        yield f"{reader.unknown_kinds} rows have a kind that is not known; they are “Other”."


def read_day(cell: str, *, day_first: bool) -> date | None:
    """Return the day that a cell names, in any of the usual spellings, or None."""
    if match := _ISO.fullmatch(cell):
        return _date(match[1], match[2], match[3])
    if match := _NUMBERS.fullmatch(cell):
        first, second, year = match.groups()
        day, month = (first, second) if day_first else (second, first)
        return _date(year, month, day)
    if match := _WORDED.fullmatch(cell):
        name = match[2][:3].lower()
        if name in _MONTHS:
            return _date(match[3], str(_MONTHS.index(name) + 1), match[1])
    return None


def read_hours(cell: str) -> Decimal | None:
    """Return the hours that a cell names: 1.5, 1,5, 1:30, 1h 30, 90 min; or None."""
    if match := _CLOCK.fullmatch(cell):
        return _hundredths(Decimal(match[1]) + Decimal(match[2]) / SIXTY)
    try:
        return _hundredths(Decimal(cell.replace(",", ".")))
    except InvalidOperation:
        pass
    match = _SPOKEN.fullmatch(cell)
    if match is None or not (match[1] or match[2]):
        return None
    hours = Decimal((match[1] or "0").replace(",", "."))
    return _hundredths(hours + Decimal(match[2] or 0) / SIXTY)


def read_kind(cell: str) -> Kind | None:
    """Return the kind that a cell names, by its own words or by one that means it, or None."""
    plain = cell.casefold().replace("_", " ").strip()
    for kind in Kind:
        if plain == kind.words.casefold():
            return kind
    for kind, words in KINDS.items():
        if any(word in plain for word in words):
            return kind
    return None


def _order(sheet: Sheet, match: Match) -> bool | None:
    """Return whether the day stands first in this file; None when every date leaves it open."""
    columns = [match.columns[name] for name in ("date", "end") if name in match.columns]
    written = [
        (int(found[1]), int(found[2]))
        for cells in sheet.rows
        for column in columns
        if column < len(cells) and (found := _NUMBERS.fullmatch(cells[column]))
    ]
    day_first = sum(first > 12 >= second for first, second in written)
    month_first = sum(second > 12 >= first for first, second in written)
    if day_first or month_first:
        return day_first >= month_first
    return None if written else True


def _day_fault(cell: str, *, day_first: bool) -> str:
    found = _NUMBERS.fullmatch(cell)
    if found and read_day(cell, day_first=not day_first):
        written = "day first" if day_first else "month first"
        return f"“{cell}” cannot be read {written} as the other dates are: swapped day and month?"
    return _shown(cell, "a date, such as 4/5/2026 or 2026-05-04")


def _shown(cell: str, wanted: str) -> str:
    if not cell:
        return f"There is nothing here; it must be {wanted}."
    what = "a formula" if _FORMULA.match(cell) else f"“{cell[:40]}”"
    return f"This is {what}, not {wanted}."


def _date(year: str, month: str, day: str) -> date | None:
    full = int(year) + CENTURY if len(year) == 2 else int(year)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def _hundredths(hours: Decimal) -> Decimal | None:
    return hours.quantize(Decimal("0.01")) if hours.is_finite() and abs(hours) < 10**6 else None
