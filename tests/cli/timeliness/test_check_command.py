"""`flask timeliness check`: what it writes, whatever the file's kind, order and size."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from competency.timeliness.bulk import csv_in, tables_in, writing
from tests.cli.timeliness.conftest import AS_OF, GOOD, HEADINGS, PLAIN, Checking
from tests.support.source import ROOT

NONE = (None, None, None)
OF_GOOD = [
    ("C-1", "KPI_01", "1", "2026-01-05", "2026-01-08", "2026-01-08", "met"),
    ("C-1", "KPI_02", "1", "2026-01-08", "2026-01-13", "2026-01-14", "missed"),
    ("C-1", "KPI_03", "1", "2026-01-14", "2026-01-16", "2026-01-16", "met"),
    ("C-1", "KPI_04", "1", "2026-01-16", "2026-01-30", "2026-01-05", "met"),
    ("C-1", "KPI_05", "1", "2026-01-05", "2026-01-08", "2026-01-08", "met"),
    ("C-1", "KPI_06", "1", "2026-01-16", "2026-01-30", "2026-01-20", "met"),
    ("C-1", "KPI_07", "1", "2026-01-20", "2026-01-27", "2026-01-27", "met"),
    ("C-1", "KPI_08", "1", "2026-01-14", "2026-03-11", "2026-03-11", "met"),
    ("C-1", "KPI_09", "1", "2026-03-11", "2026-06-09", "2026-04-20", "met"),
    ("C-1", "KPI_09", "2", "2026-04-20", "2026-07-15", None, "due"),
]
OF_PLAIN = [
    ("C-2", "KPI_01", "1", "2026-01-05", "2026-01-08", None, "overdue"),
    *(("C-2", f"KPI_0{number}", "1", *NONE, "not_started") for number in range(2, 10)),
]


def test_every_clock_of_every_case_is_written_in_order(checking: Checking) -> None:
    found = checking.good(checking.write(GOOD, PLAIN))

    assert tuple(found.columns) == (
        "case_ref", "standard", "sequence", "start", "due", "end", "result"
    )  # fmt: skip
    assert found.rows() == OF_GOOD + OF_PLAIN


def test_the_summary_counts_every_result_and_names_the_rules(checking: Checking) -> None:
    mixed_up = PLAIN.replace("2026-01-05,", "2026-01-05,2026-01-02")

    done = checking.check(checking.write(GOOD, mixed_up))

    assert done.stdout.splitlines()[:2] == [
        "2 cases, 19 results by shine-quality-standards 1.8, england-and-wales, as of 2026-05-08.",
        "KPI_01: 1 of 1 met (100.0 %); 0 due, 0 not_applicable, 0 not_started, 1 invalid",
    ]
    assert "All: 8 met, 1 missed, 1 due, 1 overdue, 0 not_applicable, 7 not_started, 1 invalid" in (
        done.stdout
    )


def test_headings_may_stand_in_any_order_and_case(checking: Checking) -> None:
    names = HEADINGS.split(",")
    cells = GOOD.split(",")
    turned = checking.write(
        ",".join(reversed(cells)), headings=",".join(reversed(names)).upper(), name="turned.csv"
    )

    assert checking.good(turned).rows() == OF_GOOD


def test_dates_after_the_day_have_not_happened_whatever_they_are(checking: Checking) -> None:
    # 2035 lies outside the calendar; a first review before the assignment would be invalid
    later = GOOD.replace("2026-01-27", "2035-01-01").replace("2026-04-20", "2026-05-09")

    found = checking.good(checking.write(later + "2026-06-01"))

    kept = {(row[1], row[2]): row[5:] for row in found.rows()}
    assert kept["KPI_07", "1"] == (None, "overdue")
    assert kept["KPI_09", "1"] == (None, "due")


def test_a_closed_case_and_closure_days_and_nations_count(checking: Checking) -> None:
    row = "C-3,North,Ada,2026-06-11,,,,,,,,,2026-06-17"
    cases = checking.write(row)
    closures = checking.folder / "closed.csv"
    closures.write_text("date,why\n2026-06-12,Moving house\n\n# the rest\n2026-06-15\n")

    def first(*options: str) -> tuple[str, str]:
        found = checking.good(cases, "--as-of", "2026-06-30", *options)
        return found["due"][0], found["result"][0]

    assert first() == ("2026-06-16", "missed")
    assert first("--nation", "scotland") == ("2026-06-17", "not_applicable")
    assert first("--closures", str(closures)) == ("2026-06-18", "not_applicable")


@pytest.mark.parametrize("ending", ["parquet", "xlsx"])
def test_other_kinds_of_files_say_the_same(checking: Checking, ending: str) -> None:
    frame = pl.read_csv(checking.write(GOOD, PLAIN), try_parse_dates=True)
    cases = checking.folder / f"cases.{ending}"
    out = checking.folder / f"results.{ending}"
    frame.write_parquet(cases) if ending == "parquet" else frame.write_excel(cases)

    done = checking.check(cases, out=out)

    assert done.exit_code == 0, done.output
    if ending == "parquet":
        rows = pl.read_parquet(out).cast(pl.String).rows()
    else:
        sheet = openpyxl.load_workbook(out).worksheets[0]
        rows = [
            tuple(
                value.date().isoformat() if hasattr(value, "date") else value and str(value)
                for value in row
            )
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
    assert rows == OF_GOOD + OF_PLAIN


def test_parquet_takes_lists_and_moments(checking: Checking) -> None:
    frame = pl.read_csv(checking.write(GOOD, PLAIN), infer_schema=False).with_columns(
        pl.col("reviews").str.split(";").cast(pl.List(pl.String)),
        pl.col("entered").str.to_datetime("%Y-%m-%d"),
        pl.col("case_ref").cast(pl.Categorical),
    )
    cases = checking.folder / "cases.parquet"
    frame.write_parquet(cases)

    assert checking.good(cases).rows() == OF_GOOD + OF_PLAIN


def test_a_long_file_is_judged_in_slices(
    checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [GOOD.replace("C-1", f"C-{number}") for number in range(60)]
    rows[30] = rows[30].replace("North", '"North, and\n""South"""')
    whole = checking.good(checking.write(*rows))
    monkeypatch.setattr(csv_in, "SLICE_BYTES", 700)
    monkeypatch.setattr(tables_in, "SLICE_ROWS", 7)

    assert checking.good(checking.write(*rows)).equals(whole)
    in_parquet = checking.folder / "cases.parquet"
    pl.read_csv(checking.write(*rows), infer_schema=False).write_parquet(in_parquet)
    out = checking.folder / "results.parquet"
    assert checking.check(in_parquet, out=out).exit_code == 0
    assert pl.read_parquet(out).cast(pl.String).equals(whole)


