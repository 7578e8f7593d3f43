"""Reading an existing log from a CSV file: its spelling, its columns, its rows.

Nothing is guessed silently: which encoding, separator, columns and order of day and month were
taken is handed back, and each can be overruled.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from competency.kernel.errors import Refused
from competency.kernel.values import Value

BIGGEST = 5_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000
SEPARATORS = ",;\t|"
FIELDS = {  # a field, and the headers under which other logs have it
    "title": (
        "title",
        "activity",
        "cpd activity",
        "name",
        "subject",
        "topic",
        "course",
        "course title",
        "event",
        "activity title",
        "summary",
    ),
    "date": (
        "date",
        "start",
        "start date",
        "date from",
        "from",
        "date started",
        "date of activity",
        "activity date",
        "when",
        "completed",
        "date completed",
        "completion date",
        "on",
    ),
    "end": ("end", "end date", "date to", "to", "until", "finish", "finish date", "date ended"),
    "hours": (
        "hours",
        "hrs",
        "time",
        "duration",
        "cpd hours",
        "time spent",
        "number of hours",
        "hours spent",
        "points",
        "cpd points",
        "length",
        "no of hours",
    ),
    "kind": (
        "kind",
        "type",
        "category",
        "activity type",
        "type of activity",
        "cpd type",
        "method",
        "learning type",
    ),
    "did": (
        "what i did",
        "did",
        "description",
        "details",
        "what did you do",
        "notes",
        "what happened",
        "activity description",
        "content",
    ),
    "learned": (
        "what i learned",
        "learned",
        "learnt",
        "what i learnt",
        "learning",
        "outcome",
        "learning outcome",
        "learning outcomes",
        "reflection",
        "what did you learn",
        "key learning",
    ),
    "applied": (
        "how i apply it",
        "applied",
        "application",
        "impact",
        "how i applied it",
        "impact on practice",
        "how will you apply it",
        "benefit",
        "next steps",
        "use",
    ),
    "strands": (
        "strands",
        "strand",
        "criteria",
        "criterion",
        "competency",
        "competencies",
        "framework",
        "code",
        "codes",
        "competence",
    ),
}
REQUIRED = ("title", "date", "hours")
OTHER_FILES = {  # what files of other kinds begin with, whatever their names say
    b"PK\x03\x04": ("workbook", "a workbook or a zip file"),
    b"\xd0\xcf\x11\xe0": ("workbook", "an old workbook"),
    b"%PDF": ("no_text", "a PDF file"),
    b"MZ": ("no_text", "a program"),
    b"\x7fELF": ("no_text", "a program"),
}
_WORDS = re.compile(r"[a-z0-9]+")
_NO_TEXT = re.compile("[\\x00-\\x08\\x0e-\\x19\\x1c-\\x1f]")  # no line end, tab or end of file


class Sheet(Value):
    """A file as rows of cells, the header apart; `numbers` are the rows' places in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    encoding: str
    separator: str


class Match(Value):
    """Which column each field is read from (its number, from 0), and which columns nobody reads."""

    columns: Mapping[str, int]
    unread: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the fields that an entry needs and no column gives."""
        return tuple(name for name in REQUIRED if name not in self.columns)


def read_sheet(content: bytes) -> Sheet:
    """Return the rows of a CSV file.

    Refuses a file that is empty, too big, no text, a workbook, or has more than 5,000 rows; it
    stops reading at the first row too many.
    """
    if len(content) > BIGGEST:
        raise _refused("too_big", f"This file is bigger than {BIGGEST // 1_000_000} MB.")
    text, encoding = _decoded(content)
    separator = _separator(text)
    header: tuple[str, ...] | None = None
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, cells in _records(text, separator):
        if not any(cells):
            continue
        if header is None:
            header = cells
            continue
        if len(rows) == MOST_ROWS:
            raise _refused(
                "many_rows",
                f"This file has more than {MOST_ROWS:,} rows. Import it in parts, by year.",
            )
        rows.append(cells)
        numbers.append(number)
    if header is None or not rows:
        raise _refused("empty_file", "This file has no rows below its header.")
    return Sheet(header, tuple(rows), tuple(numbers), encoding, separator)


def match_columns(header: Sequence[str], chosen: Mapping[str, int | None] | None = None) -> Match:
    """Return which column gives which field, from the headers and what the person chose.

    `chosen` overrules: a column's number, or None for "not in this file". A column gives one
    field only. Refuses a column or field that there is not.
    """
    chosen = chosen or {}
    for name, column in chosen.items():
        if name not in FIELDS or (column is not None and not 0 <= column < len(header)):
            raise Refused("no_column", "Choose a column of this file.", field=name)
    columns = {name: column for name, column in chosen.items() if column is not None}
    if len(set(columns.values())) != len(columns):
        raise Refused("column_twice", "One column cannot give two things.", field="columns")
    known = [_plain(title) for title in header]
    for name, synonyms in FIELDS.items():
        if name in chosen:
            continue
        for synonym in synonyms:
            free = (n for n, title in enumerate(known) if title == synonym)
            found = next((n for n in free if n not in columns.values()), None)
            if found is not None:
                columns[name] = found
                break
    unread = tuple(t for n, t in enumerate(header) if n not in columns.values() and t)
    return Match(columns, unread)


def _plain(title: str) -> str:
    return " ".join(_WORDS.findall(title.casefold().split("(")[0]))


def _decoded(content: bytes) -> tuple[str, str]:
    for start, (code, what) in OTHER_FILES.items():
        if content.startswith(start):
            raise _refused(code, f"This is {what}. Save it as CSV first.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return unicodedata.normalize("NFC", text), encoding
    raise _refused("no_text", "This file is not text. Save it as CSV, UTF-8.")


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda one: (first.count(one), -SEPARATORS.index(one)))


def _records(text: str, separator: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number in count(1):  # as a spreadsheet counts: a row whose cells hold line ends is one
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refused(
                "broken_csv", f"Row {number} cannot be read: a quotation mark is not closed."
            ) from error
        if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
            raise _refused("wide_row", f"Row {number} has too many columns, or a very long cell.")
        yield number, tuple(cell.strip() for cell in cells)


def _refused(code: str, message: str) -> Refused:
    return Refused(code, message, field="file")
