"""A learning system's file: sent, looked at, taken, and taken back within a day."""

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.config import Settings
from competency.training.models import TrainingBatch, TrainingCompletion
from tests.builders.stage import Stage
from tests.builders.training import School, a_file, change
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.workbooks import rows_of
from tests.web.training.conftest import Window

TEN_ROWS = [
    "S-Asha Patel,,GDPR,01/03/2026,,C-1",
    "S-Ben Okoro,,GDPR,28/02/2026,,C-2",
    "S-Nobody,,GDPR,01/03/2026,,",
    "S-Finn Far,,Juggling,01/03/2026,,",
    "S-Finn Far,,GDPR,30/02/2026,,",
    "S-Finn Far,,GDPR,01/06/2026,,",
]


def upload(client: CheckedClient, content: io.BytesIO, name: str = "learning.csv") -> Page:
    return client.get("/training/import").form("/training/import").submit({"file": (content, name)})


def undo(look: Session) -> str:
    return f"/training/batches/{look.scalars(select(TrainingBatch.id)).one()}/undo"


def counting(look: Session) -> list[str]:
    look.rollback()
    rows = look.scalars(select(TrainingCompletion).order_by(TrainingCompletion.id))
    return [row.number for row in rows if row.status == "verified"]


def test_faults_are_named_by_row_and_column_and_left_out_on_request(
    school: School, window: Window, look: Session
) -> None:
    page = upload(window(school.lead), a_file(*TEN_ROWS))

    assert page.heading == "What the file says"
    assert "6 rows: 2 good, 0 already here, 4 need you." in page.main
    assert "“S-Nobody” is nobody's staff number here" in page.main
    assert "“Juggling” is not a course here" in page.main
    assert "“01/06/2026” is still to come" in page.main
    listed = rows_of(page.follow("Take what needs you away (XLSX)").data)
    assert [4, "Employee ID", "“S-Nobody” is nobody's staff number here"] in listed
    assert [row[0] for row in listed[1:]] == [4, 5, 6, 7]
    assert counting(look) == []

    refused = page.form("take").submit(press="Import 2 completions")
    assert refused.status_code == 422
    assert "4 of 6 rows cannot be taken" in refused.errors[0]
    assert counting(look) == []

    taken = refused.form("take").submit({"leave_out": "y"}, press="Import 2 completions")
    assert "2 completions were taken. Here already: 0. Left out: 4." in taken.text
    assert counting(look) == ["C-1", "C-2"]


def test_compliance_changes_and_a_batch_is_taken_back_within_a_day(
    school: School, window: Window, look: Session, clock: FixedClock
) -> None:
    client = window(school.lead)
    upload(client, a_file(TEN_ROWS[0])).form("take").submit()
    assert "GDPR: 1 of 8 current." in client.get("/training/overview").main

    clock.move(hours=1)
    page = window(school.lead).get("/training/import").form(undo(look)).submit()

    assert "Taken back: 1 completion no longer counts." in page.text
    assert next(r for r in page.rows if r[0].startswith("learning.csv"))[1] == "Taken back"
    assert counting(look) == []


def test_a_batch_stays_after_a_day(
    school: School, window: Window, look: Session, clock: FixedClock
) -> None:
    upload(window(school.lead), a_file(TEN_ROWS[0])).form("take").submit()
    clock.move(hours=25)
    client = window(school.lead)

    assert "More than a day ago" in client.get("/training/import").main
    send(client, undo(look))
    assert "within a day" in client.get("/training/import").text
    assert counting(look) == ["C-1"]


def test_the_same_file_again_adds_nothing(school: School, window: Window, look: Session) -> None:
    client = window(school.lead)
    upload(client, a_file(TEN_ROWS[0])).form("take").submit()

    again = upload(client, a_file(TEN_ROWS[0]))
    assert "1 row: 0 good, 1 already here, 0 need you." in again.main
    assert "You took this very file on" in again.main
    again.form("take").submit()
    assert counting(look) == ["C-1"]


