"""A self-study and its people, each in a window of their own."""

from collections.abc import Callable
from typing import cast

import pytest
from flask import Flask

from tests.builders.self_study import House, a_house
from tests.builders.stage import Stage
from tests.support.client import CheckedClient

Window = Callable[[str], CheckedClient]


@pytest.fixture
def house(stage: Stage) -> House:
    """A self-study that was just started, with one item of the owner's and one panel member."""
    return a_house(stage)


@pytest.fixture
def window(app: Flask, house: House) -> Window:
    """Open a window in which this person is signed in: `window("central").get("/")`."""

    def open_window(name: str) -> CheckedClient:
        return cast(CheckedClient, app.test_client()).sign_in(house[name])

    return open_window
