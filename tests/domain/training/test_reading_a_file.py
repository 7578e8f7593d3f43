"""A learning system's file: headings, dates, and each fault with its row and column."""

import io
from datetime import date
from typing import Any

import pytest

from competency.kernel.errors import Refused
from competency.training.domain import sheet
from competency.training.domain.cells import Directory
from competency.training.domain.columns import Field, match
from competency.training.domain.days import NotADay, Order, order_of, read_day
from competency.training.domain.mending import NOTHING_MENDED, Mending
from competency.training.domain.reading import MOST_FAULTY_SHOWN, read

TODAY = date(2026, 5, 8)
KNOWN = Directory(
    by_staff_number={"s1": 1, "s2": 2, "007": 3},
    by_email={"ann@example.org": 1, "ben@example.org": 2},
    by_course={"gdpr": 10, "data protection (gdpr)": 10, "dbs": 11},
    need_expiry=frozenset({11}),
    left_on={2: date(2026, 1, 31)},
)


def reading(
    text: str,
    encoding: str = "utf-8",
    order: Order | None = None,
    mending: Mending = NOTHING_MENDED,
):
    source = io.BytesIO(text.encode(encoding))
    table = sheet.Table(source, sheet.look_at(source).encoding)
    columns = match(table.headings)
    return read(table, columns, KNOWN, TODAY, order=order, mending=mending)


def faults(text: str, **how: Any) -> list[tuple[int, str, str]]:
    return [one[:3] for one in reading(text, **how).faults]


