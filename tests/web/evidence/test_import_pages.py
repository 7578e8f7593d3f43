"""An existing log: sent, its columns matched, mended on its preview, taken in, and out again."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders.evidence import an_entry
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.statements import statements
from tests.web.evidence.a_log import GOOD, HEAD, LATER, NO_HOURS, boxes, preview, titles, upload
from tests.web.evidence.conftest import Window

MOST_STATEMENTS = 12


@pytest.fixture
def cast(stage: Stage) -> Cast:
    return a_cast(stage)


@pytest.fixture
def client(cast: Cast, window: Window) -> CheckedClient:
    """The window of the person whose log it is."""
    return window(cast.practitioner)


def test_a_log_is_sent_matched_looked_at_and_taken_in_as_drafts(
    client: CheckedClient, look: Session
) -> None:
    columns = upload(client, HEAD + GOOD, name="..\\my log.csv")
    assert columns.heading == "Which column gives what"
    assert "6 of 9 were told from the headings." in columns.main

    page = columns.form("columns").submit()
    assert "1 row: 1 good, 0 already here, 0 need you." in page.main
    assert ["A course", "25 Apr 2026", "3.5", "Course", "SUP-1a"] in page.rows
    assert titles(look) == []

    batch = page.form("take").submit(press="Import")
    assert "1 entry is in your log, as drafts." in batch.text
    assert ["A course", "25 Apr 2026", "3.5", "Draft"] in batch.rows
    assert titles(look) == ["A course"]
    assert "my log.csv" in client.get("/evidence/import").main


def test_columns_that_nobody_knows_are_chosen_and_a_wrong_guess_is_corrected(
    client: CheckedClient, look: Session
) -> None:
    page = upload(client, "Was,Wann,Wie lange\nA course,25/4/2026,2\n")
    assert "Say which column of the file gives what." in page.main

    refused = page.form("columns").submit()
    assert refused.status_code == 422
    assert refused.errors == ["Choose the column with this."] * 3

    twice = refused.form("columns").submit({"title": "0", "date": "0", "hours": "2"})
    assert twice.status_code == 422
    assert twice.errors == ["One column cannot give two things."]

    taken = twice.form("columns").submit({"date": "1"}).form("take").submit(press="Import")
    assert ["A course", "25 Apr 2026", "2", "Draft"] in taken.rows


def test_rows_are_mended_in_place_and_saved_with_the_import(
    client: CheckedClient, look: Session
) -> None:
    page = preview(client, GOOD, LATER, NO_HOURS)
    assert "3 rows: 1 good, 0 already here, 2 need you." in page.main
    assert boxes(page) == {
        "mend-3-date": "1/1/2027",
        "mend-4-hours": "many",
        "mend-4-strands": "SUP-99z",
    }
    assert "Row 3: A plan" in page.main
    assert "This day has not come yet." in page.main

    again = page.form("take").submit(
        {"mend-3-date": "1/1/2026", "mend-4-hours": "1:30"}, press="Check again"
    )
    assert again.status_code == 422
    assert again.errors == ["Row 4, Strands: “SUP-99z” is no strand of the framework."]
    assert "3 rows: 2 good, 0 already here, 1 needs you." in again.main
    assert boxes(again)["mend-4-strands"] == "SUP-99z"

    good = again.form("take").submit({"mend-4-strands": "SUP-1b"}, press="Check again")
    assert good.status_code == 422
    good = good.form("take").submit({"mend-4-strands": "com-1a"}, press="Check again")
    assert good.status_code == 200
    assert "3 rows: 3 good, 0 already here, 0 need you." in good.main
    assert titles(look) == []

    batch = good.form("take").submit(press="Import")
    assert ["A plan", "1 Jan 2026", "1", "Draft"] in batch.rows
    assert ["A talk", "26 Apr 2026", "1.5", "Draft"] in batch.rows


def test_what_was_typed_counts_without_checking_again_first(
    client: CheckedClient, look: Session
) -> None:
    page = preview(client, GOOD, LATER)

    page.form("take").submit({"mend-3-date": "2026-01-01"}, press="Import")

    assert titles(look) == ["A course", "A plan"]


def test_a_row_that_still_needs_somebody_keeps_all_out_unless_it_is_left_out(
    client: CheckedClient, look: Session
) -> None:
    page = preview(client, GOOD, LATER)

    refused = page.form("take").submit({"mend-3-date": "soon"}, press="Import")
    assert refused.status_code == 422
    assert refused.errors[0] == "1 row has a fault. Nothing was imported."
    assert boxes(refused) == {"mend-3-date": "soon"}
    assert titles(look) == []

    refused.form("take").submit({"leave_out": "y"}, press="Import")
    assert titles(look) == ["A course"]


def test_many_faulty_rows_come_in_parts_and_the_list_can_be_taken_away(
    client: CheckedClient,
) -> None:
    page = preview(client, *(f"Entry {n},soon,1,,,\n" for n in range(60)))
    assert "These are the first 50 of 60" in page.main
    assert len(boxes(page)) == 50

    mended = {name: "25/4/2026" for name in boxes(page)}
    again = page.form("take").submit(mended, press="Check again")

    assert "60 rows: 50 good, 0 already here, 10 need you." in again.main
    assert len(boxes(again)) == 60
    faults = page.follow("Take the list away (CSV)").get_data(as_text=True)
    assert len(faults.splitlines()) == 61
    assert '\r\n61,Date,"This is “soon”, not a date' in faults


def test_entries_that_the_log_has_are_counted_and_left_as_they_are(
    stage: Stage, cast: Cast, client: CheckedClient, look: Session
) -> None:
    an_entry(stage, "verified", cast)
    known = "Course on capacity,20/4/2026,3:30,,,\n"

    page = preview(client, known, GOOD)
    assert "2 rows: 1 good, 1 already here, 0 need you." in page.main
    page.form("take").submit(press="Import")
    assert titles(look) == ["A course", "Course on capacity"]

    nothing = preview(client, known).form("take").submit(press="Import")
    assert nothing.status_code == 422
    assert nothing.errors == ["Your log has every good row of this file already."]


def test_the_same_file_is_not_taken_in_twice_until_it_was_taken_out(
    client: CheckedClient, look: Session
) -> None:
    batch = preview(client, GOOD).form("take").submit(press="Import")
    again = preview(client, GOOD)
    assert "This very file is in your log already." in again.main
    assert "Import" not in {words for form in ("take",) for words in _buttons(again, form)}
    send(client, again.request.path, name="log.csv")
    assert titles(look) == ["A course"]

    undone = batch.form("undo").submit()
    assert "1 entry taken out of your log again." in undone.text
    assert titles(look) == []
    preview(client, GOOD).form("take").submit(press="Import")
    assert titles(look) == ["A course"]


def _buttons(page: Page, form: str) -> set[str]:
    return {
        b for f in page.document.all("form") if f.get("id") == form for b in page.form(form).buttons
    }


def test_what_was_worked_on_stays_when_an_import_is_taken_out(
    stage: Stage, cast: Cast, client: CheckedClient, look: Session
) -> None:
    batch = preview(client, GOOD, "A book,24/4/2026,1,Reading,Read it,COM-1a\n")
    batch = batch.form("take").submit(press="Import")
    page = client.get(batch.request.path).follow("A book").follow("Change")
    page.form().submit({"title": "A good book"})

    page = client.get(batch.request.path)
    assert "This removes 1 draft that you have not changed or shared" in page.main
    undone = page.form("undo").submit()

    assert "1 stays, because you worked on them" in undone.text
    assert titles(look) == ["A good book"]
    send(client, f"{batch.request.path}/undo")
    assert "undone already" in client.get(batch.request.path).text


def test_the_pages_take_few_statements_however_long_the_file_is(
    app: Flask, client: CheckedClient
) -> None:
    asked = []
    for many in (2, 200):
        page = preview(client, *(f"Entry {n},25/4/2026,1,,,SUP-1a\n" for n in range(many)))
        with statements(app) as found:
            client.get(f"{page.request.path}?{page.request.query_string.decode()}")
        taken = page.form("take").submit(press="Import")
        with statements(app) as of_batch:
            client.get(taken.request.path)
        asked.append((len(found), len(of_batch)))

    assert asked[0] == asked[1]
    assert max(asked[0]) <= MOST_STATEMENTS
