"""A person's notices: read, and marked as read."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.infra.formats import plural
from competency.infra.web import BIGGEST_ID, signed_in, work, writes
from competency.notifications.service import reading
from competency.notifications.views.blueprint import blueprint


@blueprint.get("/notices")
@signed_in
def notices() -> str:
    """Show the notices of whoever asks, unread ones first."""
    return render_template("notifications/notices.html", found=reading.list_own(work(), _page()))


@blueprint.post("/notices/<id:notice_id>/read")
@signed_in
@writes
def mark_read(notice_id: int) -> Any:
    """Mark one as read, and stay on the same page of the list."""
    reading.mark_read(work(), notice_id)
    return redirect(url_for("notifications.notices", page=_page()))


@blueprint.post("/notices/read")
@signed_in
@writes
def mark_all_read() -> Any:
    """Mark all as read."""
    count = reading.mark_all_read(work())
    flash(f"{plural(count, 'notice')} marked as read.", "success")
    return redirect(url_for("notifications.notices"))


def _page() -> int:
    text = request.args.get("page", "")
    return min(int(text), BIGGEST_ID) if text.isascii() and text.isdigit() else 1
