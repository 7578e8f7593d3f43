"""The edge of the web: doors, transactions and the request's own things.

A view declares its door (`public` or `signed_in`) and, when it changes anything, `writes`; a
gate refuses endpoints without a declaration, so that forgetting denies.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint as FlaskBlueprint
from flask import Flask, Request, abort, current_app, g, make_response, redirect, request
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.routing import BaseConverter, IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from competency.infra import once
from competency.infra.db import Database
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.clock import Clock

__all__ = [
    "Blueprint",
    "accepts_files",
    "actor",
    "connection",
    "database",
    "give_back",
    "install",
    "local_path",
    "now",
    "public",
    "signed_in",
    "work",
    "wants_json",
    "writes",
    "writes_aside",
]

View = TypeVar("View", bound=Callable[..., Any])
Blueprint = FlaskBlueprint
BIGGEST_ID = 2_147_483_647
ROOM_FOR_THE_REST = 200_000  # the other fields of a form with files, and what frames its parts
FORM_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Id(IntegerConverter):
    """A record's number in an address; larger ones would be a fault in the database, not a 404."""

    def __init__(self, map: Any) -> None:
        super().__init__(map, min=1, max=BIGGEST_ID)


class TableKind(BaseConverter):
    """The end of an address that a table is taken away from (see infra/take_away.py)."""

    regex = "csv|xlsx"


def public(view: View) -> View:
    """Declare that anyone may come in."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Declare that only people who are signed in may come in; the service decides the rest."""
    view.door = "signed_in"  # type: ignore[attr-defined]
    return view


def writes(view: View) -> View:
    """Run the view, the reactions and the commit in one transaction; undo all on refusal.

    A form that carries a `form_key` is carried out once: a repeat gets the first answer.
    """

    @wraps(view)
    def transacted(*args: Any, **kwargs: Any) -> BaseResponse:
        key = _form_key()
        try:
            return _transact(view, args, kwargs, key)
        except IntegrityError:
            first = _first_answer(key)
            if first is None:
                raise
            return redirect(first)

    transacted.writes = True  # type: ignore[attr-defined]
    return transacted  # type: ignore[return-value]


def accepts_files(biggest: int) -> Callable[[View], View]:
    """Declare that a view takes a form with files of together at most so many bytes.

    All other views keep the application's own limit. More than that is answered with 413, before
    anything of the form is read.
    """

    def declare(view: View) -> View:
        view.biggest = biggest + ROOM_FOR_THE_REST  # type: ignore[attr-defined]
        return view

    return declare


def _form_key() -> str:
    """Return the key of the form that was sent, or nothing where none of ours sent it."""
    key = request.form.get("form_key", "")
    return key if FORM_KEY.fullmatch(key) else ""


def writes_aside(view: View) -> View:
    """Declare a view that writes only by short transactions of its own (sign-in, throttles)."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def _transact(view: Callable[..., Any], args: Any, kwargs: Any, key: str) -> BaseResponse:
    _end_work()
    with database().writing(connection()) as session:
        g.session = session
        person_id = actor().person_id
        if key and person_id is not None:
            first = once.first_answer(session, person_id, key)
            if first is not None:
                return redirect(first)
        try:
            response = make_response(view(*args, **kwargs))
            if response.status_code >= 400:
                session.rollback()
                return response
            if key and person_id is not None and response.location:
                once.remember(session, person_id, key, response.location, now())
            current_app.extensions["settle"](work())
            return response
        finally:
            g.pop("session", None)
            g.pop("work", None)


def _first_answer(key: str) -> str | None:
    person_id = actor().person_id
    if not key or person_id is None:
        return None
    with database().reading(connection()) as session:
        return once.first_answer(session, person_id, key)


def database() -> Database:
    """Return the installation's database."""
    found: Database = current_app.extensions["database"]
    return found


def connection() -> Connection:
    """Return the one connection of this request: the door, then the page, ask on it in turn."""
    found: Connection | None = g.get("connection")
    if found is None:
        found = g.connection = database().connect()
    return found


def now() -> datetime:
    """Return the moment of this request, the same throughout."""
    found: datetime | None = g.get("now")
    if found is None:
        found = g.now = current_app.extensions["clock"]()
    return found


def actor() -> Actor:
    """Return who asks, or the nobody of public pages."""
    found: Actor | None = g.get("actor")
    return found or Actor(person_id=None, name="")


def work() -> Work:
    """Return this request's piece of work; reading, unless the view is marked `writes`."""
    made: Work | None = g.get("work")
    if made is None:
        if "session" not in g:
            g.session = database().reading(connection())
        made = g.work = Work(actor=actor(), now=now(), session=g.session)
    return made


def _end_work() -> None:
    """End the request's piece of work, if it began one; its connection stays."""
    g.pop("work", None)
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()


def give_back() -> None:
    """Give back all that the request opened; what asks after this gets a connection that lives."""
    _end_work()
    used: Connection | None = g.pop("connection", None)
    if used is not None:
        used.close()


def wants_json() -> bool:
    """Return whether a script asks, rather than a person's browser."""
    accepts = request.accept_mimetypes
    return accepts["application/json"] > accepts["text/html"]


def local_path(target: str | None, default: str = "/") -> str:
    """Return the target when it is a path of this site, else the default."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    return default if any(ord(c) < 32 for c in target) or "\\" in target else target


def install(
    app: Flask,
    *,
    db: Database,
    clock: Clock,
    settle: Callable[[Work], None],
    identify: Callable[[], Actor | None],
    ask_to_sign_in: Callable[[], Any],
) -> None:
    """Give every request an actor and a clock, guard its door, and close what it opened."""
    app.extensions |= {"database": db, "clock": clock, "settle": settle}
    app.url_map.converters |= {"id": Id, "table": TableKind}
    app.teardown_request(lambda _error: give_back())

    @app.before_request
    def _come_in() -> Any:
        # One function, since each look at `request` or `g` costs more than it seems.
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]
        view = app.view_functions.get(asked.endpoint or "")
        biggest: int | None = getattr(view, "biggest", None)
        if biggest is not None:
            asked.max_content_length = biggest
        _refuse_nul(asked.args)
        if view is None:
            return None  # no such address: the error pages answer
        door = getattr(view, "door", None)
        if asked.endpoint != "static":
            g.actor = identify()
        if door not in ("public", "signed_in"):
            abort(404)
        if door == "signed_in" and g.actor is None:
            return ask_to_sign_in()
        _refuse_nul(asked.form)  # after the door, so that a 413 still shows who is signed in
        return None


def _refuse_nul(typed: Mapping[str, str]) -> None:
    """PostgreSQL cannot keep a NUL, so one in an address or a form would be a fault of ours."""
    if any("\0" in value for value in typed.values()):
        abort(400)