def test_headings_that_are_not_known_are_matched_by_hand(school: School, window: Window) -> None:
    content = io.BytesIO(b"Who,What,Done\r\nS-Asha Patel,GDPR,2026-03-01\r\n")

    page = upload(window(school.lead), content)
    assert "No column with the staff number or email address was found." in page.main
    matched = page.form("reading").submit(
        {"staff_number": "Who", "course": "What", "completed_on": "Done"}
    )

    assert "1 row: 1 good, 0 already here, 0 need you." in matched.main
    assert "1 completion was taken" in matched.form("take").submit().text


def test_windows_1252_is_read_and_said(stage: Stage, school: School, window: Window) -> None:
    change(stage, school.far, staff_number="Zoë-1")

    page = upload(window(school.lead), a_file("Zoë-1,,GDPR,01/03/2026,,", encoding="cp1252"))

    assert "1 row: 1 good" in page.main
    assert "read as Windows-1252" in page.main


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "an Excel workbook or a zip file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"a,b\0c\n", "not a text file"),
    ],
)
def test_what_is_no_csv_file_is_refused_at_once(
    school: School, window: Window, settings: Settings, content: bytes, said: str
) -> None:
    page = upload(window(school.lead), io.BytesIO(content))

    assert page.status_code == 422
    assert any(said in error for error in page.errors), page.errors
    assert not (settings.data_dir / "waiting").exists()


def test_no_file_at_all_is_asked_for(school: School, window: Window) -> None:
    page = window(school.lead).get("/training/import").form().submit()

    assert page.errors == ["Choose the file."]


def test_formulas_and_markup_in_cells_stay_text(school: School, window: Window) -> None:
    rows = ["=cmd|' /C calc'!A0,,GDPR,01/03/2026,,", "<b>x</b>,,GDPR,01/03/2026,,"]
    client = window(school.lead)

    page = upload(client, a_file(*rows), name='../../"x"=1.csv')

    assert "“<b>x</b>” is nobody's staff number here" in page.main
    faults = page.follow("Take what needs you away (CSV)").get_data(as_text=True)
    assert "is nobody's staff number here" in faults


def test_a_waiting_file_is_its_senders_alone_and_goes_after_a_day(
    school: School, window: Window, settings: Settings, clock: FixedClock
) -> None:
    page = upload(window(school.lead), a_file(TEN_ROWS[0]))
    address = page.request.path

    assert window(school.team_lead).get(address).status_code == 404
    for odd in ("x", "../../etc/passwd", "0" * 32, "G" * 32):
        assert window(school.lead).get(f"/training/import/{odd}").status_code == 404
    clock.move(hours=25)
    assert window(school.lead).get(address).status_code == 404
    upload(window(school.lead), a_file(TEN_ROWS[1]))
    assert len(list(Path(settings.data_dir / "waiting").iterdir())) == 1


def test_another_file_than_the_one_looked_at_is_not_taken(
    school: School, window: Window, look: Session
) -> None:
    page = upload(window(school.lead), a_file(TEN_ROWS[0]))

    answer = page.form("take").submit(tampered={"sha256": "0" * 64})

    assert answer.status_code == 422
    assert counting(look) == []


def test_only_training_leads_bring_files_in(school: School, window: Window, app: Flask) -> None:
    for person in (school.cast.practitioner, school.cast.supervisor, school.cast.administrator):
        client = window(person)
        assert client.get("/training/import").status_code == 403
        assert send(client, "/training/import").status_code == 403
        assert client.get(f"/training/import/{'0' * 32}").status_code == 403
        assert send(client, "/training/batches/1/undo").status_code == 403


def test_somebody_of_another_team_is_unknown_to_a_team_lead(school: School, window: Window) -> None:
    page = upload(window(school.team_lead), a_file("S-Finn Far,,GDPR,01/03/2026,,"))

    assert "“S-Finn Far” is nobody's staff number here" in page.main
