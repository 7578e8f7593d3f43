"""The list of notices, their markers, and the choice of the digest."""

from typing import Any

import pytest
from flask import Flask

from competency.training.service import telling
from tests.builders.appraisals import an_appraisal
from tests.builders.evidence import an_entry
from tests.builders.stage import Cast, Stage
from tests.builders.training import a_school
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements

MOST_STATEMENTS = 12


def listed(page: Page) -> list[str]:
    """Return the words of the notices on the page, in their order."""
    lists = [e for e in page.document.all("ul") if "cb-needs" in e.get("class", "")]
    return ["".join(a.itertext()) for found in lists for a in found.iter("a")]


def button(page: Page, words: str) -> str:
    """Return what stands on the button that marks this notice as read."""
    found = ["".join(e.itertext()) for e in page.document.all("button")]
    return next(text for text in found if text.startswith(f"Mark as read: {words}"))


def test_without_notices_the_page_says_what_will_stand_there(
    client: CheckedClient, cast: Cast
) -> None:
    page = client.sign_in(cast.colleague).get("/notices")

    assert "You have no notices yet." in page.main


def test_unread_notices_stand_first_and_the_newest_first(
    client: CheckedClient, cast: Cast, tell: Any, clock: Any
) -> None:
    for words in ("The oldest", "In between", "The newest"):
        tell(cast.practitioner, words)
        clock.move(minutes=1)

    page = client.sign_in(cast.practitioner).get("/notices")
    assert listed(page) == ["The newest", "In between", "The oldest"]
    assert "3 unread notices of 3." in page.main

    page = page.form(button(page, "The newest")).submit()
    assert listed(page) == ["In between", "The oldest", "The newest"]
    assert "2 unread notices of 3." in page.main


def test_all_are_marked_as_read_at_once(client: CheckedClient, cast: Cast, tell: Any) -> None:
    tell(cast.practitioner, "One", "Two")

    page = client.sign_in(cast.practitioner).get("/notices").form("Mark all as read").submit()

    assert "2 notices marked as read." in page.text
    assert "0 unread notices of 2." in page.main


def test_nobody_reads_or_marks_what_others_are_told(
    client: CheckedClient, app: Flask, cast: Cast, tell: Any
) -> None:
    tell(cast.practitioner, "For Asha alone")
    own = client.sign_in(cast.practitioner).get("/notices")
    form = own.form(button(own, "For Asha alone"))

    other: Any = app.test_client()
    page = other.sign_in(cast.manager).get("/notices")
    assert "For Asha alone" not in page.text
    token = page.form("/sign-out").values["csrf_token"]
    action = form.element.get("action")
    sent = {"data": {"csrf_token": token}, "headers": {"Referer": "https://localhost/notices"}}
    assert other.post(action, **sent).status_code == 404
    assert "1 unread notice of 1." in client.get("/notices").main


def test_a_long_list_comes_in_pages_at_the_same_cost(
    client: CheckedClient, app: Flask, cast: Cast, tell: Any
) -> None:
    client.sign_in(cast.practitioner)
    tell(cast.practitioner, "Number 0")
    with statements(app) as few:
        client.get("/notices")
    tell(cast.practitioner, *(f"Number {n}" for n in range(1, 45)))
    with statements(app) as many:
        page = client.get("/notices")

    assert len(few) == len(many) <= MOST_STATEMENTS
    assert "Page 1 of 3" in page.main
    assert len(listed(page)) == 20
    assert len(listed(page.follow("Next page"))) == 20
    assert listed(client.get("/notices?page=99")) == listed(client.get("/notices?page=3"))
    assert len(listed(client.get("/notices?page=x"))) == 20


@pytest.mark.parametrize("state", ["self_submitted", "revealed", "agreed", "signed"])
def test_every_notice_of_an_appraisal_lands_on_a_page_of_that_person(
    stage: Stage, client: CheckedClient, state: str
) -> None:
    made = an_appraisal(stage, state)
    landed = 0

    for person in (made.cast.practitioner, made.cast.supervisor):
        page = client.sign_in(person).get("/notices")
        for words in set(listed(page)):
            assert page.follow(words).status_code == 200, words
            landed += 1

    assert landed


@pytest.mark.parametrize("state", ["shared", "returned", "verified"])
def test_every_notice_of_an_entry_lands_on_that_entry(
    stage: Stage, client: CheckedClient, state: str
) -> None:
    made = an_entry(stage, state)
    told = made.cast.supervisor if state == "shared" else made.cast.practitioner

    page = client.sign_in(told).get("/notices")

    (words,) = listed(page)
    entry = page.follow(words)
    assert entry.status_code == 200
    assert entry.request.path == f"/evidence/{made.id}"


def test_a_reminder_lands_on_the_training_of_whom_it_is_about(
    stage: Stage, client: CheckedClient
) -> None:
    school = a_school(stage)
    stage.do(None, telling.remind)

    for person in (school.cast.practitioner, school.cast.supervisor):
        page = client.sign_in(person).get("/notices")
        about = [words for words in listed(page) if "GDPR" in words]
        assert about
        for words in about:
            assert page.follow(words).status_code == 200, words


def test_the_choice_of_the_digest_is_kept(client: CheckedClient, cast: Cast) -> None:
    page = client.sign_in(cast.colleague).get("/me/notices")
    assert page.form("Save your choice").values["frequency"] == "daily"

    page = page.form("Save your choice").submit({"frequency": "none"})

    assert "Your choice is saved." in page.text
    assert page.form("Save your choice").values["frequency"] == "none"


def test_a_choice_that_is_none_of_the_three_is_refused(client: CheckedClient, cast: Cast) -> None:
    form = client.sign_in(cast.colleague).get("/me/notices").form("Save your choice")

    page = form.submit(tampered={"frequency": "hourly"})

    assert page.status_code == 422
    assert page.errors


def test_the_notices_are_found_from_every_page(client: CheckedClient, cast: Cast) -> None:
    page = client.sign_in(cast.colleague).get("/framework")

    assert page.follow("My notices").heading == "Your notices"
