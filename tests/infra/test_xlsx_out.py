"""A workbook holds text as text, days as days, and is the same for the same table."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from competency.infra.csv_out import Cell
from competency.infra.xlsx_out import as_xlsx
from tests.support.workbooks import rows_of, sheets_of

NOW = datetime(2026, 7, 8, 9, 30, tzinfo=UTC)
HEAD = ["What", "When"]


def written(*rows: list[Cell], name: str = "people") -> bytes:
    return as_xlsx(HEAD, rows, name=name, made_at=NOW)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=SUM(A1)}", "+44 20", "-1", "@SUM(A1)", "007", "https://x.org", "1e5", "mailto:a@b"],
)
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    content = written([text, None])

    cell = next(iter(sheets_of(content).values()))["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_numbers_days_and_moments_are_what_they_are() -> None:
    content = written(["a", 3], ["b", Decimal("1.25")], ["c", date(2026, 3, 25)], ["d", NOW])

    values = [row[1] for row in rows_of(content)[1:]]
    assert values == [3, 1.25, datetime(2026, 3, 25), datetime(2026, 7, 8, 10, 30)]  # noqa: DTZ001
    sheet = next(iter(sheets_of(content).values()))
    assert [sheet[f"B{row}"].number_format for row in (4, 5)] == ["dd/mm/yyyy", "dd/mm/yyyy hh:mm"]


def test_the_titles_stay_in_place_and_the_rows_can_be_filtered() -> None:
    content = written(["a", None], ["b", ""])

    sheet = sheets_of(content)["people"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert rows_of(content) == [HEAD, ["a", None], ["b", None]]


def test_an_empty_table_has_its_titles() -> None:
    assert rows_of(written()) == [HEAD]


def test_more_rows_than_are_looked_at_first_are_all_written() -> None:
    rows: list[list[Cell]] = [[str(n), n] for n in range(1000)]

    content = written(*rows)

    assert [row[1] for row in rows_of(content)[1:]] == list(range(1000))


def test_the_same_table_gives_the_same_bytes() -> None:
    assert written(["a", NOW]) == written(["a", NOW])


def test_what_a_table_is_stands_on_a_sheet_of_its_own() -> None:
    content = as_xlsx(HEAD, [], name="x", made_at=NOW, about=[("As of", date(2026, 4, 30))])

    assert rows_of(content, "About")[1] == ["As of", datetime(2026, 4, 30)]  # noqa: DTZ001


@pytest.mark.parametrize("name", ["a/b:c*?[d]", "'quoted'", "x" * 80, "///"])
def test_any_name_makes_a_sheet(name: str) -> None:
    (title,) = sheets_of(written(name=name))

    assert 0 < len(title) <= 31


def test_text_that_no_cell_can_hold_is_cut() -> None:
    assert len(rows_of(written(["x" * 40_000, None]))[1][0]) == 32_767
