"""The training lead's pages: one answer first, the names, then every course by team."""

import csv
import io
from datetime import date, datetime

import pytest
from flask import Flask

from tests.builders.stage import Stage
from tests.builders.training import School, change, done
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import XLSX, rows_of, sheets_of
from tests.web.training.conftest import Window

GDPR = "Data protection (GDPR)"


@pytest.fixture
def taught(stage: Stage, school: School) -> School:
    """Asha is late with data protection, Ben current, Finn due soon; the others never did it."""
    done(stage, school.cast.practitioner, school["gdpr"], date(2025, 5, 3))
    done(stage, school.cast.colleague, school["gdpr"], date(2026, 3, 1))
    done(stage, school.far, school["gdpr"], date(2025, 5, 20))
    return school


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def test_the_first_sentence_answers_for_data_protection(taught: School, window: Window) -> None:
    page = window(taught.lead).get("/training/overview")

    assert "GDPR: 2 of 8 current. 1 overdue, 5 never. 1 falls due in the next 30 days." in page.main
    asha = next(r for r in page.rows if r[0].startswith("Asha Patel"))
    assert asha == ["Asha Patel Quay", "Overdue 4 May 2026, 4 days ago", "Not told yet"]
    assert page.follow("1 falls due in the next 30 days.").heading == "Who falls due next"


def test_a_lead_of_one_team_sees_that_team(taught: School, window: Window) -> None:
    page = window(taught.team_lead).get("/training/overview")

    assert "GDPR: 1 of 2 current. 1 overdue. 0 fall due in the next 30 days." in page.main
    assert "Hill" not in page.main
    address = f"/training/courses/{taught['gdpr']}/people?state=due_soon"
    assert "Nobody here is in these states." in window(taught.team_lead).get(address).main
    assert "Finn Far" in window(taught.lead).get(address).main


def test_the_table_counts_each_course_by_team(taught: School, window: Window) -> None:
    rows = window(taught.lead).get("/training/overview").rows

    head = next(r for r in rows if r[0] == "Course")
    assert head == ["Course", "All", "Hill", "Quay", "No team"]
    gdpr = next(r for r in rows if r[0] == GDPR)
    assert gdpr[1:] == [
        f"2 of 8 6 not in time: {GDPR}, all",
        "1 of 1 all in time",
        f"1 of 2 1 not in time: {GDPR}, Quay",
        f"0 of 5 5 not in time: {GDPR}, No team",
    ]
    page = window(taught.lead).get("/training/overview")
    assert "Asha Patel" in page.follow(f"1 not in time: {GDPR}, Quay").main
    assert "Asha Patel" not in page.follow(f"5 not in time: {GDPR}, No team").main


def test_the_files_say_what_the_pages_show(taught: School, window: Window) -> None:
    client = window(taught.lead)

    table = read(client.get("/training/overview.csv"))
    assert table[1] == [GDPR, "Hill", "1", "1", "0", "1", "0", "0", "0"]
    assert table[4] == [GDPR, "All", "2", "8", "1", "1", "1", "5", "0"]
    people = client.get(f"/training/courses/{taught['gdpr']}/people?state=overdue")
    assert people.follow("Take this list away (CSV)").mimetype == "text/csv"
    listed = read(client.get(f"/training/courses/{taught['gdpr']}/people.csv?state=overdue"))
    assert listed[1:] == [["Asha Patel", "Quay", GDPR, "Overdue", "2026-05-03", "2026-05-04", ""]]
    assert [row[0] for row in read(client.get("/training/ahead.csv"))[1:]] == ["Finn Far"]


def test_a_workbook_holds_the_same_with_days_as_days(taught: School, window: Window) -> None:
    client = window(taught.lead)
    people = f"/training/courses/{taught['gdpr']}/people"

    table = rows_of(client.get("/training/overview.xlsx").data)
    assert table[4][:4] == [GDPR, "All", 2, 8]
    found = client.get(f"{people}?state=overdue").follow("Take this list away (XLSX)")
    assert found.mimetype == XLSX
    assert found.headers["Content-Disposition"] == 'attachment; filename="training-people.xlsx"'
    due, since = datetime(2026, 5, 3), datetime(2026, 5, 4)  # noqa: DTZ001
    assert rows_of(found.data)[1:] == [["Asha Patel", "Quay", GDPR, "Overdue", due, since, None]]
    assert [row[0] for row in rows_of(client.get("/training/ahead.xlsx").data)[1:]] == ["Finn Far"]
    months = rows_of(client.get(f"/training/courses/{taught['gdpr']}/months.xlsx").data)
    assert months[0] == ["Month", "In time", "Of"]
    assert len(months) == 13
    assert client.get("/training/overview.exe").status_code == 404


