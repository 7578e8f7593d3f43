"""The audit trail for the auditor: read only, and itself noted."""

from typing import Any

from flask import render_template, request

from competency.infra.web import BIGGEST_ID, Blueprint, database, signed_in, work
from competency.insights.domain.trail import Asked, read_day
from competency.insights.service import trail as service
from competency.kernel.errors import Refused

blueprint = Blueprint("trail", __name__, url_prefix="/audit")


@blueprint.get("")
@signed_in
def entries() -> Any:
    """Show what happened, newest first, for the event, person and days that are asked for."""
    try:
        asked = _asked()
    except Refused as refusal:
        return _refused(refusal), 422
    before = _before()
    service.note_reading(work(), database().aside, service.TRAIL, asked.words)
    found = service.read_trail(work(), asked, before)
    return render_template("insights/trail.html", found=found, typed=request.args, before=before)


@blueprint.get("/reading")
@signed_in
def accesses() -> str:
    """Show who has read the trail and this log."""
    service.note_reading(work(), database().aside, service.ACCESSES, "all entries")
    found = service.read_accesses(work(), _before())
    return render_template("insights/accesses.html", found=found)


def _asked() -> Asked:
    return Asked(
        event=request.args.get("event", "").strip()[:80],
        person=request.args.get("person", "").strip()[:120],
        first_day=read_day(request.args.get("first", "").strip(), field="first"),
        last_day=read_day(request.args.get("last", "").strip(), field="last"),
    )


def _refused(refusal: Refused) -> str:
    """Show the page again with what was typed and what is wrong with it."""
    service.note_reading(work(), database().aside, service.TRAIL, "nothing: a day was mistyped")
    found = service.read_trail(work(), Asked(person="0"), None)
    errors = [{"text": refusal.message, "href": f"#{refusal.field}"}]
    return render_template(
        "insights/trail.html", found=found, typed=request.args, before=None, errors=errors
    )


def _before() -> int | None:
    """Return the number of the entry that the page goes on from, None for the newest."""
    text = request.args.get("before", "")
    if not (text.isascii() and text.isdigit()):
        return None
    return min(int(text), BIGGEST_ID)
