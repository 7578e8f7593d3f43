"""A file of cases: sent, looked at, confirmed or corrected, taken in, and taken back."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseBatch, CaseFile
from competency.cases.service import listing, planning
from competency.people.models import PracticeArea
from tests.builders.cases import Office, an_office, around, goal
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.services.cases.test_taking_in import CLOSED, HEAD, ODD, OPEN
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.statements import statements
from tests.support.workbooks import rows_of


@pytest.fixture
def office(stage: Stage) -> Office:
    """A team and the people around it; no case yet."""
    return an_office(stage)


def upload(client: CheckedClient, *rows: str, content: bytes | None = None) -> Page:
    if content is None:
        content = (HEAD + "".join(rows)).encode()
    file = (io.BytesIO(content), "old system.csv")
    return client.get("/cases/import").form("send").submit({"file": file})


def references(look: Session) -> list[str]:
    look.rollback()
    return list(look.scalars(select(CaseFile.reference).order_by(CaseFile.reference)))


def test_a_file_is_looked_at_taken_in_and_taken_back(
    stage: Stage, office: Office, client: CheckedClient, look: Session, clock: FixedClock
) -> None:
    page = client.sign_in(office.manager).get("/cases/team").follow("Take cases in from a file")
    assert "No file came in yet." in page.main

    page = upload(client, OPEN, CLOSED)
    assert page.heading == "What the file would bring"
    assert "2 new cases" in page.main
    assert "0 rows need you" in page.main
    assert ["quayside", "Quayside"] in page.rows
    assert ["S-Kit Worker", "Kit Worker"] in page.rows
    assert references(look) == []

    page = page.form("take").submit(press="Take 2 cases in")
    assert "2 cases are in the register." in page.text
    assert page.heading == "Cases that came in together"
    assert references(look) == ["C-1", "C-2"]

    clock.move(minutes=10)
    mine = stage.ask(office.worker, listing.my_cases).cases
    stage.do(office.worker, lambda w: planning.add_goal(w, mine[0].id, goal()))
    page = client.get("/cases/import").follow(link_of(client))
    assert "C-1. It stays in the register." in page.main
    page = page.form("undo").submit(press="Take 1 case back")
    assert "1 case taken back. 1 case stayed, as somebody has worked on them." in page.text
    assert references(look) == ["C-1"]
    assert client.get("/cases/import").rows[1][-1] == "Taken back"


def link_of(client: CheckedClient) -> str:
    return next(
        words for words in client.get("/cases/import").links() if words.startswith("old system.csv")
    )


def test_the_same_file_again_brings_nothing_and_other_days_are_named(
    office: Office, client: CheckedClient, look: Session
) -> None:
    client.sign_in(office.manager)
    upload(client, OPEN).form("take").submit()

    again = upload(client, OPEN)
    assert "1 already here" in again.main
    assert "There is no new case that can be taken in." in again.main

    other = upload(client, OPEN.replace("2026-01-20", "2026-01-21"), CLOSED)
    assert "Already here with other days: C-1." in other.main
    other.form("take").submit(press="Take 1 case in")
    assert references(look) == ["C-1", "C-2"]


def test_impossible_days_are_confirmed_one_by_one_or_left_out(
    office: Office, client: CheckedClient, look: Session
) -> None:
    late = ODD.replace("C-3", "C-4")
    client.sign_in(office.manager)
    page = upload(client, OPEN, ODD, late)
    assert "2 of them with days in an order that cannot be" in page.main
    assert "C-3 in row 3: these days are right" in page.main
    assert "before the referral" in page.main

    page = page.form("take").submit({"confirmed": ["C-3"]})
    assert page.status_code == 422
    assert page.errors[0].startswith("A row cannot have happened in this order.")
    assert page.form("take").values.getlist("confirmed") == ["C-3"]

    page.form("take").submit({"leave_out": "y"})
    assert references(look) == ["C-1", "C-3"]
    upload(client, late).form("take").submit({"confirmed": ["C-4"]})
    assert references(look) == ["C-1", "C-3", "C-4"]


def test_all_impossible_days_can_be_confirmed_together(
    office: Office, client: CheckedClient, look: Session
) -> None:
    page = upload(client.sign_in(office.manager), ODD, ODD.replace("C-3", "C-4"))

    page.form("take").submit({"confirm_all": "y"})

    assert references(look) == ["C-3", "C-4"]


FAULTY = [
    OPEN.replace("2026-01-20", "2026-02-31"),
    CLOSED.replace("2025-01-07", "30/13/2025"),
    ODD.replace("2026-01-05", "1998-01-05"),
    ODD.replace("Quayside", "Moon").replace("C-3", "C-4"),
    ODD.replace("Kit Worker", "Nobody Here").replace("C-3", "C-5"),
    OPEN.replace("C-1", "C-6"),
    CLOSED.replace("C-2", "C-6"),
    CLOSED.replace("C-2", "C-7"),
]


def test_faults_are_named_by_row_and_column_and_can_be_taken_away(
    office: Office, client: CheckedClient, look: Session
) -> None:
    page = upload(client.sign_in(office.manager), *FAULTY)

    named = [row[:2] for row in page.rows if row[0].isdigit()]
    assert named == [
        ["2", "action_plan_entered"],
        ["3", "entered"],
        ["4", "referral_received"],
        ["5", "team"],
        ["6", "worker"],
        ["8", "case_ref"],
    ]
    assert "6 rows need you" in page.main
    assert "'2026-02-31' is not a day" in page.main
    assert "outside the bank-holiday calendar" in page.main
    listed = rows_of(page.follow("Take the list away (XLSX)").data)
    assert [row[0] for row in listed[1:]] == [2, 3, 4, 5, 6, 8]

    page = page.form("take").submit()
    assert (page.status_code, references(look)) == (422, [])
    assert page.errors == ["6 rows cannot be taken in. Correct the file, or leave out."]

    page.form("take").submit({"leave_out": "y"})
    assert references(look) == ["C-7"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (HEAD.encode(), "There is no case in this file."),
        (HEAD.replace("entered,", "", 1).encode(), "This column is missing."),
        (HEAD.replace("team", "team,colour").encode(), "This column is not known."),
        (HEAD.encode() + OPEN.replace("Kit", "Zoë").encode("cp1252"), "This is not UTF-8."),
        (HEAD.encode() + b'"' + OPEN.encode(), "cells, the headings 13."),
        (HEAD.encode() + b'"' + b"x" * 140_000, "This cannot be read as CSV".lower()),
        (b"PK\x03\x04\x00\xff", "This is not UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_brings_nothing(
    office: Office, client: CheckedClient, content: bytes, said: str
) -> None:
    page = upload(client.sign_in(office.manager), content=content)

    assert said.lower() in page.main.lower()
    assert "There is no new case that can be taken in." in page.main


def test_a_file_and_a_practice_area_have_to_be_chosen(
    stage: Stage, office: Office, client: CheckedClient, look: Session
) -> None:
    client.sign_in(office.manager)
    assert client.get("/cases/import").form("send").submit().errors == ["Choose the file."]
    stage.save(PracticeArea(name="Brain injury"))

    page = upload(client, OPEN).form("take").submit()

    assert (page.status_code, page.errors) == (422, ["Choose the practice area."])
    page.form("take").submit({"practice_area_id": str(office.area.id)})
    assert references(look) == ["C-1"]


def test_a_file_sent_twice_is_taken_in_once(
    office: Office, client: CheckedClient, look: Session
) -> None:
    form = upload(client.sign_in(office.manager), OPEN).form("take")

    form.submit()
    form.submit()

    look.rollback()
    assert len(look.scalars(select(CaseBatch)).all()) == 1


def test_only_managers_and_administrators_take_cases_in_and_each_sees_the_own_file(
    stage: Stage, office: Office, client: CheckedClient, look: Session
) -> None:
    waiting = upload(client.sign_in(office.manager), OPEN).request.path
    upload(client, CLOSED).form("take").submit()
    people = around(stage, office)
    for name in ("worker", "colleague", "supervisor", "specialist", "auditor", "central"):
        client.sign_in(people[name])
        for address in ("/cases/import", "/cases/batches/1"):
            assert client.get(address).status_code == 403, (name, address)
        for address in ("/cases/import", "/cases/batches/1/undo"):
            assert send(client, address).status_code == 403, (name, address)

    client.sign_in(people["administrator"])
    assert client.get("/cases/import").status_code == 200
    assert client.get("/cases/batches/1").status_code == 200
    assert client.get("/cases/batches/2").status_code == 404
    for address in (waiting, f"{waiting}/faults.csv", "/cases/import/" + "0" * 32):
        assert client.get(address).status_code == 404, address
    assert references(look) == ["C-2"]


def test_the_pages_ask_few_questions(office: Office, client: CheckedClient) -> None:
    client.sign_in(office.manager)
    upload(client, CLOSED).form("take").submit()
    waiting = upload(client, OPEN, CLOSED, ODD).request.path

    for address in ("/cases/import", waiting, "/cases/batches/1"):
        with statements(client.application) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 12, (address, asked)
