"""The governance report of a month: frozen as of its last day, and never another one."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.training.models import TrainingReport
from tests.builders.stage import Stage
from tests.builders.training import School, done
from tests.support.pdf_text import text as text_of
from tests.support.sending import send
from tests.support.workbooks import rows_of
from tests.web.training.conftest import Window

GDPR = "Data protection (GDPR)"


def test_a_frozen_report_says_what_held_then(
    stage: Stage, school: School, window: Window, look: Session
) -> None:
    done(stage, school.far, school["gdpr"], date(2026, 4, 1))
    client = window(school.lead)

    page = client.get("/training/reports").form("freeze").submit()
    done(stage, school.cast.practitioner, school["gdpr"], date(2026, 4, 2))

    assert page.heading == "Mandatory training, April 2026"
    assert f"{GDPR}: 1 of 8 (13 %) in time." in page.main
    assert [GDPR, "1 of 8 (13 %)", "1", "0", "0", "7", "0"] in page.rows
    assert [GDPR, "Hill", "1 of 1 (100 %)", "1", "0", "0", "0", "0"] in page.rows
    again = client.get(page.request.path)
    assert [GDPR, "Quay", "0 of 2 (0 %)", "0", "0", "0", "2", "0"] in again.rows
    assert look.scalars(select(TrainingReport)).one().as_of == date(2026, 4, 30)


def test_it_is_taken_away_as_pdf_and_csv(stage: Stage, school: School, window: Window) -> None:
    client = window(school.lead)
    page = client.get("/training/reports").form("freeze").submit()

    printed = page.follow("Take it away to print (PDF)")
    assert printed.mimetype == "application/pdf"
    assert printed.data == page.follow("Take it away to print (PDF)").data
    text = text_of(printed.data)
    assert "Mandatory training, April 2026" in text
    assert "Record keeping" in text
    assert "Every course" in text
    numbers = page.follow("Take the numbers away (CSV)")
    assert f"{GDPR},Hill,0,1,0,0,0,1,0" in numbers.get_data(as_text=True)


def test_its_workbook_holds_the_page_and_says_what_it_is(
    stage: Stage, school: School, window: Window, look: Session
) -> None:
    client = window(school.lead)
    page = client.get("/training/reports").form("freeze").submit()
    done(stage, school.far, school["gdpr"], date(2026, 4, 1))

    content = page.follow("Take the numbers away (XLSX)").data

    assert [GDPR, "Hill", 0, 1, 0, 0, 0, 1, 0] in rows_of(content)
    teams = [[r[0], r[1], *r[3:]] for r in page.rows if len(r) == 8 and r[0] != "Course"]
    totals = [[r[0], "All", *r[2:]] for r in page.rows if len(r) == 7 and r[0] != "Course"]
    held = [[str(c) for c in (*r[:2], *r[4:])] for r in rows_of(content)[1:]]
    assert [row for row in held if row[1] != "All"] == teams
    assert [row for row in held if row[1] == "All"] == totals
    facts = dict(rows_of(content, "About"))
    assert facts["Report"] == "Mandatory training, April 2026, number 1"
    assert facts["As of"] == datetime(2026, 4, 30)  # noqa: DTZ001
    assert facts["Seal"] == look.scalars(select(TrainingReport)).one().sha256


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2026-05", "A month is reported once it is over."),
        ("2026-13", "such as 2026-04"),
        ("April", "such as 2026-04"),
        ("", "Enter the month."),
    ],
)
def test_a_month_that_is_not_over_or_none_is_refused(
    school: School, window: Window, look: Session, month: str, said: str
) -> None:
    page = window(school.lead).get("/training/reports").form("freeze").submit({"month": month})

    assert page.status_code == 422
    assert said in page.errors[0]
    assert look.scalars(select(TrainingReport)).all() == []


def test_a_second_report_of_a_month_has_its_own_number(school: School, window: Window) -> None:
    client = window(school.lead)
    for _ in range(2):
        client.get("/training/reports").form("freeze").submit()

    rows = client.get("/training/reports").rows
    assert [row[1] for row in rows if row[0].startswith("April 2026")] == ["2", "1"]


def test_only_a_lead_of_the_whole_organisation_reads_reports(
    school: School, window: Window
) -> None:
    made = window(school.lead).get("/training/reports").form("freeze").submit().request.path
    for person in (school.team_lead, school.cast.manager, school.cast.administrator):
        client = window(person)
        for address in ("/training/reports", made, f"{made}.pdf", f"{made}.csv", f"{made}.xlsx"):
            assert client.get(address).status_code == 403, address
        assert send(client, "/training/reports", month="2026-04").status_code == 403
    assert window(school.lead).get("/training/reports/999").status_code == 404
