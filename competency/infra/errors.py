"""One answer for each way a request can fail: a page for people, problem details for scripts."""

import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from competency.infra import logs
from competency.infra.web import give_back, local_path, wants_json
from competency.kernel.errors import Forbidden, NotFound, Refused, Stale, TooMany

BUSY_SECONDS = 5


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """Return problem details (RFC 9457) for a script."""
    answer = jsonify(
        {"title": HTTPStatus(status).phrase, "status": status, "code": code}
        | {"detail": detail, "message": detail}
        | more
    )
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def page(status: int, template: str, code: str, message: str = "", **more: Any) -> Response:
    """Return the page of an error, or its problem details when a script asked."""
    if wants_json():
        return problem(status, code, message, **_plain(more))
    body = render_template(f"errors/{template}.html", message=message, **_blank() | more)
    return Response(body, status=status)


def _blank() -> dict[str, Any]:
    sent_from = urlsplit(request.referrer or "")
    same_site = sent_from.netloc == request.host
    back = local_path(sent_from.path) if same_site and request.method != "GET" else ""
    return {"error_id": "", "retry_after": 0, "mine": [], "theirs": [], "by": "", "back": back}


def _plain(more: dict[str, Any]) -> dict[str, Any]:
    return {key: dict(value) if key in ("mine", "theirs") else value for key, value in more.items()}


def install(app: Flask) -> None:
    """Give each kind of failure its answer."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(OperationalError, _database_down)
    # Two at once: the version column, or a uniqueness that the database itself holds.
    app.register_error_handler(StaleDataError, lambda e: page(409, "409", "stale"))
    app.register_error_handler(IntegrityError, lambda e: page(409, "409", "stale"))
    app.register_error_handler(Forbidden, lambda e: page(403, "403", "forbidden", str(e)))
    app.register_error_handler(NotFound, lambda e: page(404, "404", "not_found", str(e)))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _refused(error: Refused) -> Response:
    return page(422, "refused", error.code, error.message, field=error.field)


def _stale(error: Stale) -> Response:
    return page(
        409,
        "409",
        "stale",
        error.message,
        mine=error.mine.facts,
        theirs=error.theirs.facts,
        by=error.theirs.by,
    )


def _too_many(error: TooMany) -> Response:
    answer = page(429, "429", "too_many", error.message, retry_after=error.retry_after)
    answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _csrf(error: CSRFError) -> Response:
    return page(400, "400", "form_expired", "This form is no longer valid.")


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    known = {400: "400", 403: "403", 404: "404", 413: "413", 429: "429"}
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    if status >= 500:
        return _fault(error)
    template = known.get(status, "404" if status == 405 else "400")
    answer = page(status, template, HTTPStatus(status).phrase.lower().replace(" ", "_"))
    if status == 405:
        answer.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or [])
    return answer


def _database_down(error: OperationalError) -> Response:
    """Say that the database is busy or away; anything typed can be sent again."""
    give_back()
    logs.error("database_unavailable", endpoint=request.endpoint, error=type(error.orig).__name__)
    answer = page(503, "503", "busy", retry_after=BUSY_SECONDS)
    answer.headers["Retry-After"] = str(BUSY_SECONDS)
    return answer


def _fault(error: Exception) -> Response:
    """Tell the person an id and the log the cause; no detail on the page."""
    give_back()
    error_id = secrets.token_hex(4)
    logs.error("fault", error, error_id=error_id, endpoint=request.endpoint)
    try:
        return page(500, "500", "fault", error_id=error_id)
    except Exception as broken:  # the page itself: still no detail, and the id to ask about
        logs.error("error_page_broken", broken, error_id=error_id)
        return Response(f"Something went wrong here. Reference: {error_id}", 500)
