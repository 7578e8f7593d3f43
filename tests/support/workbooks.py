"""Reading a workbook back, as a spreadsheet program would."""

import io
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheets_of(content: bytes) -> dict[str, Worksheet]:
    """Return the sheets of a workbook by name."""
    workbook = load_workbook(io.BytesIO(content))
    return {sheet.title: sheet for sheet in workbook.worksheets}


def rows_of(content: bytes, sheet: str | None = None) -> list[list[Any]]:
    """Return the cells of a sheet, the first unless named, row by row."""
    sheets = sheets_of(content)
    found = sheets[sheet] if sheet else next(iter(sheets.values()))
    return [[cell.value for cell in row] for row in found.iter_rows()]
