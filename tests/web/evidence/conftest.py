"""People who look at entries, each in a window of their own."""

from collections.abc import Callable
from typing import cast

import pytest
from flask import Flask

from competency.people.models import Person
from tests.support.client import CheckedClient

Window = Callable[[Person], CheckedClient]


@pytest.fixture
def window(app: Flask) -> Window:
    """Open a window in which this person is signed in: `window(person).get("/")`."""

    def open_window(person: Person) -> CheckedClient:
        return cast(CheckedClient, app.test_client()).sign_in(person)

    return open_window
