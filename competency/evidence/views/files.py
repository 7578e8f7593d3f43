"""Attachments: taken in, handed out as downloads only, taken away."""

from typing import Any

from flask import Response, flash, redirect, url_for

from competency.evidence.forms.answering import FileForm
from competency.evidence.service import attaching, reading
from competency.evidence.views.blueprint import blueprint
from competency.evidence.views.writing import entry_page
from competency.infra.carrying_out import carried_out
from competency.infra.downloads import handed_out, store
from competency.infra.files import BIGGEST
from competency.infra.web import accepts_files, signed_in, work, writes


@blueprint.post("/evidence/<id:entry_id>/files")
@signed_in
@writes
@accepts_files(BIGGEST)
def attach(entry_id: int) -> Any:
    """Add a file; what is not taken is said beside its field."""
    form = FileForm()

    def keep() -> None:
        sent = form.file.data
        attaching.attach(work(), entry_id, sent.filename or "", sent.stream, store())

    if not carried_out(form, keep):
        return entry_page(reading.whole(work(), entry_id), file_form=form), 422
    flash("The file is added.", "success")
    return redirect(url_for("evidence.entry", entry_id=entry_id))


@blueprint.get("/evidence/files/<id:attachment_id>")
@signed_in
def download(attachment_id: int) -> Response:
    """Hand a file out as a download; nothing in it can run on our pages."""
    found = attaching.download(work(), attachment_id, store())
    return handed_out(found.name, found.media_type, found.content)


@blueprint.post("/evidence/files/<id:attachment_id>/remove")
@signed_in
@writes
def detach(attachment_id: int) -> Any:
    """Take a file away, and lead back to its entry."""
    entry_id = attaching.detach(work(), attachment_id)
    flash("The file is removed.", "success")
    return redirect(url_for("evidence.entry", entry_id=entry_id))
