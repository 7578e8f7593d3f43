"""A file for a spreadsheet runs nothing when it is opened."""

import pytest

from competency.infra.csv_out import as_csv


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx"])
def test_what_looks_like_a_formula_becomes_text(cell: str) -> None:
    assert f"'{cell}" in as_csv(["A"], [[cell]])


def test_rows_are_written_in_order_and_quoted_where_needed() -> None:
    assert as_csv(["A", "B"], [["x, y", "z"]]) == 'A,B\r\n"x, y",z\r\n'
