"""The school's people, each in a window of their own."""

from collections.abc import Callable
from typing import cast

import pytest
from flask import Flask

from competency.people.models import Person
from tests.builders.stage import Stage
from tests.builders.training import School, a_school
from tests.support.client import CheckedClient

Window = Callable[[Person], CheckedClient]


@pytest.fixture
def school(stage: Stage) -> School:
    """An organisation with the protocol's requirements."""
    return a_school(stage)


@pytest.fixture
def window(app: Flask) -> Window:
    """Open a window in which this person is signed in: `window(person).get("/")`."""

    def open_window(person: Person) -> CheckedClient:
        return cast(CheckedClient, app.test_client()).sign_in(person)

    return open_window
