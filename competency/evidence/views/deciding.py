"""The supervisor verifies an entry or sends it back."""

from typing import Any

from flask import flash, redirect, request, url_for

from competency.evidence.forms.answering import DecisionForm
from competency.evidence.service import deciding, reading
from competency.evidence.views.blueprint import blueprint
from competency.evidence.views.writing import entry_page
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Refused


@blueprint.post("/evidence/<id:entry_id>/decision")
@signed_in
@writes
def decide(entry_id: int) -> Any:
    """Verify the version that was shown, or return it with the comment."""
    form = DecisionForm()
    if not carried_out(form, lambda: _decide(entry_id, form)):
        return entry_page(reading.whole(work(), entry_id), decision=form), 422
    verified = request.form.get("outcome") == "verify"
    flash("The entry is verified." if verified else "The entry is sent back.", "success")
    return redirect(url_for("evidence.waiting"))


def _decide(entry_id: int, form: DecisionForm) -> None:
    typed = form.seq.data or ""
    seq = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    match request.form.get("outcome"):
        case "verify":
            deciding.verify(work(), entry_id, seq, form.comment.data or "")
        case "return":
            deciding.send_back(work(), entry_id, seq, form.comment.data or "")
        case _:
            raise Refused("no_outcome", "Choose whether to verify the entry or to send it back.")
