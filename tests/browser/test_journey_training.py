"""A training lead's day: a file with ten faults, who is in time, reminders, the month's report."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Download, FilePayload, Page, expect

from competency.config import MailSettings
from competency.kernel.values import replace
from tests.browser.test_journey_appraisal import heading, sign_in
from tests.builders.people import a_password
from tests.builders.stage import Stage
from tests.builders.training import School, a_file, a_school
from tests.support.letterbox import Letterbox, mail_server
from tests.support.looking import Looks
from tests.support.pdf_text import text as text_of
from tests.support.workbooks import rows_of

NewPage = Callable[..., Page]
GDPR = "Data protection (GDPR)"
GOOD = ["S-Asha Patel,,GDPR,25/03/2026,,C-1", ",ben.okoro@example.org,Record keeping,2026-03-25,,"]
FAULTY = [
    "S-Fin Far,,GDPR,25/03/2026,,C-2",  # row 4: a name that is nearly right
    "S-Asha Patel,,Record keping,25/03/2026,,",  # row 5: a course that is nearly right
    "S-Ben Okoro,,GDPR,03/25/2026,,C-3",  # row 6: day and month swapped
    ",,GDPR,25/03/2026,,",  # row 7: left out
    ",nobody@example.org,GDPR,25/03/2026,,",
    "S-Asha Patel,ben.okoro@example.org,GDPR,25/03/2026,,",
    "S-Asha Patel,,Juggling,25/03/2026,,",
    "S-Asha Patel,,GDPR,25/03/2027,,",
    "S-Asha Patel,,GDPR,yesterday,,",
    '"=cmd|calc",,GDPR,25/03/2026,,',
]


@pytest.fixture
def school(stage: Stage) -> School:
    """Nobody has done any training yet; the training lead has a password."""
    made = a_school(stage)
    with stage.database.writing() as session:
        a_password(session, made.lead)
        session.commit()
    return made


def answer(page: Page, words: str) -> None:
    """Expect the first sentence of who is in time."""
    page.goto("/training/overview")
    expect(page.locator("main p").first).to_contain_text(words)


def upload(page: Page, looks: Looks) -> None:
    """Send the file, and see how much of it is good."""
    page.get_by_role("link", name="Bring in completions from a file").click()
    looks.at(page)
    content = a_file(*GOOD, *FAULTY).getvalue()
    file = FilePayload(name="learning.csv", mimeType="text/csv", buffer=content)
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()
    heading(page, "What the file says")
    expect(page.get_by_text("12 rows: 2 good, 0 already here, 10 need you.")).to_be_visible()
    looks.at(page)


def mend(page: Page, looks: Looks) -> None:
    """Mend three rows, leave one out, look again, and leave the rest out."""
    page.get_by_label("Employee ID in row 4").fill("S-Finn Far")
    page.get_by_label("Course name in row 5").fill("Record keeping")
    page.get_by_role("group", name="Row 7").get_by_label("Leave this row out").check()
    page.get_by_role("button", name="Check again").click()
    expect(
        page.get_by_text("12 rows: 4 good, 0 already here, 7 need you, 1 left out.")
    ).to_be_visible()
    expect(page).to_have_title("Error: What the file says - Casebridge")
    looks.at(page, "checked")
    page.get_by_role("link", name="Row 6, Completed").click()
    expect(page.get_by_label("Completed in row 6")).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("25/3/2026")
    page.keyboard.press("Enter")  # the first button looks again, and never imports
    expect(
        page.get_by_text("12 rows: 5 good, 0 already here, 6 need you, 1 left out.")
    ).to_be_visible()
    page.get_by_role("button", name="Import 5 completions").click()
    expect(page.get_by_role("alert")).to_contain_text("6 of 12 rows cannot be taken")
    looks.at(page, "refused")
    page.get_by_label("Leave out the rows that still need me").check()
    page.get_by_role("button", name="Import 5 completions").click()
    expect(
        page.get_by_text("5 completions were taken. Here already: 0. Left out: 7.")
    ).to_be_visible()
    looks.at(page, "taken")
    page.get_by_role("link", name="3 mended in learning.csv").click()
    expect(page.get_by_role("cell", name="S-Finn Far")).to_be_visible()
    looks.at(page)


def remind(page: Page, app: Flask, looks: Looks) -> Letterbox:
    """Remind all who are due, and let the digests go out to a real mail server."""
    page.get_by_role("button", name="Remind all who are due").click()
    expect(page.get_by_text("reminders given.")).to_be_visible()
    looks.at(page, "reminded")
    letterbox = Letterbox()
    with mail_server(letterbox) as port:
        mail = MailSettings(
            host="127.0.0.1", port=port, sender="casebridge@example.org", site="https://cb.example"
        )
        app.extensions["settings"] = replace(app.extensions["settings"], mail=mail)
        done = app.test_cli_runner().invoke(args=["notifications", "send"])
    assert done.exit_code == 0, done.output
    return letterbox


def taken(page: Page, link: str) -> bytes:
    """Take a file away."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    download: Download = waiting.value
    return Path(download.path()).read_bytes()


def report(page: Page, looks: Looks) -> None:
    """Freeze last month, and take it away on paper and for a spreadsheet."""
    page.goto("/training/overview")
    page.get_by_role("link", name="Governance reports").click()
    looks.at(page)
    page.get_by_role("button", name="Freeze the report").click()
    heading(page, "Mandatory training, April 2026")
    expect(page.get_by_role("row", name=f"{GDPR} Quay").get_by_role("cell").nth(1)).to_have_text(
        "2 of 2 (100 %)"
    )
    looks.at(page)
    paper = taken(page, "Take it away to print (PDF)")
    assert paper.startswith(b"%PDF")
    assert "2 of 2 (100 %)" in text_of(paper)
    assert [GDPR, "Quay", 2, 2, 2, 0, 0, 0, 0] in rows_of(taken(page, "(XLSX)"))
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.get_by_role("table").first).to_be_visible()
    page.emulate_media(media="screen")


def test_a_file_with_faults_changes_who_is_in_time_until_it_is_taken_back(
    new_page: NewPage, app: Flask, school: School, looks: Looks
) -> None:
    page = new_page()
    sign_in(page, school.lead)
    answer(page, "GDPR: 0 of 8 current. 8 never.")
    looks.at(page)

    upload(page, looks)
    mend(page, looks)
    answer(page, "GDPR: 3 of 8 current. 5 never.")
    letterbox = remind(page, app, looks)
    report(page, looks)

    recipients = {str(letter["To"]) for letter in letterbox.letters}
    assert school.cast.supervisor.email in recipients
    letter = next(one for one in letterbox.letters if one["To"] == school.far.email)
    assert "Record keeping is past its due day for you" in letter.get_content()
    assert GDPR not in letter.get_content()
    page.goto("/training/import")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back: 5 completions no longer count.")).to_be_visible()
    answer(page, "GDPR: 0 of 8 current. 8 never.")
