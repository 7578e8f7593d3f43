"""The private address of a person's calendar: made, read without signing in, ended."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from tests.builders.appraisals import an_appraisal
from tests.builders.stage import Cast, Stage
from tests.builders.training import a_school, change
from tests.support.client import CheckedClient
from tests.support.pages import Page

DUE = date(2026, 6, 30)


def made_address(page: Page) -> str:
    found = re.search(r"/calendar/[\w-]+\.ics", page.main)
    assert found, page.main
    return found.group()


@pytest.fixture
def make(app: Flask) -> Any:
    """Let a person make an address; return its path."""

    def make(person: Any) -> str:
        client: Any = app.test_client()
        page = client.sign_in(person).get("/me/notices")
        return made_address(page.form("/me/notices/calendar").submit())

    return make


def events(page: Page) -> list[tuple[str, date, str]]:
    assert page.status_code == 200
    assert page.mimetype == "text/calendar"
    calendar: Any = Calendar.from_ical(page.text)
    return [(str(e["summary"]), e["dtstart"].dt, str(e["url"])) for e in calendar.walk("vevent")]


def test_a_calendar_shows_when_appraisals_are_due_and_names_nobody(
    stage: Stage, client: CheckedClient, make: Any
) -> None:
    made = an_appraisal(stage, due_on=DUE)
    page = f"https://localhost{made.path}"

    own = events(client.get(make(made.cast.practitioner)))
    supervisors = client.get(make(made.cast.supervisor))

    assert own == [("Your appraisal is due: Appraisal 2026", DUE, page)]
    assert events(supervisors) == [("An appraisal in your line is due", DUE, page)]
    assert "Asha" not in supervisors.text
    assert events(client.get(make(made.cast.colleague))) == []


def test_a_calendar_shows_when_training_is_due(
    stage: Stage, client: CheckedClient, make: Any
) -> None:
    school = a_school(stage)

    found = events(client.get(make(school.far)))

    assert found
    assert all(words.endswith("is due") for words, _on, _page in found)
    assert {page for _words, _on, page in found} == {"https://localhost/training"}


def test_a_signed_appraisal_is_due_no_more(stage: Stage, client: CheckedClient, make: Any) -> None:
    made = an_appraisal(stage, "signed", due_on=DUE)

    assert events(client.get(make(made.cast.practitioner))) == []


def test_an_ended_or_replaced_address_is_not_found(
    client: CheckedClient, cast: Cast, make: Any, app: Flask
) -> None:
    first = make(cast.colleague)
    second = make(cast.colleague)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200

    own: Any = app.test_client()
    page = own.sign_in(cast.colleague).get("/me/notices").form("End the address").submit()
    assert "The address of your calendar has ended." in page.text
    assert "Nobody can read your calendar now" in page.main
    assert client.get(second).status_code == 404


def test_a_guessed_address_is_not_found(client: CheckedClient) -> None:
    assert client.get("/calendar/abcdef.ics").status_code == 404


def test_the_calendar_of_somebody_who_has_left_is_not_found(
    stage: Stage, client: CheckedClient, cast: Cast, make: Any, clock: Any
) -> None:
    address = make(cast.colleague)
    change(stage, cast.colleague, left_on=clock().date())
    assert client.get(address).status_code == 200

    clock.move(days=1)

    assert client.get(address).status_code == 404