HEAD = "Staff Number,E-mail,Course,Completion Date,Expiry Date,Certificate No\n"
ROWS = [
    ("S1,,GDPR,25/03/2026,,C-1", None),
    ("s1,,  gdpr ,2026-03-25,,", None),
    (",ANN@example.org,Data Protection (GDPR),25/03/2026,,", None),
    ("S1,ann@example.org,GDPR,25/3/26,,", None),
    ("007,,GDPR,25.03.2026,,", None),
    ("S1,new.address@example.org,GDPR,25/03/2026,,", None),
    ("S1,,DBS,25/03/2026,25/03/2029,", None),
    ("S1,,GDPR,25/03/2026 14:05,,", None),
    ("S9,,GDPR,25/03/2026,,", ("Staff Number", "“S9” is nobody's staff number here")),
    (
        ",who@example.org,GDPR,25/03/2026,,",
        ("E-mail", "“who@example.org” is nobody's email address here"),
    ),
    (
        ",,GDPR,25/03/2026,,",
        ("Staff Number", "names nobody: staff number and email address are empty"),
    ),
    (
        "S1,ben@example.org,GDPR,25/03/2026,,",
        ("E-mail", "belongs to somebody else than the staff number"),
    ),
    ("=S1,,GDPR,25/03/2026,,", ("Staff Number", "“=S1” is nobody's staff number here")),
    (
        '"=LINK(""x"")",,GDPR,25/03/2026,,',
        ("Staff Number", "“=LINK(\"x\")” is nobody's staff number here"),
    ),
    ("S1,,Juggling,25/03/2026,,", ("Course", "“Juggling” is not a course here")),
    ("S1,,GDPR,09/05/2026,,", ("Completion Date", "“09/05/2026” is still to come")),
    ("S1,,GDPR,25/03/1926,,", ("Completion Date", "“25/03/1926” is too long ago; check the year")),
    ("S1,,GDPR,31/02/2026,,", ("Completion Date", "“31/02/2026” is not a day of the calendar")),
    (
        "S1,,GDPR,soon,,",
        ("Completion Date", "“soon” is not a date such as 25/03/2026 or 2026-03-25"),
    ),
    ("S1,,GDPR,,,", ("Completion Date", "“” is not a date such as 25/03/2026 or 2026-03-25")),
    (
        "S1,,GDPR,2026-W01-1,,",
        ("Completion Date", "“2026-W01-1” is not a date such as 25/03/2026 or 2026-03-25"),
    ),
    ("S2,,GDPR,25/03/2026,,", ("Completion Date", "is after this person's last day here")),
    ("S1,,GDPR,25/03/2026,24/03/2026,", ("Expiry Date", "is before the day of completion")),
    ("S1,,DBS,25/03/2026,,", ("Expiry Date", "is needed for this, and empty")),
    (
        "S1,,GDPR,25/03/2026,," + "9" * 81,
        ("Certificate No", "is too long, or holds odd characters"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "fault"), ROWS, ids=[row[0][:40] for row in ROWS])
def test_a_row_is_taken_or_its_column_says_why_not(row, fault):
    assert faults(HEAD + row + "\n") == ([(2, *fault)] if fault else [])


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    assert faults(HEAD + "S9,,Juggling,soon,tomorrow," + "9" * 81 + "\nS1\n") == [
        (2, "Staff Number", "“S9” is nobody's staff number here"),
        (2, "Course", "“Juggling” is not a course here"),
        (2, "Completion Date", "“soon” is not a date such as 25/03/2026 or 2026-03-25"),
        (2, "Expiry Date", "“tomorrow” is not a date such as 25/03/2026 or 2026-03-25"),
        (2, "Certificate No", "is too long, or holds odd characters"),
        (3, "Course", "“” is not a course here"),
        (3, "Completion Date", "“” is not a date such as 25/03/2026 or 2026-03-25"),
    ]


def test_ten_faults_are_named_by_the_rows_of_a_spreadsheet():
    good = "S1,,GDPR,25/03/2026,,\n"
    bad = "S9,,GDPR,25/03/2026,,\n"

    found = reading(HEAD + good + "\n" + bad * 10 + ",,,,,\n" + bad)

    assert [one.row for one in found.faults] == [*range(4, 14), 15]
    assert (found.rows, len(found.good), found.faulty) == (12, 1, 11)


def test_a_row_that_is_there_twice_is_taken_once():
    found = reading(HEAD + "S1,,GDPR,25/03/2026,,\n,ann@example.org,gdpr,2026-03-25,,\n")

    assert (len(found.good), found.repeated, found.faulty) == (1, 1, 0)


def test_a_thousand_faults_are_counted_and_the_first_told():
    found = reading(HEAD + "S9,,GDPR,25/03/2026,,\n" * 1000)

    assert found.faulty == 1000
    assert len(found.faults) == MOST_FAULTY_SHOWN


def test_a_formula_in_a_text_cell_stays_text():
    [row] = reading(HEAD + "S1,,GDPR,25/03/2026,,=1+1\n").good

    assert row.number == "=1+1"


ORDERS = [
    (["25/03/2026", "01/02/2026"], Order.DAY_FIRST),
    (["03/25/2026", "01/02/2026"], Order.MONTH_FIRST),
    (["25/03/2026", "03/25/2026"], Order.BOTH),
    (["01/02/2026"], Order.DAY_FIRST),
    (["2026-03-25"], Order.DAY_FIRST),
    ([], Order.DAY_FIRST),
]


@pytest.mark.parametrize(("texts", "order"), ORDERS)
def test_the_file_shows_how_it_writes_dates(texts, order):
    assert order_of(texts) is order


DATES = [
    ("01/02/2026", Order.DAY_FIRST, False, date(2026, 2, 1)),
    ("03/25/2026", Order.DAY_FIRST, False, "has day and month swapped"),
    ("01/02/2026", Order.MONTH_FIRST, False, "seems to have the month first"),
    ("03/25/2026", Order.MONTH_FIRST, False, "seems to have the month first"),
    ("01/02/2026", Order.MONTH_FIRST, True, date(2026, 1, 2)),
    ("25/03/2026", Order.MONTH_FIRST, True, "has day and month swapped"),
    ("25/03/2026", Order.BOTH, False, date(2026, 3, 25)),
    ("03/25/2026", Order.BOTH, False, "has day and month swapped"),
    ("01/02/2026", Order.BOTH, False, "could be read in two ways"),
    ("02/02/2026", Order.BOTH, False, date(2026, 2, 2)),
    ("01/02/70", Order.DAY_FIRST, False, date(1970, 2, 1)),
    ("٢٥/٠٣/٢٠٢٦", Order.DAY_FIRST, False, "is not a date"),
]


@pytest.mark.parametrize(("text", "order", "chosen", "expected"), DATES)
def test_a_date_is_read_or_refused_never_guessed(text, order, chosen, expected):
    if isinstance(expected, date):
        assert read_day(text, order, chosen=chosen) == expected
    else:
        with pytest.raises(NotADay, match=expected):
            read_day(text, order, chosen=chosen)


def test_swapped_dates_are_faults_where_the_other_rows_show_the_order():
    swapped = "S1,,GDPR,03/25/2026,,\n"

    assert faults(HEAD + "S1,,GDPR,24/03/2026,,\n" * 3 + swapped)[0][0] == 5


def test_a_file_with_the_month_first_is_read_so_once_somebody_says_so():
    american = HEAD + "S1,,GDPR,03/25/2026,,\nS1,,GDPR,02/01/2026,,\n"

    assert len(faults(american)) == 2
    found = reading(american, order=Order.MONTH_FIRST)
    assert [row.completed_on for row in found.good] == [date(2026, 3, 25), date(2026, 2, 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_told_apart(encoding):
    head = HEAD.replace("Certificate No", "Référence")
    found = reading(head + "S1,,GDPR,25/03/2026,,é\n", encoding)

    assert len(found.good) == 1


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_usual_separators_are_told_apart(separator):
    text = HEAD + "S1,,GDPR,25/03/2026,,C-1\n"

    assert reading(text.replace(",", separator)).good[0].number == "C-1"


def test_a_character_cut_by_the_end_of_a_piece_is_whole(monkeypatch):
    monkeypatch.setattr(sheet, "CHUNK", 7)

    assert sheet.look_at(io.BytesIO("aaaaaaé, ééé €€€\n".encode())).encoding == "utf-8"
    assert sheet.look_at(io.BytesIO("aaaaaaé\n".encode("cp1252"))).encoding == "cp1252"


NO_CSV = [
    (b"", "empty", "The file is empty"),
    (b"PK\x03\x04 and so on", "not_csv", "an Excel workbook or a zip file"),
    (b"PK\x03\x04\x00\x00", "not_csv", "an Excel workbook or a zip file"),
    (b"%PDF-1.7", "not_csv", "a PDF file"),
    ("a,b\n".encode("utf-16"), "not_csv", "in UTF-16"),
    (b"a,b\n\0\0", "binary", "not a text file"),
    (b"a,b\n\xe9\x81", "encoding", "neither UTF-8 nor Windows-1252"),
    (b'a,b\n"' + b"x" * 200_000, "not_csv", "field larger than field limit"),
]


@pytest.mark.parametrize(
    ("content", "code", "words"), NO_CSV, ids=[f"{c[:6]!r}" for c, *_ in NO_CSV]
)
def test_what_is_no_csv_is_refused_in_words(content, code, words):
    source = io.BytesIO(content)
    with pytest.raises(Refused, match=words) as refused:
        list(sheet.rows_of(source, sheet.look_at(source).encoding))

    assert (refused.value.code, refused.value.field) == (code, "file")


def test_a_file_too_big_and_one_of_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(sheet, "BIGGEST_FILE", 1024 * 1024)
    with pytest.raises(Refused, match="larger than 1 MB"):
        sheet.look_at(io.BytesIO(b"x" * (1024 * 1024 + 1)))
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="more than 3 rows"):
        list(sheet.rows_of(io.BytesIO(b"a\n" * 5), "utf-8"))


MISSING = [
    ("Course,Completed", "No column with the staff number or email address"),
    ("Email,Course", "No column with the day of completion"),
    ("Email,Completed", "No column with the course"),
]


@pytest.mark.parametrize(("head", "words"), MISSING)
def test_a_file_without_a_needed_column_says_which(head, words):
    with pytest.raises(Refused, match=words):
        match(head.split(","))


def test_a_chosen_column_wins_and_the_rest_is_told():
    columns = match(["Email", "Completed", "Due", "Topic"], {Field.COURSE: "Topic"})

    assert columns.at == {Field.EMAIL: 0, Field.COMPLETED_ON: 1, Field.COURSE: 3}
    assert columns.unused == ("Due",)
    with pytest.raises(Refused, match="no column “Theme”"):
        match(["Email"], {Field.COURSE: "Theme"})
