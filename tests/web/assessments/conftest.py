"""People who look at appraisals, each in a window of their own."""

from collections.abc import Callable
from typing import cast

import pytest
from flask import Flask

from competency.people.models import Person
from tests.builders.appraisals import Made
from tests.support.client import CheckedClient
from tests.support.pages import Page

Window = Callable[[Person], CheckedClient]


@pytest.fixture
def window(app: Flask) -> Window:
    """Open a window in which this person is signed in: `window(person).get("/")`."""

    def open_window(person: Person) -> CheckedClient:
        return cast(CheckedClient, app.test_client()).sign_in(person)

    return open_window


@pytest.fixture
def send_strand() -> Callable[..., Page]:
    """Send one strand as js/autosave.js does: `send_strand(client, made, "SUP-1a", position=3)`."""

    def send(client: CheckedClient, made: Made, strand: str, **inputs: object) -> Page:
        token = (client.get("/csrf").json or {})["csrf_token"]
        named = {f"{strand}-{name}": str(value) for name, value in inputs.items()}
        return client.post(
            f"{made.path}/ratings",
            data={"csrf_token": token, "strand": strand, **named},
            headers={"Accept": "application/json", "Referer": "https://localhost/"},
        )

    return send
