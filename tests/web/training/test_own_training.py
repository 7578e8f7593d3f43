"""My training: where I stand, and recording what I did or hold."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.training.domain.requirements import Subject
from competency.training.models import TrainingCompletion
from competency.training.service import requirements
from tests.builders.stage import Stage, end_line
from tests.builders.training import School, done
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import rows_of
from tests.web.training.conftest import Window

GDPR = "Data protection (GDPR)"


def row(page: Page, name: str) -> list[str]:
    return next(r for r in page.rows if r[0].startswith(name))


def record(client: CheckedClient, course_id: int, day: str = "1 5 2026", **more: Any) -> Page:
    parts = dict(zip(("day", "month", "year"), day.split(), strict=True))
    typed = {f"completed_on-{part}": value for part, value in parts.items()}
    form = client.get("/training/record").form()
    return form.submit({"course_id": str(course_id), **typed, **more})


def test_each_course_says_its_state_its_day_and_what_to_do(
    stage: Stage, school: School, window: Window
) -> None:
    done(stage, school.cast.practitioner, school["gdpr"], date(2025, 6, 1))

    page = window(school.cast.practitioner).get("/training")

    assert row(page, GDPR) == [
        f"{GDPR} You can do it now; nothing is lost by being early. Record it: {GDPR}",
        "Due soon",
        "1 June 2026, in 24 days",
    ]
    assert row(page, "Record keeping")[1] == "Never"
    assert "Do this course, then record it." in row(page, "Record keeping")[0]


def test_what_presses_most_is_said_and_stands_first(
    stage: Stage, school: School, window: Window
) -> None:
    asha = school.cast.practitioner
    for code, day in (("gdpr", date(2025, 6, 1)), ("record-keeping", date(2026, 1, 1))):
        done(stage, asha, school[code], day)

    page = window(asha).get("/training")

    assert "Out of time: Information governance, Case management process, Case" in page.main
    assert "Due soon: Data protection (GDPR)." in page.main
    states = [r[1] for r in page.rows[1:6]]
    assert states == ["Never", "Never", "Never", "Due soon", "Current"]
    for code in ("information-governance", "case-management-process", "case-system"):
        done(stage, asha, school[code], date(2026, 1, 1))
    done(stage, asha, school["gdpr"], date(2026, 5, 1))
    assert "You are in time with everything" in window(asha).get("/training").main


def test_what_is_recorded_waits_to_be_verified(
    school: School, window: Window, look: Session
) -> None:
    client = window(school.cast.practitioner)

    page = record(client, school["gdpr"], number="C-12")

    assert "counts once a training lead has verified it" in page.text
    assert row(page, GDPR)[1] == "Never"
    assert [GDPR, "1 May 2026", "No day given", "C-12", "Waiting to be verified"] in page.rows
    assert look.scalars(select(TrainingCompletion)).one().status == "claimed"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("9 5 2026", "This day is still to come. Enter when it was done."),
        ("1 5 1960", "Check the year of this day."),
        ("31 2 2026", "Enter a real date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    school: School, window: Window, look: Session, day: str, said: str
) -> None:
    page = record(window(school.cast.practitioner), school["gdpr"], day, number="C-12")

    assert page.status_code == 422
    assert any(said in error for error in page.errors)
    assert page.form().values["number"] == "C-12"
    assert look.scalars(select(TrainingCompletion)).all() == []


def test_nothing_chosen_and_an_unknown_course_are_told_apart(
    school: School, window: Window
) -> None:
    client = window(school.cast.practitioner)
    form = client.get("/training/record").form()
    typed = {"completed_on-day": 1, "completed_on-month": 5, "completed_on-year": 2026}

    assert form.submit(typed).errors == ["Choose what you record."]
    forged = form.submit(typed, tampered={"course_id": "9" * 30})
    assert forged.status_code == 422
    assert forged.errors == ["Choose a course from the list."]


def test_the_same_day_is_recorded_once(school: School, window: Window) -> None:
    client = window(school.cast.practitioner)
    record(client, school["gdpr"])

    assert record(client, school["gdpr"]).errors == ["This is on your record already."]


def test_what_is_held_names_the_day_it_expires(
    stage: Stage, school: School, window: Window
) -> None:
    dbs = stage.do(
        school.lead,
        lambda work: requirements.add_course(
            work, code="dbs", title="DBS check", subject=Subject.CHECK
        ),
    )
    client = window(school.cast.practitioner)

    assert record(client, dbs).errors == ["Enter the day this check expires."]
    until: dict[str, Any] = {"expires_on-day": 1, "expires_on-month": 5, "expires_on-year": 2029}
    page = record(client, dbs, **until, number="001234")
    assert [
        "DBS check",
        "1 May 2026",
        "1 May 2029",
        "001234",
        "Waiting to be verified",
    ] in page.rows


def test_a_supervisor_sees_the_line_and_one_person(
    stage: Stage, school: School, window: Window
) -> None:
    supervisor = window(school.cast.supervisor)

    page = supervisor.get("/training/team")
    assert "5 out of time and 0 due soon, for one person." in page.main
    assert page.rows[1][:2] == [f"Asha Patel {GDPR}", "Never"]
    assert [r[1] for r in page.rows if r[0] == GDPR] == ["Never"]
    listed = rows_of(page.follow("Take this list away (XLSX)").data)
    assert listed[1][:3] == ["Asha Patel", GDPR, "Never"]
    assert len(listed) == 6
    person = page.follow("All training of Asha Patel")
    assert person.heading == "Training of Asha Patel"

    end_line(stage, school.cast.line)
    assert supervisor.get(f"/people/{school.cast.practitioner.id}/training").status_code == 404
    assert "Nobody is in your supervision line" in supervisor.get("/training/team").main


def test_a_colleague_sees_nobody_elses_training(school: School, window: Window) -> None:
    address = f"/people/{school.cast.practitioner.id}/training"

    assert window(school.cast.colleague).get(address).status_code == 404
    assert window(school.cast.administrator).get(address).status_code == 404
    assert window(school.lead).get(address).status_code == 200


def test_the_pages_ask_the_database_little(app: Flask, school: School, window: Window) -> None:
    client = window(school.cast.supervisor)
    client.get("/training")
    for address in ("/training", "/training/team", "/training/record"):
        with statements(app) as asked:
            client.get(address)
        assert len(asked) <= 12, (address, asked)


def test_the_further_pages_are_those_that_open(school: School, window: Window) -> None:
    cast = school.cast
    people = (school.lead, school.team_lead, cast.administrator, cast.supervisor, cast.practitioner)
    for person in people:
        client = window(person)
        page = client.get("/training")
        inside = [a for a in page.links().values() if a.startswith("/training/")]
        assert [a for a in inside if client.get(a).status_code != 200] == []
        assert ("/training/reports" in inside) == (person is school.lead)
