"""Logs that people kept elsewhere: their headers, dates, hours, and what is wrong with them."""

from datetime import date
from decimal import Decimal

import pytest

from competency.evidence.domain.entry import Kind, Link
from competency.evidence.domain.log_file import MOST_ROWS, match_columns, read_sheet
from competency.evidence.domain.log_rows import read_day, read_hours, read_kind, read_rows
from competency.kernel.errors import Refused

TODAY = date(2026, 5, 8)
STRANDS = {"SUP-1a", "COM-2a"}


def find_link(code, level):
    return Link("f", "1", code, level or "CMP1") if code in STRANDS else None


def read(text, *, day_first=None, columns=None, mends=None):
    sheet = read_sheet(text.encode() if isinstance(text, str) else text)
    match = match_columns(sheet.header, columns)
    return read_rows(
        sheet, match, today=TODAY, find_link=find_link, day_first=day_first, mends=mends
    )


@pytest.mark.parametrize(
    ("cell", "day_first", "day"),
    [
        ("2026-05-04", True, date(2026, 5, 4)),
        ("2026-05-04T09:30", True, date(2026, 5, 4)),
        ("4/5/2026", True, date(2026, 5, 4)),
        ("4/5/2026", False, date(2026, 4, 5)),
        ("04.05.26", True, date(2026, 5, 4)),
        ("4-5-2026 09:00", True, date(2026, 5, 4)),
        ("4 May 2026", True, date(2026, 5, 4)),
        ("4th Sept 2025", True, date(2025, 9, 4)),
        ("04-May-26", True, date(2026, 5, 4)),
        ("13/25/2026", True, None),
        ("31/4/2026", True, None),
        ("20260504", True, None),
        ("May 2026", True, None),
        ("45781", True, None),
        ("2026-W01-1", True, None),
        ("", True, None),
    ],
)
def test_days_in_the_usual_spellings(cell, day_first, day):
    assert read_day(cell, day_first=day_first) == day


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("2", "2"),
        ("1:30", "1.5"),
        ("01:15:00", "1.25"),
        ("1h 30", None),
        ("1h 30m", "1.5"),
        ("1 hour 30 mins", "1.5"),
        ("2 hours", "2"),
        ("2hrs", "2"),
        ("90 min", "1.5"),
        ("45 minutes", "0.75"),
        ("half a day", None),
        ("=1+1", None),
        ("", None),
        ("NaN", None),
        ("1e9", None),
    ],
)
def test_hours_in_the_usual_spellings(cell, hours):
    assert read_hours(cell) == (None if hours is None else Decimal(hours))


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Course", Kind.COURSE),
        ("peer discussion", Kind.PEER_DISCUSSION),
        ("case_reflection", Kind.CASE_REFLECTION),
        ("Online training", Kind.COURSE),
        ("Journal article", Kind.READING),
        ("Clinical supervision", Kind.SUPERVISION),
        ("Presenting", Kind.TEACHING),
        ("Other", Kind.OTHER),
        ("gardening", None),
        ("", None),
    ],
)
def test_kinds_by_their_name_or_what_means_it(cell, kind):
    assert read_kind(cell) == kind


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Title,Date,Hours", {"title": 0, "date": 1, "hours": 2}),
        ("Activity;Start date;Duration (hours)", {"title": 0, "date": 1, "hours": 2}),
        ("CPD Activity\tDate completed\tHrs", {"title": 0, "date": 1, "hours": 2}),
        (
            "What did you learn?,Date,Hours,Title,Impact on practice",
            {"learned": 0, "date": 1, "hours": 2, "title": 3, "applied": 4},
        ),
        ("Colour,Shape", {}),
    ],
)
def test_columns_are_matched_by_what_other_logs_call_them(header, columns):
    sheet = read_sheet(f"{header}\na\n".encode())

    assert dict(match_columns(sheet.header).columns) == columns