def test_quotation_marks_empty_rows_and_windows_line_ends_change_nothing(
    checking: Checking,
) -> None:
    path = checking.folder / "cases.csv"
    quoted = ",".join(f'"{cell}"' for cell in GOOD.split(","))
    text = "\ufeff" + "\r\n".join((HEADINGS, quoted, "", PLAIN, "," * 12))
    path.write_bytes(text.encode())

    assert checking.good(path).rows() == OF_GOOD + OF_PLAIN


def test_a_reference_that_looks_like_a_formula_is_made_harmless_in_csv(
    checking: Checking,
) -> None:
    starts = ["=1+1", "+C", "-C", "@C", "C=1"]
    cases = checking.write(*(PLAIN.replace("C-2", start) for start in starts))

    found = checking.good(cases)
    out = checking.folder / "results.parquet"
    checking.check(cases, out=out)

    assert found["case_ref"].unique(maintain_order=True).to_list() == [
        "'=1+1", "'+C", "'-C", "'@C", "C=1"
    ]  # fmt: skip
    assert pl.read_parquet(out)["case_ref"].unique(maintain_order=True).to_list() == starts


def test_a_reference_that_looks_like_a_formula_stays_a_text_in_xlsx(checking: Checking) -> None:
    out = checking.folder / "results.xlsx"
    checking.check(checking.write(PLAIN.replace("C-2", "=1+1")), out=out)

    cell = openpyxl.load_workbook(out).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_too_many_results_for_a_spreadsheet_are_refused_with_the_reason(
    checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert writing.MOST_SHEET_ROWS == 1_048_575
    monkeypatch.setattr(writing, "MOST_SHEET_ROWS", 18)
    out = checking.folder / "results.xlsx"

    done = checking.check(checking.write(GOOD, PLAIN), out=out)

    assert done.exit_code == 1
    assert "There are more than 18 results, and a spreadsheet (.xlsx) holds no more" in done.stderr
    assert not out.exists()


def test_a_result_takes_its_place_at_once_and_only_when_whole(checking: Checking) -> None:
    checking.out.write_text("the results of last month")

    done = checking.check(checking.write(PLAIN, PLAIN))

    assert done.exit_code == 1
    assert checking.out.read_text() == "the results of last month"
    assert sorted(path.name for path in checking.folder.iterdir()) == ["cases.csv", "results.csv"]
    assert checking.good(checking.write(PLAIN)).height == 9


REFUSED = [
    (["--as-of", "2018-12-31"], 1, "2018-12-31 lies outside the bank-holiday calendar"),
    (["--as-of", "30/11/2025"], 2, "'30/11/2025' is not a date written as 2026-11-30"),
    (["--as-of", "2025-02-31"], 2, "'2025-02-31' is a day that does not exist"),
    (["--nation", "wales"], 2, "'wales' is not one of 'england-and-wales'"),
    (["--standards", "hcpc-cpd"], 1, "hcpc-cpd is not a set of timeliness standards"),
    (["--standards", "nothing"], 1, "There is no standard 'nothing'"),
]


@pytest.mark.parametrize(("options", "code", "said"), REFUSED)
def test_what_makes_no_question_is_refused(
    checking: Checking, options: list[str], code: int, said: str
) -> None:
    done = checking.check(checking.write(PLAIN), *options)

    assert done.exit_code == code
    assert said in done.stderr
    assert not checking.out.exists()


def test_results_never_take_the_place_of_the_cases(checking: Checking) -> None:
    cases = checking.write(PLAIN)

    done = checking.check(cases, out=cases)

    assert done.exit_code == 1
    assert "would take the place of the cases" in done.stderr
    assert cases.read_text().endswith(PLAIN + "\n")


@pytest.mark.parametrize("name", ["results.txt", "results"])
def test_an_unknown_ending_is_refused(checking: Checking, name: str) -> None:
    done = checking.check(checking.write(PLAIN), out=checking.folder / name)

    assert (done.exit_code, "must end in one of .csv, .parquet, .xlsx" in done.stderr) == (1, True)


def test_a_folder_that_is_not_there_is_refused(checking: Checking) -> None:
    done = checking.check(checking.write(PLAIN), out=checking.folder / "no" / "results.csv")

    assert (done.exit_code, "Nothing can be written beside" in done.stderr) == (1, True)


def test_faulty_closure_days_are_named_by_line(checking: Checking) -> None:
    closures = checking.folder / "closed.txt"
    closures.write_text("2026-12-24\n24/12/2026\n")

    done = checking.check(checking.write(PLAIN), "--closures", str(closures))

    assert done.exit_code == 1
    assert "line 2: '24/12/2026' is not a date written as 2026-12-24" in done.stderr


def test_it_needs_no_database_no_key_and_no_pages(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text(f"{HEADINGS}\n{GOOD}\n")
    out = tmp_path / "results.csv"
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COMPETENCY_")}
    environ["COMPETENCY_DATABASE_URL"] = f"sqlite:///{tmp_path / 'missing' / 'no.sqlite'}"
    script = (
        "import sys; from flask.cli import main\n"
        "try: main()\n"
        "finally: print(*sorted(set(sys.modules) & {'wtforms', 'flask_login', 'matplotlib', "
        "'competency.factory'}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, "timeliness", "check", str(cases), "--as-of", AS_OF,
         "--out", str(out)],
        capture_output=True, text=True, cwd=ROOT, env=environ, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == ""
    assert pl.read_csv(out)["start"][0] == date(2026, 1, 5).isoformat()


def test_the_whole_application_has_the_command_too(app: object) -> None:
    assert "timeliness" in app.cli.commands  # type: ignore[attr-defined]


def test_references_with_commas_and_quotation_marks_come_back_whole(checking: Checking) -> None:
    starts = ['"=1,""x"""', '"C,1"', '"C ""2"""', "C-3"]
    cases = checking.write(*(PLAIN.replace("C-2", start) for start in starts))

    found = checking.good(cases)

    assert found["case_ref"].unique(maintain_order=True).to_list() == [
        "'=1,\"x\"", "C,1", 'C "2"', "C-3"
    ]  # fmt: skip