def test_what_was_chosen_on_the_screen_is_what_is_taken_away(
    taught: School, window: Window
) -> None:
    address = f"/training/courses/{taught['gdpr']}/people?state=overdue&state=never"
    page = window(taught.lead).get(f"{address}&team={taught.quay.id}")

    for kind in ("CSV", "XLSX"):
        found = page.follow(f"Take this list away ({kind})")
        rows = rows_of(found.data) if kind == "XLSX" else read(found)
        assert [row[0] for row in rows[1:]] == ["Asha Patel"]


def test_a_formula_in_a_name_does_nothing_in_a_spreadsheet(
    stage: Stage, taught: School, window: Window
) -> None:
    change(stage, taught.cast.practitioner, name="=cmd|' /C calc'!A0")

    address = f"/training/courses/{taught['gdpr']}/people.csv?state=overdue"

    assert read(window(taught.lead).get(address))[1][0] == "'=cmd|' /C calc'!A0"
    book = window(taught.lead).get(address.replace(".csv", ".xlsx"))
    assert rows_of(book.data)[1][0] == "=cmd|' /C calc'!A0"
    assert sheets_of(book.data)["training-people"]["A2"].data_type == "s"


def test_those_who_fall_due_next_are_named_by_course(taught: School, window: Window) -> None:
    page = window(taught.lead).get("/training/ahead")

    assert "1 within 30 days, 0 more within 60, 0 more within 90." in page.main
    assert ["Finn Far", "Hill", "20 May 2026, in 12 days"] in page.rows


def test_nobody_in_a_team_can_be_asked_for(taught: School, window: Window) -> None:
    address = f"/training/courses/{taught['gdpr']}/people?team="

    assert "Asha Patel" not in window(taught.lead).get(address + "none").main
    assert "Asha Patel" in window(taught.lead).get(f"{address}{taught.quay.id}").main


def test_only_training_leads_come_in(taught: School, window: Window) -> None:
    people = f"/training/courses/{taught['gdpr']}/people"
    for person in (taught.cast.practitioner, taught.cast.manager, taught.cast.administrator):
        client = window(person)
        for address in ("/training/overview", "/training/overview.csv", "/training/ahead", people):
            assert client.get(address).status_code == 403, address
    assert window(taught.lead).get("/training/courses/999/people").status_code == 404


def test_home_answers_the_training_lead_first(taught: School, window: Window) -> None:
    page = window(taught.lead).get("/")

    assert "GDPR: 2 of 8 current. 1 overdue, 5 never." in page.main
    assert "Remind all who are due" in page.main
    names = ("Priya Nair", "Adi Stone", "Tom Teamlead")
    assert all(name in page.main for name in names)
    assert page.follow("Every course, by team").heading == "Who is in time"
    assert "GDPR" not in window(taught.cast.practitioner).get("/").main


def test_the_lead_s_home_asks_the_database_little_and_counts_what_is_to_be_verified(
    app: Flask, taught: School, window: Window, stage: Stage
) -> None:
    done(stage, taught.far, taught["record-keeping"], date(2026, 5, 1), status="claimed")
    client: CheckedClient = window(taught.lead)
    client.get("/")

    with statements(app) as asked:
        page = client.get("/")

    assert page.follow("Verify 1 completion of training").heading == "Completions to verify"
    assert len(asked) <= 12


def test_the_overview_asks_the_database_little(app: Flask, taught: School, window: Window) -> None:
    client: CheckedClient = window(taught.lead)
    client.get("/training/overview")
    for address in ("/training/overview", "/training/ahead", "/"):
        with statements(app) as asked:
            client.get(address)
        assert len(asked) <= 12, (address, asked)