def test_a_choice_overrules_the_match():
    match = match_columns(["Title", "Date", "Hours", "Subject"], {"title": 3, "hours": None})

    assert (match.columns["title"], match.missing, match.unread) == (
        3,
        ("hours",),
        ("Title", "Hours"),
    )


@pytest.mark.parametrize("chosen", [{"title": 9}, {"colour": 0}, {"title": 0, "did": 0}])
def test_a_choice_that_cannot_be_is_refused(chosen):
    with pytest.raises(Refused):
        match_columns(["Title", "Date"], chosen)


def test_rows_become_entries():
    found = read(
        "Title,Date,To,Hours,Type,What I did,Learned,Strands\n"
        "Course,4/5/2026,6/5/2026,7:30,Course,Listened,A lot,SUP-1a:CMP2; com-2a\n"
    )

    [(row, entry)] = found.entries
    assert (row, found.faults) == (2, ())
    assert (entry.starts_on, entry.ends_on) == (date(2026, 5, 4), date(2026, 5, 6))
    assert (entry.hours, entry.kind) == (Decimal("7.5"), Kind.COURSE)
    assert [(x.strand, x.level) for x in entry.links] == [("COM-2a", "CMP1"), ("SUP-1a", "CMP2")]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (",4/5/2026,1,", "Title", "Give the entry a title"),
        ("T,,1,", "Date", "nothing here"),
        ("T,soon,1,", "Date", "“soon”"),
        ("T,4/5/2027,1,", "Date", "has not come yet"),
        ("T,4/5/2026,,", "Hours", "nothing here"),
        ("T,4/5/2026,=SUM(A1),", "Hours", "a formula"),
        ("T,4/5/2026,0,", "Hours", "how many hours"),
        ("T,4/5/2026,9999,", "Hours", "at most"),
        ("T,4/5/2026,1,SUP-99z", "Strands", "no strand"),
        ("T,4/5/2026,1,reflection", "Strands", "such as SUP-1a"),
        ("T,=TODAY(),1,", "Date", "a formula"),
    ],
)
def test_each_fault_names_row_and_column(row, column, says):
    found = read(f"Title,Date,Hours,Strands\nGood,25/4/2026,1,\n{row}\n")

    [fault] = found.faults
    assert (fault.row, fault.column) == (3, column)
    assert says in fault.message
    assert [number for number, _entry in found.entries] == [2]


def test_every_fault_of_a_row_is_told():
    found = read("Title,Date,Hours\nT,soon,many\n")

    assert [fault.column for fault in found.faults] == ["Date", "Hours"]


@pytest.mark.parametrize(
    ("dates", "day_first", "faulty", "noted"),
    [
        (["25/4/2026", "4/5/2026"], True, [], False),
        (["4/25/2026", "4/5/2026"], False, [], False),
        (["25/4/2026", "26/4/2026", "4/25/2026"], True, [4], False),
        (["4/5/2026", "3/5/2026"], True, [], True),
        (["2026-05-04"], True, [], False),
    ],
)
def test_the_file_decides_whether_the_day_or_the_month_stands_first(
    dates, day_first, faulty, noted
):
    found = read("Title,Date,Hours\n" + "".join(f"T,{day},1\n" for day in dates))

    assert found.day_first is day_first
    assert [fault.row for fault in found.faults] == faulty
    assert any("day or the month first" in note for note in found.notes) is noted


def test_a_swapped_date_is_called_one():
    found = read("Title,Date,Hours\nT,25/4/2026,1\nT,4/26/2026,1\n")

    assert "swapped day and month" in found.faults[0].message


