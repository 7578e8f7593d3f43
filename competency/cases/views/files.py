"""The documents of a case: taken in with consent, handed out as downloads only, taken away."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain.consent import Consent
from competency.cases.forms.files import FileForm
from competency.cases.service import attaching, reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import to_work_on
from competency.infra.carrying_out import carried_out
from competency.infra.downloads import handed_out, store
from competency.infra.files import BIGGEST
from competency.infra.web import accepts_files, signed_in, work, writes


@blueprint.get("/cases/<id:case_id>/documents")
@signed_in
def attachments(case_id: int) -> str:
    """Show the documents of a case."""
    return _page(reading.whole_case(work(), case_id), FileForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/documents")
@signed_in
@writes
@accepts_files(BIGGEST)
def attach(case_id: int) -> Any:
    """Add a document; what is not taken is said beside its field."""
    found = to_work_on(case_id)
    form = FileForm()

    def keep() -> None:
        sent = form.file.data
        attaching.attach(work(), case_id, sent.filename or "", sent.stream, store())

    if not carried_out(form, keep):
        return _page(found, form), 422
    flash("The document is added.", "success")
    return redirect(url_for("cases.attachments", case_id=case_id))


@blueprint.get("/cases/documents/<id:attachment_id>")
@signed_in
def download(attachment_id: int) -> Response:
    """Hand a document out as a download; nothing in it can run on our pages."""
    found = attaching.download(work(), attachment_id, store())
    return handed_out(found.name, found.media_type, found.content)


@blueprint.post("/cases/documents/<id:attachment_id>/remove")
@signed_in
@writes
def detach(attachment_id: int) -> Any:
    """Take a document away."""
    case_id = attaching.detach(work(), attachment_id)
    flash("The document is removed.", "success")
    return redirect(url_for("cases.attachments", case_id=case_id))


def _page(found: Whole, form: FileForm) -> str:
    return render_template(
        "cases/documents.html",
        case=found,
        head=found.head,
        form=form,
        files=found.papers.get("attachment", ()),
        may_work=found.may[permissions.WORK],
        may_store=Consent.STORING in found.consents,
    )
