"""Write one workbook: a table comes in on standard input, its bytes go out on standard output.

Run as a process of its own (see xlsx_out.py), so it imports nothing of the product.
"""

import io
import pickle
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

import xlsxwriter

LONGEST_SHEET_NAME = 31
LONGEST_CELL = 32_767
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
LOOKED_AT = 200  # rows that tell how wide the columns are
NARROWEST, WIDEST = 10, 60  # in characters
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook_of(
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    name: str,
    made_at: datetime,
    about: Sequence[tuple[str, Any]],
) -> bytes:
    """Return the workbook; moments come without a zone, as they are to be read."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as workbook:
        workbook.set_properties({"title": name, "created": made_at})
        formats = _Formats(workbook)
        _write(workbook.add_worksheet(_sheet_name(name)), head, rows, formats)
        if about:
            _write(workbook.add_worksheet("About"), ("What", "This table"), about, formats)
    return written.getvalue()


class _Formats:
    """How titles, days and moments look."""

    def __init__(self, workbook: Any) -> None:
        self.title = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.day = workbook.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        self.moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})


def _write(
    sheet: Any, head: Sequence[str], rows: Iterable[Sequence[Any]], formats: _Formats
) -> None:
    rows = iter(rows)
    first = list(islice(rows, LOOKED_AT))
    for column, title in enumerate(head):
        longest = max([len(title), *(len(str(row[column])) for row in first)])
        sheet.set_column(column, column, min(max(longest + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, formats.title)
    last = 0
    for last, row in enumerate(chain(first, rows), 1):
        for column, cell in enumerate(row):
            _put(sheet, last, column, cell, formats)
    sheet.autofilter(0, 0, last, len(head) - 1)


def _put(sheet: Any, row: int, column: int, cell: Any, formats: _Formats) -> None:
    if cell is None or cell == "":
        return  # an empty cell, not one with nothing in it
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:LONGEST_CELL])
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, formats.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats.day)
    else:
        sheet.write_number(row, column, cell)


def _sheet_name(name: str) -> str:
    return NOT_IN_A_SHEET_NAME.sub(" ", name)[:LONGEST_SHEET_NAME].strip(" '") or "Table"


if __name__ == "__main__":
    sys.stdout.buffer.write(workbook_of(*pickle.load(sys.stdin.buffer)))