def test_the_person_can_say_which_stands_first():
    found = read("Title,Date,Hours\nT,4/5/2026,1\n", day_first=False)

    assert found.entries[0][1].starts_on == date(2026, 4, 5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(encoding):
    found = read("Title,Date,Hours\nCafé – talk,4 May 2026,1\n".encode(encoding))

    assert found.entries[0][1].title == "Café – talk"
    assert any("Windows-1252" in note for note in found.notes) is (encoding == "cp1252")


def test_a_formula_in_a_text_stays_text():
    found = read('Title,Date,Hours\n"=HYPERLINK(""x"")",4 May 2026,1\n-,4 May 2026,1\n')

    assert found.entries[0][1].title == '=HYPERLINK("x")'
    assert any("begin like a formula" in note for note in found.notes)


ROW = b"T,4 May 2026,1\n"
UNREADABLE = {
    "nothing at all": (b"", "empty_file"),
    "only a header": (b"Title,Date,Hours\n", "empty_file"),
    "only empty rows": (b"\n\n,,\n", "empty_file"),
    "a workbook": (b"PK\x03\x04 and more", "workbook"),
    "no text": (b"Title\x00,Date\n1,2\n", "no_text"),
    "an open quotation mark": (b'Title,Date,Hours\n"open,1,2\n', "broken_csv"),
    "a very wide row": (b"Title,Date,Hours\n" + b"a," * 200 + b"\n", "wide_row"),
    "one row too many": (b"Title,Date,Hours\n" + ROW * (MOST_ROWS + 1), "many_rows"),
    "100,000 rows": (b"Title,Date,Hours\n" + ROW * 100_000, "many_rows"),
    "too many bytes": (b"T" * 5_000_001, "too_big"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_in_words(what):
    content, code = UNREADABLE[what]
    with pytest.raises(Refused) as refused:
        read_sheet(content)

    assert (refused.value.code, refused.value.field) == (code, "file")


def test_a_file_without_the_needed_columns_asks_for_them():
    with pytest.raises(Refused, match="date, hours"):
        read("Title,Colour\nT,red\n")


def test_what_was_typed_takes_the_place_of_cells():
    found = read(
        "Title,Date,Hours,Strands\nT,soon,many\nOther,4/5/2026,1,SUP-1a\n",
        mends={2: {"date": "3/5/2026", "hours": "1:30", "strands": "com-2a"}},
    )

    [(row, entry), _other] = found.entries
    assert (row, found.faults) == (2, ())
    assert (entry.starts_on, entry.hours) == (date(2026, 5, 3), Decimal("1.5"))
    assert [link.strand for link in entry.links] == ["COM-2a"]


def test_a_fault_says_what_its_cell_and_its_row_say_as_mended():
    found = read("Title,Date,Hours\nT,soon,1\n", mends={2: {"date": "later"}})

    [fault] = found.faults
    assert (fault.field, fault.cell, fault.title) == ("date", "later", "T")


def test_what_was_typed_does_not_turn_day_and_month_of_the_other_rows():
    rows = "Title,Date,Hours\nT,soon,1\nT,4/5/2026,1\n"
    found = read(rows, mends={2: {"date": "4/25/2026"}})

    assert found.day_first is True
    assert [fault.row for fault in found.faults] == [2]


@pytest.mark.parametrize(
    "mends", [{9: {"date": "1/1/2026"}}, {2: {"end": "1/1/2026"}}, {2: {"x": ""}}]
)
def test_a_cell_that_is_not_there_cannot_be_mended(mends):
    with pytest.raises(Refused) as refused:
        read("Title,Date,Hours\nT,soon,1\n", mends=mends)

    assert refused.value.code == "no_cell"


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7\n", b"MZ\x90", b"\x7fELF", b"GIF89a\x01", b"\x1f\x8b\x08"]
)
def test_a_file_of_another_kind_is_no_log_whatever_its_name(start):
    with pytest.raises(Refused) as refused:
        read_sheet(start + b"Title,Date,Hours\nT,4 May 2026,1\n")

    assert refused.value.code == "no_text"


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    found = read('Title,Date,Hours\n"A title\nof two lines",4 May 2026,1\n\nT,soon,1\n')

    assert [fault.row for fault in found.faults] == [4]
