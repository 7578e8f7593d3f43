"""One's own sign-ins and password, and the link that sets one."""

import re

import pytest
from flask import Flask

from tests.builders.people import PASSWORD
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.web.people.conftest import Browser, House

NEW = "north window green nine"

FROM_HERE = {"Referer": "https://localhost/"}


def test_people_see_where_they_are_signed_in(browser: Browser, house: House) -> None:
    browser(house.cas)
    page = browser(house.cas).get("/me/sign-ins")

    assert [row[2] for row in page.rows[1:]] == ["This one", "In use"]


def test_a_sign_in_elsewhere_can_be_ended(browser: Browser, house: House) -> None:
    elsewhere, here = browser(house.cas), browser(house.cas)
    page = here.get("/me/sign-ins")
    (end,) = [a for a in form_addresses(page) if re.search(r"/\d+/end$", a)]

    page = page.form(end).submit()

    assert "That sign-in has ended" in page.main
    assert elsewhere.get("/me/sign-ins").status_code == 302


def test_all_others_can_be_ended_at_once(browser: Browser, house: House) -> None:
    others, here = [browser(house.cas), browser(house.cas)], browser(house.cas)

    page = here.get("/me/sign-ins").form("End all others").submit()

    assert "All your other sign-ins have ended" in page.main
    assert [other.get("/me/sign-ins").status_code for other in others] == [302, 302]
    assert "End all others" not in page.main


def test_another_s_sign_in_is_not_there(browser: Browser, house: House) -> None:
    cas, sue = browser(house.cas), browser(house.sue)
    browser(house.cas)
    form = [f for f in form_addresses(cas.get("/me/sign-ins")) if f.endswith("/end")][0]
    token = sue.get("/").form("/sign-out").values["csrf_token"]

    assert sue.post(form, data={"csrf_token": token}, headers=FROM_HERE).status_code == 404


def test_a_password_is_changed_with_the_old_one(
    browser: Browser, house: House, client: CheckedClient
) -> None:
    elsewhere, here = browser(house.cas), browser(house.cas)
    form = here.get("/me/password").form()

    page = form.submit({"current": PASSWORD, "password": NEW, "again": NEW})

    assert "Your password is changed" in page.main
    assert elsewhere.get("/me/sign-ins").status_code == 302
    form = client.get("/sign-in").form()
    assert form.submit({"email": "cas@example.org", "password": NEW}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"current": "wrong"}, "That is not the password you use now. Enter it again."),
        ({"again": "another"}, "The two passwords are not the same. Enter them again."),
        ({"current": ""}, "Enter the password that you use now."),
        (
            {"password": "short", "again": "short"},
            "Use at least 12 characters. Three words are easy to keep.",
        ),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_its_box(
    browser: Browser, house: House, typed: dict[str, str], error: str
) -> None:
    form = browser(house.cas).get("/me/password").form()

    page = form.submit({"current": PASSWORD, "password": NEW, "again": NEW} | typed)

    assert (page.status_code, page.errors) == (422, [error])
    assert NEW not in page.text


def made_link(browser: Browser, house: House) -> str:
    page = browser(house.admin).get(f"/admin/people/{house.cas.id}")
    page = page.form("Make a one-time link").submit()
    found = re.search(r"/set-password/[\w-]+", page.text)
    assert found
    return found.group()


def test_a_link_is_shown_once_and_sets_a_password_once(
    browser: Browser, house: House, client: CheckedClient
) -> None:
    link = made_link(browser, house)
    assert link not in browser(house.admin).get(f"/admin/people/{house.cas.id}").text
    assert "One waits to be used" in browser(house.admin).get(f"/admin/people/{house.cas.id}").main

    page = client.get(link).form().submit({"password": NEW, "again": NEW})

    assert (page.heading, "Your password is set" in page.main) == ("Sign in", True)
    assert page.form().submit({"email": "cas@example.org", "password": NEW}).status_code == 200
    assert client.get(link).status_code == 404


def test_a_weak_password_leaves_the_link_to_try_again(
    browser: Browser, house: House, client: CheckedClient
) -> None:
    form = client.get(made_link(browser, house)).form()

    weak = form.submit({"password": "cas manager 1", "again": "cas manager 1"})
    assert (weak.status_code, len(weak.errors)) == (422, 1)

    assert weak.form().submit({"password": NEW, "again": NEW}).heading == "Sign in"


def test_a_link_that_is_over_says_what_to_do_and_names_nobody(
    browser: Browser, house: House, app: Flask, client: CheckedClient, clock: FixedClock
) -> None:
    link = made_link(browser, house)
    form = client.get(link).form()
    clock.move(hours=72)

    for page in (client.get(link), form.submit({"password": NEW, "again": NEW})):
        assert (page.status_code, page.heading) == (404, "This link no longer works")
        assert "Cas Manager" not in page.text
    assert client.get("/set-password/guessed").main == client.get(link).main


def form_addresses(page: Page) -> list[str]:
    return [e.get("action", "") for e in page.document.all("form")]
