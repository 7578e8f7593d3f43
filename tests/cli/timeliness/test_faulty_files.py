"""A file with faults: each is named by row and column, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from competency.timeliness.bulk import csv_in, faults
from tests.cli.timeliness.conftest import GOOD, HEADINGS, PLAIN, Checking

LAST = "Error: 1 fault in cases.csv; nothing was written."

ONE_CELL = [
    ("2026-01-08", "2026-02-31", "entered: '2026-02-31' is a day that does not exist"),
    ("2026-01-08", "30/13/2025", "entered: '30/13/2025' is not a date written as 2026-11-30"),
    ("2026-01-08", "08/01/2026", "entered: '08/01/2026' is not a date written as 2026-11-30"),
    ("2026-01-08", "20260108", "entered: '20260108' is not a date written as 2026-11-30"),
    ("2026-01-08", "2026-W02-4", "entered: '2026-W02-4' is not a date written as 2026-11-30"),
    ("2026-01-08", "2026-1-8", "entered: '2026-1-8' is not a date written as 2026-11-30"),
    ("2026-01-08", "=A1+3", "entered: '=A1+3' is a formula; put its value there instead"),
    (
        "2026-01-08",
        "2018-12-31",
        "entered: 2018-12-31 lies outside the bank-holiday calendar of england-and-wales, which is "
        "known from 2019-01-01 to 2028-12-31.",
    ),
    ("2026-04-20;2026-03-11", "2026-04-20;2026-02-30", "reviews: '2026-02-30' is a day that"),
    ("2026-04-20;2026-03-11", "2026-04-20 2026-03-11", "reviews: '2026-04-20 2026-03-11' is not"),
    ("C-1", " ", "case_ref: is empty; a case needs its reference"),
]


@pytest.mark.parametrize(("old", "new", "said"), ONE_CELL, ids=[row[1] for row in ONE_CELL])
def test_a_faulty_cell_is_named_by_row_and_column(
    checking: Checking, old: str, new: str, said: str
) -> None:
    fault, last = checking.faults(checking.write(PLAIN, GOOD.replace(old, new, 1)))

    assert fault.startswith(f"row 3, column {said}")
    assert last == LAST


def test_a_due_date_beyond_the_calendar_is_a_fault_of_its_start(checking: Checking) -> None:
    row = "C-3,North,Ada,2028-12-28,2028-12-28,,,,,,,,"
    cases = checking.write(PLAIN, row)

    said = checking.faults(cases, "--as-of", "2028-12-29")

    assert said[0].startswith("row 3, column referral_received: 2028-12-28 is so late that its due")
    assert said[1].startswith("row 3, column entered: 2028-12-28 is so late that its due date lies")


def test_every_row_of_a_repeated_reference_is_named(checking: Checking) -> None:
    cases = checking.write(PLAIN, GOOD, PLAIN, PLAIN.replace("C-2", "C-5"))

    assert checking.faults(cases) == [
        "row 2, column case_ref: 'C-2' stands in row 4 as well",
        "row 4, column case_ref: 'C-2' stands in row 2 as well",
        "Error: 2 faults in cases.csv; nothing was written.",
    ]


def test_a_reference_repeated_far_apart_is_found(
    checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_in, "SLICE_BYTES", 100)
    rows = [PLAIN.replace("C-2", f"C-{number}") for number in range(30)]

    said = checking.faults(checking.write(*rows, rows[0]))

    assert said[0] == "row 2, column case_ref: 'C-0' stands in row 32 as well"


HEADS: list[tuple[str, Callable[[str], str], str]] = [
    ("missing", lambda h: h.replace(",closed", ""), "row 1, column closed: is missing"),
    (
        "unknown",
        lambda h: h.replace("team", "squad"),
        "row 1, column 'squad': is not a column that is known here",
    ),
    ("twice", lambda h: h.replace("closed", "Team"), "row 1, column team: stands here twice"),
    (
        "nameless",
        lambda h: h + ",",
        "row 1, column number 14: is not a column that is known here",
    ),
    (
        "semicolons",
        lambda h: h.replace(",", ";"),
        "row 1, column whole file: the cells are divided by semicolons; save it with commas",
    ),
]


@pytest.mark.parametrize(("spoil", "said"), [r[1:] for r in HEADS], ids=[r[0] for r in HEADS])
def test_faulty_headings_are_named(
    checking: Checking, spoil: Callable[[str], str], said: str
) -> None:
    assert said in checking.faults(checking.write(GOOD, headings=spoil(HEADINGS)))


def test_rows_with_too_few_or_too_many_cells_are_named(checking: Checking) -> None:
    said = checking.faults(checking.write(GOOD, PLAIN[:-1], PLAIN.replace("C-2", "C-3") + ","))

    assert said[:2] == [
        "row 3, column reviews: has 12 cells where the headings have 13",
        "row 4, column closed: has 14 cells where the headings have 13",
    ]


def test_windows_1252_is_named_where_it_stands(checking: Checking) -> None:
    path = checking.folder / "cases.csv"
    rows = (HEADINGS, GOOD, PLAIN.replace("Ada", "Zoë"), GOOD.replace("C-1", "Ç-3"))
    path.write_bytes("\n".join(rows).encode("cp1252"))

    said = checking.faults(path)

    advice = "is not UTF-8 text (perhaps Windows-1252); save the file as CSV UTF-8"
    assert said[:2] == [f"row 3, column worker: {advice}", f"row 4, column case_ref: {advice}"]


EMPTY = [
    (b"", "row 1, column whole file: is empty; the headings belong here"),
    (b"\xef\xbb\xbf\n", "row 1, column whole file: is empty; the headings belong here"),
    (
        f"{HEADINGS}\n".encode(),
        "row 2, column whole file: there is no case below the headings",
    ),
    (f"{HEADINGS}\n\n".encode(), "row 2, column whole file: there is no case below the headings"),
    (b"PK\x03\x04", "row 1, column whole file: is a spreadsheet or an archive"),
    ("case_ref".encode("utf-16"), "row 1, column whole file: is UTF-16 text; save it as CSV UTF-8"),
]


@pytest.mark.parametrize(("content", "said"), EMPTY)
def test_an_empty_file_and_another_kind_of_file_are_named(
    checking: Checking, content: bytes, said: str
) -> None:
    path = checking.folder / "cases.csv"
    path.write_bytes(content)

    assert checking.faults(path)[0].startswith(said)


@pytest.mark.parametrize("name", ["cases.xlsx", "cases.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_refused(checking: Checking, name: str) -> None:
    assert "that can be read" in checking.faults(checking.write(GOOD, name=name))[0]


def workbook(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    path = folder / "cases.xlsx"
    book.save(path)
    return path


def test_formulas_in_a_spreadsheet_are_faults_and_not_their_last_values(
    checking: Checking,
) -> None:
    cells: list[object] = [*PLAIN.split(",")]
    formula = ["C-3", "North", "Ada", "=TODAY()", *cells[4:]]
    path = workbook(
        checking.folder, [*HEADINGS.split(",")], cells, formula, ['="C-"&4', *cells[1:]]
    )

    said = checking.faults(path)

    reason = "is a formula; put its value there instead"
    assert said[:2] == [
        f"row 3, column referral_received: '=TODAY()' {reason}",
        f"row 4, column case_ref: {reason}",
    ]


def test_an_empty_spreadsheet_is_named(checking: Checking) -> None:
    assert "is empty" in checking.faults(workbook(checking.folder))[0]


def test_a_number_in_a_spreadsheets_date_column_is_a_fault(checking: Checking) -> None:
    cells: list[object] = [*PLAIN.split(",")]
    path = workbook(checking.folder, [*HEADINGS.split(",")], [7, "", "", 46027, *cells[4:]])

    assert checking.faults(path)[0].startswith("row 2, column referral_received: '46027' is not")


def test_faulty_rows_can_be_skipped_and_are_counted(checking: Checking) -> None:
    bad = PLAIN.replace("C-2", "C-9").replace("2026-01-05", "2026-02-31")
    twice = PLAIN.replace("C-2", "C-7")

    done = checking.check(checking.write(GOOD, bad, twice, PLAIN[:-1], twice), "--skip-faulty")

    assert done.exit_code == 0, done.output
    assert "1 case, 10 results" in done.stdout
    assert "; 4 faulty rows left out." in done.stdout
    assert len(done.stderr.splitlines()) == 4
    found = checking.out.read_text().splitlines()
    assert {line.split(",")[0] for line in found[1:]} == {"C-1"}


def test_nothing_good_is_refused_even_where_faulty_rows_are_skipped(checking: Checking) -> None:
    bad = PLAIN.replace("2026-01-05", "2026-02-31")

    assert checking.faults(checking.write(bad), "--skip-faulty")[-1] == LAST


def test_an_impossible_order_is_no_fault_of_the_file(checking: Checking) -> None:
    found = checking.good(checking.write(PLAIN.replace("2026-01-05,", "2026-01-05,2026-01-02")))

    assert found["result"][0] == "invalid"


def test_more_faults_than_can_be_read_are_counted(
    checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "MOST_KEPT", 3)
    rows = [PLAIN.replace("C-2", f"C-{n}").replace("2026-01-05", "x") for n in range(5)]

    said = checking.faults(checking.write(*rows))

    assert said[3:] == [
        "... and 2 faults more",
        "Error: 5 faults in cases.csv; nothing was written.",
    ]


def test_a_quotation_mark_that_never_closes_is_named(
    checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_in, "SLICE_BYTES", 100)
    rows = [PLAIN.replace("C-2", f"C-{number}") for number in range(30)]

    said = checking.faults(checking.write(rows[0].replace("Ada", '"Ada'), *rows[1:]))

    assert said[0] == "row 2, column whole file: a quotation mark opens and never closes"
