"""The faulty rows of a file are mended where they are shown; the file stays as it was sent."""

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.config import Settings
from competency.training.models import MendedCell, TrainingCompletion
from tests.builders.training import School, a_file
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.statements import statements
from tests.web.training.conftest import Window
from tests.web.training.test_import_pages import counting, upload

GOOD = "S-Asha Patel,,GDPR,01/03/2026,,C-1"
NOBODY = "S-Nobdy,,GDPR,02/03/2026,,C-2"
JUGGLING = "S-Finn Far,,Juggling,30/02/2026,,C-3"


@pytest.fixture
def page(school: School, window: Window) -> Page:
    """The preview of a file with one good row and two that need somebody."""
    return upload(window(school.lead), a_file(GOOD, NOBODY, JUGGLING))


def check(page: Page, **typed: str) -> Page:
    values = {f"mend-{name[1:].replace('_', '-', 1)}": text for name, text in typed.items()}
    return page.form("take").submit(values, press="Check again")


def box(page: Page, name: str) -> str:
    return str(page.form("take").values[name])


def test_each_fault_stands_beside_a_box_with_what_the_file_says(page: Page) -> None:
    assert "3 rows: 1 good, 0 already here, 2 need you." in page.main
    assert box(page, "mend-3-staff_number") == "S-Nobdy"
    assert (box(page, "mend-4-course"), box(page, "mend-4-completed_on")) == (
        "Juggling",
        "30/02/2026",
    )
    assert "mend-3-completed_on" not in page.form("take").values
    assert "This row also says: Course name: GDPR, Completed: 02/03/2026" in page.main
    assert page.errors == []


def test_mended_rows_are_imported_and_what_was_typed_is_kept_with_them(
    page: Page, look: Session
) -> None:
    half = check(page, r3_staff_number="S-Ben Okoro", r4_course="GDPR")

    assert "3 rows: 2 good, 0 already here, 1 needs you." in half.main
    assert half.errors == ["Row 4, Completed: “30/02/2026” is not a day of the calendar"]
    assert ["3", "Employee ID", "S-Nobdy", "S-Ben Okoro"] in half.rows
    whole = check(half, r4_completed_on="28/2/2026")
    assert "3 rows: 3 good, 0 already here, 0 need you." in whole.main
    assert counting(look) == []

    done = whole.form("take").submit(press="Import 3 completions")

    assert "3 completions were taken. Here already: 0. Mended: 2." in done.text
    assert sorted(counting(look)) == ["C-1", "C-2", "C-3"]
    kept = look.scalars(select(MendedCell).order_by(MendedCell.row, MendedCell.id)).all()
    assert [(one.row, one.field, one.said, one.typed) for one in kept] == [
        (3, "staff_number", "S-Nobdy", "S-Ben Okoro"),
        (4, "course", "Juggling", "GDPR"),
        (4, "completed_on", "30/02/2026", "28/2/2026"),
    ]
    batch = done.follow("2 mended in learning.csv, 8 May 2026 at 10:30")
    assert ["4", "Course", "Juggling", "GDPR"] in batch.rows


def test_a_row_can_be_left_out(page: Page, look: Session) -> None:
    left = check(page, r3_staff_number="S-Ben Okoro", r4_out="y")

    assert "3 rows: 2 good, 0 already here, 0 need you, 1 left out." in left.main
    assert ["4", "The whole row", "", "Left out"] in left.rows
    done = left.form("take").submit(press="Import 2 completions")
    assert "Left out: 1. Mended: 1." in done.text
    assert sorted(counting(look)) == ["C-1", "C-2"]


def test_import_takes_what_was_just_typed(page: Page, look: Session) -> None:
    typed = {
        "mend-3-staff_number": "S-Ben Okoro",
        "mend-4-course": "GDPR",
        "mend-4-completed_on": "28/02/2026",
    }

    page.form("take").submit(typed, press="Import 1 completion")

    assert sorted(counting(look)) == ["C-1", "C-2", "C-3"]


