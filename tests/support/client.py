"""The test client: it checks every answer, so that no test has to think of it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, cast

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from competency.infra.db import Database
from competency.people.models import Credential, Person, SignIn
from competency.people.service.sign_in import hasher, token_hash
from tests.support.page_checks import faults_of_headers, faults_of_page
from tests.support.pages import Page

PASSWORD = "correct horse battery staple"
LOST = "changes_that_nobody_committed"


class FaultyAnswer(AssertionError):
    """An answer breaks what all answers keep."""


class CheckedClient(FlaskClient):
    """A browser without scripts; `sign_in` takes the short way past the sign-in page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("CheckedPage", (Page, self.response_wrapper), {})
        self._faults_expected = False

    def open(self, *args: Any, **kwargs: Any) -> Page:
        """Send a request and refuse an answer that is not as all ours are."""
        page = cast(Page, super().open(*args, **kwargs))
        page.client = self
        faults = self._faults_of(page)
        if faults:
            where = f"{page.request.method} {page.request.path} ({page.status_code})"
            raise FaultyAnswer("\n  - ".join([where, *faults]))
        return page

    def get(self, *args: Any, **kwargs: Any) -> Page:
        """Ask for a page."""
        return self.open(*args, method="GET", **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Page:
        """Send without a page's form; it lacks the token, and forms send it for you."""
        return self.open(*args, method="POST", **kwargs)

    def sign_in(self, person: Person | int) -> "CheckedClient":
        """Sign this person in, as from now on; whoever was signed in here is forgotten."""
        person_id = person if isinstance(person, int) else person.id
        now = self.application.extensions["clock"]()
        db: Database = self.application.extensions["database"]
        token = secrets.token_urlsafe(16)
        # Plain rows: a sign-in is no change of a record, and the trail need not hear of it.
        with db.engine.connect() as connection, connection.begin():
            connection.execute(
                insert(SignIn).values(
                    person_id=person_id,
                    token_hash=token_hash(token),
                    epoch=_epoch(connection, person_id, now),
                    started_at=now,
                    last_seen_at=now,
                    address="test",
                    browser="test",
                )
            )
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    @contextmanager
    def expecting_a_fault(self) -> Iterator[None]:
        """Let an answer of 500 and above pass, for tests of that page itself."""
        self._faults_expected = True
        try:
            yield
        finally:
            self._faults_expected = False

    def _faults_of(self, page: Page) -> list[str]:
        faults = list(self.application.extensions.pop(LOST, []))
        if page.status_code >= 500 and not self._faults_expected:
            faults.append("the product failed; see the log above")
        personal = self._door(page) == "signed_in"
        faults += faults_of_headers(dict(page.headers), personal=personal)
        if page.mimetype == "text/html" and not 300 <= page.status_code < 400 and page.data:
            faults += faults_of_page(page.text)
        return faults

    def _door(self, page: Page) -> str | None:
        address = self.application.url_map.bind("localhost")
        try:
            endpoint, _values = address.match(page.request.path, page.request.method)
        except (HTTPException, RequestRedirect):
            return None
        return getattr(self.application.view_functions[endpoint], "door", None)


def watch_for_lost_changes(app: Flask) -> None:
    """Note each answer below 400 that leaves changed rows which nobody committed."""

    def look(response: Any) -> Any:
        session: Session | None = g.get("session")
        if session is None or response.status_code >= 400:
            return response
        if session.new or session.dirty or session.deleted or session.info.get("changed"):
            app.extensions.setdefault(LOST, []).append(
                "leaves changes that nobody committed; is @writes missing?"
            )
        return response

    # Flask runs these last-registered-first: ours looks when all else is settled.
    app.after_request_funcs.setdefault(None, []).insert(0, look)


@cache
def _hashed() -> str:
    """Return PASSWORD as it is kept, the same for everybody: nobody looks for what is alike."""
    return hasher(cheap=True).hash(PASSWORD)


def _epoch(connection: Connection, person_id: int, now: datetime) -> int:
    """Return the epoch of the person's password; who has none gets PASSWORD."""
    epoch = connection.scalar(select(Credential.epoch).where(Credential.person_id == person_id))
    if epoch is None:
        epoch = 1
        values = {"person_id": person_id, "password_hash": _hashed(), "epoch": epoch, "set_at": now}
        connection.execute(insert(Credential).values(values))
    return epoch
