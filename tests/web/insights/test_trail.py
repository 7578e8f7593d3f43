"""The audit trail is read by auditors only, page by page, and each look at it is itself noted."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from competency.audit.models import AccessEntry, AuditEntry
from competency.audit.service import head
from competency.infra.db import Database
from competency.kernel.actor import Role
from competency.people.events import SignInsEnded
from competency.people.models import Person
from tests.builders.appraisals import OWN_WORDS, an_appraisal
from tests.builders.stage import Stage, a_person
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements

MOST_STATEMENTS = 12


@pytest.fixture
def auditor(stage: Stage) -> Person:
    return a_person(stage, "Olu Reed", Role.AUDITOR)


def shown(page: Page) -> list[int]:
    """Return the numbers of the entries on the page."""
    return [int(row[0]) for row in page.rows[1:]]


def many_entries(stage: Stage, person: Person, number: int) -> None:
    def end(work: Any) -> None:
        for n in range(number):
            work.record(SignInsEnded(person_id=person.id, count=n))

    stage.do(person, end)


def test_the_newest_entry_comes_first_in_words(
    stage: Stage, client: CheckedClient, auditor: Person, look: Session
) -> None:
    made = an_appraisal(stage, "self_submitted")
    page = client.sign_in(auditor).get("/audit")

    newest = head(look)
    assert page.rows[1][:1] + page.rows[1][2:4] == [
        str(newest.id),
        made.cast.practitioner.name,
        "Rating submitted",
    ]
    assert f"appraisal {made.id}, hand self" in page.rows[1][4]
    assert newest.hash in page.main
    assert shown(page) == sorted(shown(page), reverse=True)


def test_the_trail_shows_nothing_of_what_people_wrote(
    stage: Stage, client: CheckedClient, auditor: Person
) -> None:
    an_appraisal(stage, "signed")

    assert OWN_WORDS.split("{")[0] not in client.sign_in(auditor).get("/audit").main


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
def test_nobody_else_reads_it(
    stage: Stage, client: CheckedClient, role: Role, look: Session
) -> None:
    client.sign_in(a_person(stage, "Rue Hall", role))

    for address in ("/audit", "/audit/reading", "/audit?first=nonsense"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert answer.rows == []
    assert look.scalars(select(AccessEntry)).all() == []
    assert "Audit trail" not in client.get("/").links()


def test_long_trails_are_read_page_by_page_without_gap_or_repeat(
    stage: Stage, client: CheckedClient, auditor: Person
) -> None:
    many_entries(stage, auditor, 120)
    page = client.sign_in(auditor).get("/audit")
    seen = shown(page)
    many_entries(stage, auditor, 7)  # what comes meanwhile moves no page
    while "Older" in page.links():
        page = page.follow("Older")
        seen += shown(page)

    assert seen == list(range(120, 0, -1))
    assert shown(page.follow("Newest"))[0] == 127


def test_entries_are_found_by_event_person_and_days(
    stage: Stage, client: CheckedClient, auditor: Person, clock: Any
) -> None:
    made = an_appraisal(stage, "self_submitted")
    clock.move(days=3)
    other = made.cast.supervisor
    many_entries(stage, other, 2)
    client.sign_in(auditor)

    by_event = client.get("/audit").form("Show these").submit({"event": "RatingSubmitted"})
    assert [row[3] for row in by_event.rows[1:]] == ["Rating submitted"]

    for typed in (str(other.id), "priya", "NAIR"):
        page = client.get("/audit", query_string={"person": typed, "event": "SignInsEnded"})
        assert [row[2] for row in page.rows[1:]] == [other.name] * 2

    assert len(shown(client.get("/audit?first=2026-05-11"))) == 2
    before = client.get("/audit?last=2026-05-10")
    assert shown(before)
    assert {row[1].split(" at ")[0] for row in before.rows[1:]} == {"8 May 2026"}
    assert "No entry fits." in client.get("/audit?person=xylophone").main
    assert "No entry fits." in client.get(f"/audit?person={'9' * 30}").main
    assert "No entry fits." in client.get("/audit?person=%25").main


def test_a_day_begins_at_midnight_in_london(
    stage: Stage, client: CheckedClient, auditor: Person, clock: Any
) -> None:
    clock.move(hours=14)  # 23:30 UTC on 8 May is half past midnight on 9 May in London
    many_entries(stage, auditor, 1)
    client.sign_in(auditor)

    assert "No entry fits." in client.get("/audit?last=2026-05-08").main
    assert len(shown(client.get("/audit?first=2026-05-09&last=2026-05-09"))) == 1


def test_a_mistyped_day_is_said_beside_what_was_typed(
    stage: Stage, client: CheckedClient, auditor: Person
) -> None:
    many_entries(stage, auditor, 1)
    page = client.sign_in(auditor).get("/audit?first=8+May&person=Olu")

    assert page.status_code == 422
    assert page.errors == ["Enter a day as year, month, day, like 2026-12-03."]
    assert page.form("Show these").values["person"] == "Olu"
    assert page.rows == []


def test_each_look_is_noted_and_the_auditor_can_read_who_looked(
    stage: Stage, client: CheckedClient, auditor: Person, look: Session
) -> None:
    client.sign_in(auditor)
    client.get("/audit?event=RatingSaved&person=Ada")
    page = client.get("/audit").follow("Who has read it")

    assert [row[2:] for row in page.rows[1:]] == [
        ["Olu Reed", "The access log", "All entries"],
        ["Olu Reed", "The audit trail", "All entries"],
        ["Olu Reed", "The audit trail", "Event RatingSaved, of one person"],
    ]
    assert look.scalars(select(AuditEntry)).all() == []


def test_a_note_of_a_look_never_changes_and_never_goes(
    stage: Stage, client: CheckedClient, auditor: Person, database: Database
) -> None:
    client.sign_in(auditor).get("/audit")

    for statement in (update(AccessEntry).values(subject="nothing"), delete(AccessEntry)):
        with database.engine.connect() as connection, pytest.raises(DBAPIError, match="append"):
            connection.execute(statement)


def test_reading_takes_few_statements(
    stage: Stage, client: CheckedClient, auditor: Person, app: Flask
) -> None:
    an_appraisal(stage, "signed")
    client.sign_in(auditor)
    with statements(app) as asked:
        client.get("/audit")

    assert len(asked) <= MOST_STATEMENTS


def test_the_navigation_marks_the_page_that_one_is_on(
    stage: Stage, client: CheckedClient, auditor: Person
) -> None:
    client.sign_in(auditor)

    for address, text in (
        ("/", "Home"),
        ("/audit", "Audit trail"),
        ("/audit/reading", "Audit trail"),
    ):
        page = client.get(address)
        marked = [a for a in page.document.all("a") if a.get("aria-current") == "true"]
        assert ["".join(a.itertext()).strip() for a in marked] == [text]
