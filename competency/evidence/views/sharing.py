"""Before anybody else sees an entry: the guard's questions, the answers, and the sharing."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.evidence.domain.entry import check_complete, hours_words
from competency.evidence.domain.state import check_may_share
from competency.evidence.forms.answering import ReasonForm, VersionForm
from competency.evidence.service import reading, sharing
from competency.evidence.service.reading import Whole
from competency.evidence.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import RefusedEach


@blueprint.get("/evidence/<id:entry_id>/share")
@signed_in
def share(entry_id: int) -> str:
    """Show what is missing, and each place that the guard asks about."""
    return _page(entry_id)


@blueprint.post("/evidence/<id:entry_id>/share")
@signed_in
@writes
def share_submit(entry_id: int) -> Any:
    """Show the entry to the supervisor."""
    form = VersionForm()
    if not carried_out(form, lambda: sharing.share(work(), entry_id, form.version.data or 0)):
        return _page(entry_id, errors=form.error_list()), 422
    flash("The entry is shared with your supervisor.", "success")
    return redirect(url_for("evidence.entry", entry_id=entry_id))


@blueprint.post("/evidence/<id:entry_id>/explain")
@signed_in
@writes
def explain(entry_id: int) -> Any:
    """Keep why a place is fine."""
    form = ReasonForm()
    mark = form.mark.data or ""
    reason = form.reason.data or ""
    if not carried_out(form, lambda: sharing.explain(work(), entry_id, mark, reason)):
        box = f"#reason-{mark}"
        errors = [{"text": error["text"], "href": box} for error in form.error_list()]
        return _page(entry_id, errors=errors, refused=form), 422
    flash("Your reason is kept with the entry.", "success")
    return redirect(url_for("evidence.share", entry_id=entry_id))


@blueprint.post("/evidence/<id:entry_id>/take-back")
@signed_in
@writes
def take_back(entry_id: int) -> Any:
    """Make a shared entry a draft again."""
    sharing.take_back(work(), entry_id, VersionForm().version.data or 0)
    flash("The entry is your draft again.", "success")
    return redirect(url_for("evidence.entry", entry_id=entry_id))


def _page(
    entry_id: int,
    *,
    errors: list[dict[str, str]] | None = None,
    refused: ReasonForm | None = None,
) -> str:
    asked = sharing.asked(work(), entry_id)
    found = reading.whole(work(), entry_id)
    check_may_share(found.state)
    return render_template(
        "evidence/share.html",
        entry=found,
        hours=hours_words(found.content.hours),
        asked=asked,
        open=[one for one in asked if not one.reason],
        missing=_missing(found),
        where=sharing.where,
        errors=errors or [],
        refused=refused,
        version_form=VersionForm(formdata=None, data={"version": found.version}),
        reason_form=ReasonForm(formdata=None),
    )


def _missing(found: Whole) -> list[str]:
    try:
        check_complete(found.content)
    except RefusedEach as several:
        return [one.message for one in several.refusals.values()]
    return []
