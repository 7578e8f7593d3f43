"""Sending an existing log, saying how to read it, mending its rows, and taking it in."""

import re
from collections.abc import Iterable, Sequence

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, SelectField

from competency.evidence.domain.log_file import FIELDS, Match
from competency.evidence.domain.log_rows import Fault
from competency.infra.forms import (
    HIDDEN_CHARACTERS,
    HIDDEN_CHARACTERS_MESSAGE,
    Form,
    Required,
    SelectChoice,
    tidy,
)
from competency.kernel.values import Value

LABELS = {
    "title": "Title",
    "date": "Day, or first day",
    "end": "Last day",
    "hours": "Hours",
    "kind": "Kind",
    "did": "What I did",
    "learned": "What I learned",
    "applied": "How I apply it",
    "strands": "Strands",
}
LONG = ("did", "learned", "applied")
NOT_HERE = "none"
DAY_FIRST, MONTH_FIRST = "day", "month"
ORDERS = {DAY_FIRST: True, MONTH_FIRST: False}
MOST_SHOWN = 50
MOST_TEXT = 100_000  # characters on one page: a form that is sent back has its limit
MEND = re.compile(r"mend-([0-9]{1,7})-([a-z]{1,10})")
SAMPLE = 40
LONGEST_NAME = 80


class UploadForm(Form):
    """The file."""

    file = FileField("CSV file", [Required("Choose the file.")])


class ReadingForm(Form):
    """Which column gives what, and how dates are written; what is not said is told by the file."""

    title = SelectField(LABELS["title"], validate_choice=False)
    date = SelectField(LABELS["date"], validate_choice=False)
    end = SelectField(LABELS["end"], validate_choice=False)
    hours = SelectField(LABELS["hours"], validate_choice=False)
    kind = SelectField(LABELS["kind"], validate_choice=False)
    did = SelectField(LABELS["did"], validate_choice=False)
    learned = SelectField(LABELS["learned"], validate_choice=False)
    applied = SelectField(LABELS["applied"], validate_choice=False)
    strands = SelectField(LABELS["strands"], validate_choice=False)
    order = SelectField(
        "How the file writes dates",
        choices=[
            SelectChoice("", "Told from the file"),
            SelectChoice(DAY_FIRST, "Day first, as 25/03/2026"),
            SelectChoice(MONTH_FIRST, "Month first, as 03/25/2026"),
        ],
        validate_choice=False,
    )

    class Meta(Form.Meta):
        csrf = False  # it only asks: the address holds it

    def columns(self) -> dict[str, int | None]:
        """Return what was chosen; what no column has is left for the reading to refuse."""
        chosen: dict[str, int | None] = {}
        for name in FIELDS:
            value = str(self[name].data or "")
            if value == NOT_HERE:
                chosen[name] = None
            elif value:
                right = value.isascii() and value.isdigit() and len(value) < len("1000")
                chosen[name] = int(value) if right else -1
        return chosen

    def day_first(self) -> bool | None:
        """Return which of day and month stands first, None where the file shall say it."""
        return ORDERS.get(self.order.data or "")

    def offer(
        self, header: Sequence[str], sample: Sequence[str], match: Match | None
    ) -> "ReadingForm":
        """Let the form choose among the file's columns; begin with those that were matched."""
        listed = [
            SelectChoice(str(number), _column(number, title, sample))
            for number, title in enumerate(header)
        ]
        for name in FIELDS:
            self[name].choices = [SelectChoice(NOT_HERE, "Not in this file"), *listed]
            if not self[name].data:
                found = match.columns.get(name) if match else None
                self[name].data = NOT_HERE if found is None else str(found)
        return self

    def fields(self) -> list[Field]:
        """Return the boxes of the columns, in order."""
        return [self[name] for name in FIELDS]


class TakeForm(Form):
    """Taking in what was looked at."""

    name = HiddenField()
    leave_out = BooleanField("Leave out the rows that still need me")


class EmptyForm(Form):
    """A button alone."""


class MendBox(Value):
    """A cell to mend: the name of its box, what stands in it, and what is wrong with it."""

    name: str
    label: str
    value: str
    message: str
    is_long: bool


class RowToMend(Value):
    """A row that needs the person, by its number and by what it calls itself."""

    number: int
    title: str
    boxes: tuple[MendBox, ...]


class Typed(Value):
    """What was typed in place of cells, by row and field; `odd` holds what cannot be kept."""

    mends: dict[int, dict[str, str]]
    odd: dict[int, dict[str, str]]


def typed_of(sent: Iterable[tuple[str, str]]) -> Typed:
    """Return what was typed into the boxes of a preview."""
    typed = Typed({}, {})
    for name, text in sent:
        found = MEND.fullmatch(name)
        if found is not None:
            kept = typed.odd if HIDDEN_CHARACTERS.search(text) else typed.mends
            kept.setdefault(int(found[1]), {})[found[2]] = tidy(text) or ""
    return typed


def rows_to_mend(faults: Iterable[Fault], typed: Typed) -> list[RowToMend]:
    """Return the first rows that need the person, each with a box for every cell with a fault."""
    rows: dict[int, dict[str, MendBox]] = {}
    titles: dict[int, str] = {}
    size = 0
    for fault in faults:
        if fault.row not in rows and (len(rows) == MOST_SHOWN or size > MOST_TEXT):
            break
        size += len(fault.cell)
        boxes = rows.setdefault(fault.row, {})
        before = boxes.get(fault.field)
        titles[fault.row] = fault.title[:SAMPLE]
        odd = typed.odd.get(fault.row, {}).get(fault.field)
        said = f"{before.message} {fault.message}" if before else fault.message
        boxes[fault.field] = MendBox(
            name=box_name(fault.row, fault.field),
            label=fault.column,
            value=fault.cell if odd is None else odd,
            message=said if odd is None else HIDDEN_CHARACTERS_MESSAGE,
            is_long=fault.field in LONG,
        )
    return [
        RowToMend(number, titles[number], tuple(boxes.values())) for number, boxes in rows.items()
    ]


def carried(typed: Typed, rows: Iterable[RowToMend]) -> list[tuple[str, str]]:
    """Return the name and text of what was mended and has no box on the page."""
    shown = {box.name for row in rows for box in row.boxes}
    named = [
        (box_name(row, field), text)
        for row, cells in typed.mends.items()
        for field, text in cells.items()
    ]
    return [(name, text) for name, text in named if name not in shown]


def box_name(row: int, field: str) -> str:
    """Return the name of the box in which a cell is mended."""
    return f"mend-{row}-{field}"


def _column(number: int, title: str, sample: Sequence[str]) -> str:
    said = sample[number][:SAMPLE] if number < len(sample) else ""
    name = title or f"Column {number + 1}, without a heading"
    return f"{name} (such as “{said}”)" if said else name


def file_name(sent: str | None) -> str:
    """Return the name of a file as we show it: without its folder and what nobody sees."""
    name = (sent or "").replace("\\", "/").rsplit("/", 1)[-1]
    return HIDDEN_CHARACTERS.sub("", name).strip()[-LONGEST_NAME:] or "log.csv"
