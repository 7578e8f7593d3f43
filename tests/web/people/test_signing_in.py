"""Signing in and out in a browser; what was typed is kept when a sign-in ends meanwhile."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.people.models import SignIn
from tests.builders.people import PASSWORD
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.web.people.conftest import Browser, House

NO_MATCH = ["Email address and password do not match. Check both and try again."]


def sign_in(client: CheckedClient, email: str, password: str, at: str = "/sign-in") -> Page:
    return client.get(at).form().submit({"email": email, "password": password})


def test_somebody_signs_in_and_goes_on_where_they_wanted(
    client: CheckedClient, house: House
) -> None:
    page = client.get("/me/sign-ins", follow_redirects=True)
    assert page.heading == "Sign in"

    page = page.form().submit({"email": "cas@example.org", "password": PASSWORD})

    assert page.heading == "Where you are signed in"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "/%0d%0aX: y"],
)
def test_signing_in_leads_to_no_other_site(
    client: CheckedClient, house: House, target: str
) -> None:
    form = client.get("/sign-in", query_string={"next": target}).form()

    answer = form.submit(
        {"email": "cas@example.org", "password": PASSWORD}, tampered={"next": target}, follow=False
    )

    assert (answer.location or "").startswith("/")
    assert "evil" not in (answer.location or "").split("?")[0]


@pytest.mark.parametrize("email", ["cas@example.org", "nobody@example.org"])
def test_a_refusal_does_not_tell_who_exists(
    client: CheckedClient, house: House, email: str
) -> None:
    refused = sign_in(client, email, "not the password")

    assert (refused.status_code, refused.errors) == (422, NO_MATCH)


@pytest.mark.parametrize("email", ["cas@example.org", "nobody@example.org"])
def test_after_five_failures_everybody_waits_alike(
    client: CheckedClient, house: House, email: str
) -> None:
    for _ in range(5):
        sign_in(client, email, "not the password")

    waiting = sign_in(client, email, PASSWORD)

    assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "60")


def test_empty_boxes_are_asked_for_again(client: CheckedClient, house: House) -> None:
    assert sign_in(client, "", "").errors == ["Enter your email address.", "Enter your password."]


def test_signing_out_ends_the_row_and_not_only_the_cookie(
    app: Flask, client: CheckedClient, house: House, look: Session
) -> None:
    sign_in(client, "cas@example.org", PASSWORD)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]

    page = client.get("/").form("/sign-out").submit()

    assert page.heading == "Sign in"
    assert look.scalars(select(SignIn.ended_at)).one() is not None
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    assert other.get("/me/sign-ins").status_code == 302


def test_what_was_typed_is_kept_when_the_sign_in_ended_meanwhile(
    client: CheckedClient, house: House, clock: FixedClock
) -> None:
    sign_in(client, "ada@example.org", PASSWORD)
    form = client.get("/admin/places/post/add").form()
    clock.move(minutes=31)

    asked = form.submit({"name": "Senior case manager"})
    assert (asked.status_code, asked.heading) == (401, "Sign in")
    assert "What you typed is kept" in asked.main
    back = asked.form().submit({"email": "ada@example.org", "password": PASSWORD})
    assert back.heading == "You are signed in again"
    saved = back.form().submit()

    assert "Senior case manager is added" in saved.main


def test_what_was_typed_survives_a_slip_in_the_password(
    client: CheckedClient, house: House, clock: FixedClock
) -> None:
    sign_in(client, "ada@example.org", PASSWORD)
    form = client.get("/admin/places/post/add").form()
    clock.move(minutes=31)
    asked = form.submit({"name": "Senior case manager"})

    again = asked.form().submit({"email": "ada@example.org", "password": "a slip"})

    assert again.status_code == 422
    assert again.form().values["kept.name"] == "Senior case manager"


def test_the_whole_address_of_an_interrupted_form_is_kept(
    client: CheckedClient, house: House, clock: FixedClock
) -> None:
    sign_in(client, "ada@example.org", PASSWORD)
    form = client.get("/admin/places/post/add?step=2").form()
    clock.move(minutes=31)

    asked = form.submit({"name": "Lead"})

    assert asked.form().values["next"] == "/admin/places/post/add?step=2"


def test_a_forged_form_is_not_carried_on(client: CheckedClient, house: House) -> None:
    answer = client.post("/admin/places/post/add", data={"name": "Planted", "csrf_token": "guess"})

    assert "Planted" not in answer.text


def test_a_password_is_never_carried_on(
    client: CheckedClient, house: House, clock: FixedClock
) -> None:
    sign_in(client, "ada@example.org", PASSWORD)
    form = client.get("/me/password").form()
    clock.move(minutes=31)

    asked = form.submit(
        {"current": PASSWORD, "password": "north window green", "again": "north window green"}
    )

    assert "north window green" not in asked.text
    assert PASSWORD not in asked.text


def test_a_script_that_is_signed_out_is_told_so(client: CheckedClient) -> None:
    answer = client.get("/me/sign-ins", headers={"Accept": "application/json"})

    assert (answer.status_code, (answer.json or {})["code"]) == (401, "signed_out")


def test_somebody_who_is_signed_in_is_not_asked_again(browser: Browser, house: House) -> None:
    assert browser(house.cas).get("/sign-in").status_code == 302
