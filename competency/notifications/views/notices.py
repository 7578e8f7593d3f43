"""A person's notices: read, and marked as read."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.asking import asked_page
from competency.infra.formats import plural
from competency.infra.web import signed_in, work, writes
from competency.notifications.service import reading
from competency.notifications.views.blueprint import blueprint


@blueprint.get("/notices")
@signed_in
def notices() -> str:
    """Show the notices of whoever asks, unread ones first."""
    return render_template(
        "notifications/notices.html", found=reading.list_own(work(), asked_page())
    )


@blueprint.post("/notices/<id:notice_id>/read")
@signed_in
@writes
def mark_read(notice_id: int) -> Any:
    """Mark one as read, and stay on the same page of the list."""
    reading.mark_read(work(), notice_id)
    return redirect(url_for("notifications.notices", page=asked_page()))


@blueprint.post("/notices/read")
@signed_in
@writes
def mark_all_read() -> Any:
    """Mark all as read."""
    count = reading.mark_all_read(work())
    flash(f"{plural(count, 'notice')} marked as read.", "success")
    return redirect(url_for("notifications.notices"))
