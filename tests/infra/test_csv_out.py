"""A file for a spreadsheet runs nothing when it is opened."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from competency.infra.csv_out import Cell, as_csv


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx"])
def test_what_looks_like_a_formula_becomes_text(cell: str) -> None:
    assert f"'{cell}" in as_csv(["A"], [[cell]])


def test_rows_are_written_in_order_and_quoted_where_needed() -> None:
    assert as_csv(["A", "B"], [["x, y", "z"]]) == 'A,B\r\n"x, y",z\r\n'


def test_days_numbers_and_nothing_are_written_plainly() -> None:
    moment = datetime(2026, 7, 8, 9, 30, tzinfo=UTC)

    row: list[Cell] = [date(2026, 3, 25), moment, -1, Decimal("1.50"), None]

    assert as_csv(["A"] * 5, [row]).splitlines()[1] == "2026-03-25,2026-07-08 10:30,-1,1.50,"
