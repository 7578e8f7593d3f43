"""What came into a log together, and taking it out again."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.evidence.domain.entry import hours_text
from competency.evidence.forms.answering import STATES
from competency.evidence.forms.importing import EmptyForm
from competency.evidence.service import batches
from competency.evidence.views.blueprint import blueprint
from competency.infra.formats import plural
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Refused

MOST_SHOWN = 100


@blueprint.get("/evidence/imports/<id:batch_id>")
@signed_in
def batch(batch_id: int) -> str:
    """Show what came in together, and what taking it out would leave."""
    found, rows = batches.get_batch(work(), batch_id)
    untouched = sum(row.untouched for row in rows)
    return render_template(
        "evidence/batch.html",
        batch=found,
        rows=rows[:MOST_SHOWN],
        more=max(0, len(rows) - MOST_SHOWN),
        untouched=untouched,
        kept=len(rows) - untouched,
        states=STATES,
        hours_text=hours_text,
        button=EmptyForm(formdata=None),
    )


@blueprint.post("/evidence/imports/<id:batch_id>/undo")
@signed_in
@writes
def undo_batch(batch_id: int) -> Any:
    """Take the entries out again that nobody worked on."""
    try:
        undone = batches.undo(work(), batch_id)
        said = f"{plural(undone.removed, 'entry', 'entries')} taken out of your log again."
        if undone.kept:
            verb = "stays" if undone.kept == 1 else "stay"
            said = f"{said} {undone.kept:,} {verb}, because you worked on them or shared them."
        flash(said, "success")
    except Refused as refused:
        flash(refused.message, "note")
    return redirect(url_for("evidence.batch", batch_id=batch_id))
