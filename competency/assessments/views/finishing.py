"""Finishing the conversation, and opening it again before both have signed."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.assessments.domain.state import TALKING, State
from competency.assessments.service import agreeing, conversation, reading
from competency.assessments.views.blueprint import blueprint
from competency.infra.forms import Form
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Refused, Stale


@blueprint.get("/appraisals/<id:appraisal_id>/finish")
@signed_in
def finish(appraisal_id: int) -> Any:
    """Show what is left to do before both can sign."""
    found = reading.sheet(work(), appraisal_id)
    if found.state not in TALKING and found.facts.agreed_at:
        target = "sealed_record" if found.state is State.SIGNED else "sign"
        return redirect(url_for(f"assessments.{target}", appraisal_id=appraisal_id))
    form = Form(formdata=None, data={"version": found.appraisal.version})
    return _page(found, form)


@blueprint.post("/appraisals/<id:appraisal_id>/finish")
@signed_in
@writes
def finish_submit(appraisal_id: int) -> Any:
    """Close the conversation, so that both can sign."""
    form = Form()
    try:
        if form.validate():
            agreeing.finish(work(), appraisal_id, form.version.data or 0)
            flash("The conversation is finished. Now both of you read and sign.", "success")
            return redirect(url_for("assessments.sign", appraisal_id=appraisal_id))
        status = 422
    except Refused as refused:
        form.show(refused)
        status = 422
    except Stale as stale:
        form.show(Refused("stale", stale.message))
        status = 409
    found = reading.sheet(work(), appraisal_id)
    form.version.data = found.appraisal.version
    return _page(found, form), status


@blueprint.post("/appraisals/<id:appraisal_id>/talk-again")
@signed_in
@writes
def talk_again(appraisal_id: int) -> Any:
    """Open the conversation again; a signature given already becomes void."""
    voided = agreeing.talk_again(work(), appraisal_id)
    flash(
        "The conversation is open again. The signature given before is void; both sign anew."
        if voided
        else "The conversation is open again.",
        "success",
    )
    return redirect(url_for("assessments.talk", appraisal_id=appraisal_id))


def _page(found: reading.Sheet, form: Form) -> str:
    conversation.check_revealed(found)
    return render_template(
        "assessments/finish.html",
        sheet=found,
        reader=conversation.reader_of(found),
        may_change=conversation.may_change(found),
        left=conversation.left(work(), found),
        form=form,
    )
