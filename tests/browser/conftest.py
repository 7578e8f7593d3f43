"""Journeys in a real Chromium: `page` drives the application that `live` serves.

A console error, a refused source, a script that fails or an answer of 500 fails the test.
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from competency.config import Settings
from competency.kernel.values import replace
from competency.people.models import Person
from tests.conftest import FixedClock, make_app, settings_for
from tests.support.browsing import Watch, accessibility_faults, find_chromium, launch_options
from tests.support.client import CheckedClient
from tests.support.looking import Looks

HERE = Path(__file__).parent
WAIT = 10_000  # milliseconds; a busy machine needs some, a broken page would need forever
SignIn = Callable[[Page, Person | int], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all journeys of this worker."""
    if find_chromium() is None:
        missing = "Chromium is not installed, so the browser journeys did not run"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(f"{missing} (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_app(
    compiled_templates: FileSystemBytecodeCache, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The application of all journeys: its cookies come without encryption, as no other's do."""
    settings = settings_for("sqlite://", tmp_path_factory.mktemp("nobody"))
    return make_app(replace(settings, plain_http=True), FixedClock(), compiled_templates)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings for a browser that comes without encryption."""
    return replace(settings, plain_http=True)


class Underway:
    """The application, with the number of its requests that are not answered yet."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._number = 0
        self._changed = threading.Condition()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer one request."""
        self._count(1)
        try:
            return self._app(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, step: int) -> None:
        with self._changed:
            self._number += step
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait for the answers on their way: a window may be closed before its pictures came."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._number, WAIT / 1000)


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the running application."""
    underway = Underway(app)
    server = make_server("127.0.0.1", 0, underway, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    underway.wait()


@pytest.fixture
def new_page(chromium: Browser, live: str) -> Iterator[Callable[..., Page]]:
    """Open a window of a person's own: `new_page(width=320)`, `new_page(scripts=False)`."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(*, width: int = 1280, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live,
            viewport={"width": width, "height": 900},
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page))
        return page

    yield open_page
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert faults == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A window as wide as an office screen; `new_page()` opens one for a second person."""
    return new_page()


@pytest.fixture
def sign_in(app: Flask, live: str) -> SignIn:
    """Sign a person in without the sign-in page: `sign_in(page, person)`."""

    def sign_in(page: Page, person: Person | int) -> None:
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        client.sign_in(person)
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": live}])

    return sign_in


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Refuse a page on which axe finds a fault: `assert_accessible(page)`."""

    def check(page: Page) -> None:
        faults = accessibility_faults(page)
        assert faults == [], "\n".join([page.url, *faults])

    return check


@pytest.fixture(scope="session")
def looks() -> Looks:
    """Looks at each kind of page once in a run: axe, and phones of 320 and 360 px."""
    return Looks()
