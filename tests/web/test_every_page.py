"""What holds for pages of every room."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from competency.people.models import Person
from tests.support.client import CheckedClient


@pytest.fixture
def person_id(save: Callable[..., Any]) -> int:
    """A person without any role."""
    person = Person(name="Ada Byron", email="ada@example.org", started_on=date(2024, 1, 8))
    return int(save(person).id)


def pages(app: Flask) -> list[str]:
    """Return the addresses of all pages that need no number or name to be asked for."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments
    )


def test_nobody_sees_a_page_for_people_who_are_signed_in(app: Flask, client: CheckedClient) -> None:
    for address in pages(app):
        endpoint = app.url_map.bind("localhost").match(address)[0]
        if getattr(app.view_functions[endpoint], "door", None) == "signed_in":
            answer = client.get(address)
            assert answer.status_code in {302, 303, 401}, address
            assert "/sign-in" in (answer.location or "/sign-in"), address


def test_a_person_without_a_role_meets_no_fault_anywhere(
    app: Flask, client: CheckedClient, person_id: int
) -> None:
    client.sign_in(person_id)

    for address in pages(app):
        assert client.get(address).status_code < 500, address


def test_a_page_that_does_not_exist_is_told_as_one(client: CheckedClient) -> None:
    answer = client.get("/no/such/page")

    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 30])
def test_a_number_that_no_record_can_have_is_not_found(
    app: Flask, client: CheckedClient, person_id: int, number: str
) -> None:
    client.sign_in(person_id)

    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and "<id:" in rule.rule:
            parts = [number if part.startswith("<") else part for part in rule.rule.split("/")]
            assert client.get("/".join(parts)).status_code == 404, rule.rule


def test_a_form_without_its_token_changes_nothing(app: Flask, client: CheckedClient) -> None:
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and not rule.arguments:
            answer = client.post(rule.rule, data={})
            assert answer.status_code in {302, 303, 400, 401, 403}, rule.rule
