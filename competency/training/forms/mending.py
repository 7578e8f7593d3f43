"""The boxes in which rows of a file are mended, and what was typed into them."""

import re
from collections.abc import Iterable, Mapping

from competency.infra.forms import HIDDEN_CHARACTERS, tidy
from competency.kernel.values import Value
from competency.training.domain.columns import Columns, Field
from competency.training.domain.mending import shown
from competency.training.domain.reading import Faulty

MEND = re.compile(r"mend-([0-9]{1,7})-([a-z_]{1,12})")
OUT = "out"
MOST_LISTED = 20  # at the head of the page
FIELDS = {field.value: field for field in Field}
# What stands beside a cell with a fault, because the fault may be there as well.
BESIDE = {
    Field.STAFF_NUMBER: (Field.EMAIL,),
    Field.EMAIL: (Field.STAFF_NUMBER,),
    Field.EXPIRES_ON: (Field.COMPLETED_ON,),
}
HINTS = {
    Field.COMPLETED_ON: "Day first, such as 25/03/2026",
    Field.EXPIRES_ON: "Day first, such as 25/03/2029; empty if no day is printed on it",
}


class MendBox(Value):
    """A cell to mend: the name of its box, what stands in it, and what is wrong, if anything."""

    name: str
    label: str
    value: str
    message: str
    hint: str
    is_course: bool


class RowToMend(Value):
    """A row that needs somebody: its boxes, and what its other cells say."""

    number: int
    boxes: tuple[MendBox, ...]
    rest: str
    out_name: str


def typed_of(sent: Iterable[tuple[str, str]]) -> tuple[dict[int, dict[Field, str]], set[int]]:
    """Return what was typed into the boxes, and which rows are to be left out."""
    typed: dict[int, dict[Field, str]] = {}
    out = set[int]()
    for name, text in sent:
        found = MEND.fullmatch(name)
        if found is None:
            continue
        row = int(found[1])
        if found[2] == OUT:
            out.add(row)
        elif found[2] in FIELDS:
            plain = shown(tidy(HIDDEN_CHARACTERS.sub("", text)) or "")
            typed.setdefault(row, {})[FIELDS[found[2]]] = plain
    return typed, out


def rows_to_mend(faulty: Iterable[Faulty], columns: Columns) -> list[RowToMend]:
    """Return the rows with a box for each cell with a fault, and for what it may lie in too."""
    return [_row(one, columns) for one in faulty]


def errors_of(rows: Iterable[RowToMend]) -> list[dict[str, str]]:
    """Return what is wrong in the boxes, each with the address of its box.

    Of many only the first are listed: all of them stand beside their boxes.
    """
    found = [
        {"text": f"Row {row.number}, {box.label}: {box.message}", "href": f"#{box.name}"}
        for row in rows
        for box in row.boxes
        if box.message
    ]
    if len(found) <= MOST_LISTED:
        return found
    more = {"text": f"And {len(found) - MOST_LISTED} more", "href": found[MOST_LISTED]["href"]}
    return [*found[:MOST_LISTED], more]


def _row(one: Faulty, columns: Columns) -> RowToMend:
    wrong: Mapping[Field, str] = {fault.field: fault.reason for fault in one.faults}
    beside = {more for name in wrong for more in BESIDE.get(name, ()) if more in columns.at}
    fields = [name for name in Field if name in wrong or name in beside]
    rest = [
        f"{columns.heading(name)}: {shown(text)}"
        for name, text in one.texts.items()
        if name not in fields and text
    ]
    return RowToMend(
        number=one.row,
        boxes=tuple(
            MendBox(
                name=box_name(one.row, name.value),
                label=columns.heading(name),
                value=shown(one.texts.get(name, "")),
                message=wrong.get(name, ""),
                hint=HINTS.get(name, ""),
                is_course=name is Field.COURSE,
            )
            for name in fields
        ),
        rest=", ".join(rest),
        out_name=box_name(one.row, OUT),
    )


def box_name(row: int, what: str) -> str:
    """Return the name of the box in which a cell is mended, or a row left out."""
    return f"mend-{row}-{what}"