def test_import_with_rows_that_still_need_somebody_takes_nothing_and_keeps_what_was_typed(
    page: Page, look: Session
) -> None:
    refused = page.form("take").submit(
        {"mend-3-staff_number": "S-Still nobody"}, press="Import 1 completion"
    )

    assert refused.status_code == 422
    assert "2 of 3 rows cannot be taken. Mend them, or choose to leave them out." in refused.errors
    assert box(refused, "mend-3-staff_number") == "S-Still nobody"
    assert counting(look) == []


def test_what_the_file_says_can_be_had_back(page: Page) -> None:
    mended = check(page, r3_staff_number="S-Ben Okoro", r4_out="y")

    back = mended.form("forget").submit()

    assert "3 rows: 1 good, 0 already here, 2 need you." in back.main
    assert box(back, "mend-3-staff_number") == "S-Nobdy"


def test_a_mend_stays_when_the_file_is_read_another_way(page: Page, school: School) -> None:
    mended = check(page, r3_staff_number="S-Ben Okoro")

    other = mended.form("reading").submit({"course_id": school["gdpr"]})

    assert "3 rows: 2 good, 0 already here, 1 needs you." in other.main


def test_of_many_faults_the_first_fifty_can_be_mended(school: School, window: Window) -> None:
    rows = [f"S-Nobody {number},,GDPR,01/03/2026,," for number in range(120)]

    page = upload(window(school.lead), a_file(GOOD, *rows))

    assert "These are the first 50 of 120; the next come when these are mended." in page.main
    boxes = [name for name in page.form("take").values if name.endswith("-staff_number")]
    assert len(boxes) == 50
    assert (boxes[0], boxes[-1]) == ("mend-3-staff_number", "mend-52-staff_number")
    checked = page.form("take").submit(press="Check again")
    assert (len(checked.errors), checked.errors[-1]) == (21, "And 30 more")
    left = page.form("take").submit(
        {f"mend-{row}-out": "y" for row in range(3, 53)}, press="Check again"
    )
    assert "121 rows: 1 good, 0 already here, 70 need you, 50 left out." in left.main


def test_only_boxes_of_the_page_are_taken(page: Page, look: Session) -> None:
    odd = {
        "mend-2-staff_number": "S-Ben Okoro",
        "mend-99-staff_number": "S-Ben Okoro",
        "mend-3-person_id": "1",
        "mend-3-email": "\x07<script>alert(1)</script>",
    }

    page.form("take").submit(tampered=odd | {"leave_out": "y"}, press="Import 1 completion")

    assert [row.person_id for row in look.scalars(select(TrainingCompletion))] == [1]


def test_markup_in_a_cell_stays_text_in_its_box(school: School, window: Window) -> None:
    page = upload(window(school.lead), a_file('"""><script>alert(1)</script>",,GDPR,01/03/2026,,'))

    assert box(page, "mend-2-staff_number") == '"><script>alert(1)</script>'


def test_what_was_mended_is_its_senders_alone_and_goes_with_the_file(
    page: Page, school: School, window: Window, settings: Settings
) -> None:
    address = page.request.path
    check(page, r3_staff_number="S-Ben Okoro", r4_out="y")
    for person in (school.team_lead, school.cast.practitioner):
        client = window(person)
        assert send(client, f"{address}/check").status_code in {403, 404}
        assert send(client, f"{address}/forget").status_code in {403, 404}

    window(school.lead).get(address).form("take").submit(press="Import 2 completions")

    assert list(Path(settings.data_dir / "waiting").iterdir()) == []


def test_another_leads_batch_is_not_shown(page: Page, school: School, window: Window) -> None:
    page.form("take").submit({"leave_out": "y"}, press="Import 1 completion")

    assert window(school.lead).get("/training/batches/1").status_code == 200
    assert window(school.team_lead).get("/training/batches/1").status_code == 404


def test_the_preview_asks_the_database_little(page: Page, app: Flask) -> None:
    with statements(app) as asked:
        page.client.get(page.request.full_path)

    assert len(asked) <= 12, asked


def test_no_row_at_all_is_said(school: School, window: Window) -> None:
    page = upload(window(school.lead), io.BytesIO(b"Email,Course,Completed\n"))

    assert "0 rows: 0 good, 0 already here, 0 need you." in page.main
    assert "headings and no rows" in page.form("take").submit().errors[0]
