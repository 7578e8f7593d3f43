"""Judging a file on a page: what came of it, what is wrong with it, and that it is one's own."""

import csv
import io
import json
import os
from typing import Any, cast

import polars as pl
import pytest
from flask import Flask

from competency.kernel.actor import Role
from competency.people.models import Person
from competency.timeliness.service import sent_files
from tests.builders.stage import Stage, a_person
from tests.support.client import CheckedClient
from tests.support.pages import Page

pytestmark = pytest.mark.one_database("a file is judged from what stands in it, none of it kept")
HEADINGS = (
    "case_ref,team,worker,referral_received,entered,assigned,first_contact,"
    "risk_assessment_completed,risk_assessment_signed_off,outcomes_star_completed,"
    "action_plan_entered,reviews,closed"
)
# entered in time, and a day late
GOOD = "A-1,North,Kit,2026-03-02,2026-03-03,,,,,,,,\nA-2,North,Kit,2026-03-02,2026-03-06,,,,,,,,\n"
FAULTY = "A-3,North,Kit,2026-02-31,,,,,,,,,\n"


@pytest.fixture
def person(stage: Stage) -> Person:
    return a_person(stage, "Rue Hall", Role.CASE_MANAGER)


def send(client: CheckedClient, rows: str, name: str = "cases.csv", **more: Any) -> Page:
    content = f"{HEADINGS}\n{rows}".encode() if rows is not None else b""
    typed = {"file": (io.BytesIO(content), name), **more}
    return client.get("/timeliness/check").form("Judge this file").submit(typed)


def test_a_file_is_judged_and_its_results_are_taken_away(
    client: CheckedClient, person: Person
) -> None:
    page = send(client.sign_in(person), GOOD)

    assert page.heading == "What came of cases.csv"
    assert "2 cases, 18 results." in page.main
    assert next(row for row in page.rows if row[0] == "KPI_01")[1] == "1 of 2 (50 %)"
    assert next(row for row in page.rows if row[0] == "KPI_03")[1] == "0 of 0"
    results = page.follow("Take the results away")
    rows = list(csv.reader(io.StringIO(results.get_data(as_text=True))))
    results.close()
    assert rows[0] == ["case_ref", "standard", "sequence", "start", "due", "end", "result"]
    assert rows[1] == ["A-1", "KPI_01", "1", "2026-03-02", "2026-03-05", "2026-03-03", "met"]
    assert len(rows) == 19
    assert results.headers["Cache-Control"] == "no-store"


def test_faults_are_named_by_row_and_column_and_nothing_is_judged(
    client: CheckedClient, person: Person
) -> None:
    page = send(client.sign_in(person), GOOD + FAULTY)

    assert "1 fault; nothing was judged." in page.main
    assert page.rows[-1][:2] == ["4", "referral_received"]
    assert "2026-02-31" in page.rows[-1][2]
    assert "Take the results away" not in page.links()
    faults = page.follow("Take the faults away (CSV)").get_data(as_text=True)
    assert "4,referral_received," in faults


def test_faulty_rows_are_left_out_when_asked(client: CheckedClient, person: Person) -> None:
    page = send(client.sign_in(person), GOOD + FAULTY, skip_faulty="y")

    assert "2 cases, 18 results; 1 faulty row left out." in page.main
    assert page.rows[-1][:2] == ["4", "referral_received"]


def test_the_day_of_the_question_and_the_kind_of_results_are_chosen(
    client: CheckedClient, person: Person
) -> None:
    page = send(
        client.sign_in(person),
        "A-1,North,Kit,2026-03-02,,,,,,,,,\n",
        results=".parquet",
        **{"as_of-day": "5", "as_of-month": "3", "as_of-year": "2026"},
    )

    row = next(row for row in page.rows if row[0] == "KPI_01")
    assert row[1:3] == ["0 of 0", "1"]  # due on that very day
    results = page.follow("Take the results away")
    frame = pl.read_parquet(io.BytesIO(results.data))
    results.close()
    assert frame["result"][0] == "due"


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("cases.txt", "5", "Send a .csv, .xlsx or .parquet file."),
        ("cases.csv", "31", "Enter a real date"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(
    client: CheckedClient, person: Person, name: str, day: str, said: str
) -> None:
    typed = {"as_of-day": day, "as_of-month": "2", "as_of-year": "2026"}
    page = send(client.sign_in(person), GOOD, name, **typed)

    assert page.status_code == 422
    assert any(said in error for error in page.errors)


def test_an_empty_file_is_told_as_one(client: CheckedClient, person: Person) -> None:
    page = send(client.sign_in(person), "")

    assert "there is no case below the headings" in page.main


def test_nobody_else_sees_what_came_of_it(
    app: Flask, stage: Stage, client: CheckedClient, person: Person
) -> None:
    address = send(client.sign_in(person), GOOD).request.path
    other = cast(CheckedClient, app.test_client()).sign_in(
        a_person(stage, "Olu", Role.ADMINISTRATOR)
    )

    for path in (address, f"{address}/results", f"{address}/faults.csv"):
        assert other.get(path).status_code == 404
    assert "cases.csv" not in other.get("/timeliness/check").main
    assert "cases.csv" in client.get("/timeliness/check").main
    assert client.get("/timeliness/check/..").status_code == 404


def test_files_go_after_a_day(
    client: CheckedClient, person: Person, clock: Any, settings: Any
) -> None:
    send(client.sign_in(person), GOOD, "old.csv")
    clock.move(days=1, minutes=1)
    send(client.sign_in(person), GOOD, "new.csv")

    assert "old.csv" not in client.get("/timeliness/check").main
    assert len(list((settings.data_dir / "checks").iterdir())) == 1


def test_a_file_that_takes_longer_shows_how_far_it_is_and_keeps_a_second_waiting(
    client: CheckedClient, person: Person, settings: Any
) -> None:
    address = send(client.sign_in(person), GOOD).request.path
    folder = next((settings.data_dir / "checks").iterdir())
    (folder / sent_files.STATE).write_text(json.dumps({"state": "running", "cases": 120_000}))
    (folder / sent_files.PROCESS).write_text(str(os.getpid()))

    page = client.get(address)
    assert "120,000 cases judged so far." in page.main
    assert "You can leave this page" in page.main
    assert client.get(f"{address}/results").status_code == 404
    again = send(client, GOOD)
    assert again.status_code == 422
    assert again.errors == ["Your last file is still being judged. Wait for it first."]

    (folder / sent_files.PROCESS).write_text("0x")  # no process of this number
    assert "The work stopped before its end" in client.get(address).main
