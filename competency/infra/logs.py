"""Log lines as JSON: which endpoint, who, how long; never addresses with queries, never bodies."""

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, Response, g, request

_LOG = logging.getLogger("casebridge")
_as_json = json.JSONEncoder(default=str).encode


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the record's facts, and what happened when, as one line of JSON."""
        line = record.__dict__.get("facts", {}) | {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _as_json(line)


def info(event: str, **facts: Any) -> None:
    """Write a line on what happened."""
    _LOG.info(event, extra={"facts": facts})


def error(event: str, cause: BaseException | None = None, **facts: Any) -> None:
    """Write a line on what failed, with where the cause came from."""
    _LOG.error(event, exc_info=cause, extra={"facts": facts})


def write_to(stream: TextIO) -> None:
    """Send all lines from now on to the stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Line())
    _LOG.handlers[:] = [handler]
    _LOG.propagate = False
    _LOG.setLevel(logging.INFO)
    # What no line says need not be found out for each (the library's own advice on its cost).
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def install(app: Flask) -> None:
    """Give each request an id and log its end in one line, on standard output."""
    write_to(sys.stdout)

    @app.before_request
    def _begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.started = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint != "static":
            actor = g.get("actor")
            info(
                "request",
                request_id=g.get("request_id"),
                method=request.method,
                endpoint=request.endpoint,
                status=response.status_code,
                person_id=actor.person_id if actor else None,
                ms=round((time.perf_counter() - g.get("started", 0)) * 1000, 1),
            )
        return response
