"""An office whose work is counted, and a window for each of its people."""

from collections.abc import Callable
from typing import cast

import pytest
from flask import Flask

from competency.people.models import Person
from tests.builders.cases import Office, an_office
from tests.builders.stage import Stage
from tests.support.client import CheckedClient

Window = Callable[[Person], CheckedClient]


@pytest.fixture
def office(stage: Stage) -> Office:
    """Two teams of one region."""
    return an_office(stage)


@pytest.fixture
def window(app: Flask) -> Window:
    """Open a window in which this person is signed in: `window(person).get("/")`."""

    def open_window(person: Person) -> CheckedClient:
        return cast(CheckedClient, app.test_client()).sign_in(person)

    return open_window
