"""The calendar of what is due, for whoever holds its private address."""

from flask import Response, request

from competency.infra.web import public, work
from competency.notifications.service import calendar
from competency.notifications.views.blueprint import blueprint


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """Send what is due; a revoked address is not found."""
    written = calendar.feed(work(), token, request.url_root.rstrip("/"))
    return Response(written, content_type="text/calendar; charset=utf-8")
