"""Sending requests to an application in this process, with as little work around it as can be."""

import io
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert
from werkzeug.test import EnvironBuilder

from competency.infra.db import Database
from competency.people.models import SignIn
from competency.people.service.sign_in import token_hash

Answer = tuple[int, bytes]


class Unexpected(AssertionError):
    """A request was not answered as it has to be for a figure to mean anything."""


def sign_in(app: Flask, person_id: int) -> tuple[str, str]:
    """Return the cookie of a new sign-in of a person, and the token that its forms carry."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_hex(20)
    database: Database = app.extensions["database"]
    now = app.extensions["clock"]()
    with database.aside() as session:
        session.execute(
            insert(SignIn).values(
                person_id=person_id,
                token_hash=token_hash(token),
                epoch=1,
                started_at=now,
                last_seen_at=now,
                address="bench",
                browser="bench",
            )
        )
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = signer.dumps({"_user_id": token, "_fresh": True, "csrf_token": csrf})
    form_token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(csrf)
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie}", str(form_token)


def getter(app: Flask, path: str, cookie: str = "") -> Callable[[], Answer]:
    """Return a call that asks for a page; refuses an answer other than 200."""
    prepared = EnvironBuilder(path=path, headers=[("Cookie", cookie)]).get_environ()

    def get() -> Answer:
        return _send(app, prepared, b"")

    return get


def poster(app: Flask, path: str, cookie: str = "") -> Callable[[Mapping[str, object]], Answer]:
    """Return a call that sends a form as the rating page's script does."""
    headers = [("Cookie", cookie), ("Accept", "application/json")]
    prepared = EnvironBuilder(
        path=path,
        method="POST",
        headers=headers,
        content_type="application/x-www-form-urlencoded",
    ).get_environ()

    def post(fields: Mapping[str, object]) -> Answer:
        return _send(app, prepared, urlencode(fields).encode())

    return post


def status_of(app: Flask, path: str, cookie: str) -> Answer:
    """Return the status and content of a page, whatever it is."""
    prepared = EnvironBuilder(path=path, headers=[("Cookie", cookie)]).get_environ()
    return _ask(app, prepared, b"")


def _send(app: Flask, prepared: Mapping[str, Any], body: bytes) -> Answer:
    status, content = _ask(app, prepared, body)
    if status != 200:
        where = prepared["PATH_INFO"]
        raise Unexpected(f"{where} was answered with {status}: {content[:300]!r}")
    return status, content


def _ask(app: Flask, prepared: Mapping[str, Any], body: bytes) -> Answer:
    environ = {**prepared, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    begun: list[str] = []

    def start_response(status: str, *_rest: object) -> Callable[[bytes], object]:
        begun.append(status)
        return begun.append  # type: ignore[return-value]

    answer: Iterable[bytes] = app.wsgi_app(environ, start_response)
    try:
        content = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return int(begun[0][:3]), content
