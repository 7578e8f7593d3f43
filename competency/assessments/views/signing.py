"""Both sign what they have read; then it is a record that never changes."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from competency.assessments.domain.state import SIGNING, State
from competency.assessments.forms.signing import ReopenForm, SignForm
from competency.assessments.service import (
    conversation,
    cycles,
    objectives,
    reading,
    signing,
    written,
)
from competency.assessments.service.reading import Sheet
from competency.assessments.views.blueprint import blueprint
from competency.infra.web import actor, database, now, signed_in, work, writes, writes_aside
from competency.kernel.errors import Refused
from competency.people.service import sign_in
from competency.people.service.sign_in import Proof

NOT_THE_PASSWORD = "That is not your password. Enter it again; nothing is lost."


@blueprint.get("/appraisals/<id:appraisal_id>/sign")
@signed_in
def sign(appraisal_id: int) -> Any:
    """Show the whole content, and ask for a signature under it."""
    found = reading.sheet(work(), appraisal_id)
    if found.state not in SIGNING:
        target = "sealed_record" if found.state is State.SIGNED else "finish"
        return redirect(url_for(f"assessments.{target}", appraisal_id=appraisal_id))
    return _sign_page(found, SignForm(formdata=None))


@blueprint.post("/appraisals/<id:appraisal_id>/sign")
@signed_in
@writes_aside
def sign_submit(appraisal_id: int) -> Any:
    """Prove the password first, because its check is slow and counts failures aside; then sign."""
    signing.check_may_sign(work(), appraisal_id)
    form = SignForm()
    proof = None
    if form.validate():
        cheap = bool(current_app.extensions["settings"].cheap_passwords)
        proof = sign_in.prove(database(), actor(), form.password.data or "", now(), cheap=cheap)
        if proof is None:
            form.password.errors = [NOT_THE_PASSWORD]
    if proof is None:
        return _sign_page(reading.sheet(work(), appraisal_id), form), 422
    return _sign(appraisal_id, form, proof)


@writes
def _sign(appraisal_id: int, form: SignForm, proof: Proof) -> Any:
    try:
        after = signing.sign(work(), appraisal_id, proof, form.shown.data or "")
    except Refused as refused:
        form.show(refused)
        return _sign_page(reading.sheet(work(), appraisal_id), form), 422
    if after is State.SIGNED:
        return redirect(url_for("assessments.signed", appraisal_id=appraisal_id))
    flash("You have signed. The other of you signs next.", "success")
    return redirect(url_for("assessments.sign", appraisal_id=appraisal_id))


@blueprint.get("/appraisals/<id:appraisal_id>/signed")
@signed_in
def signed(appraisal_id: int) -> Any:
    """Confirm that both have signed, and say where the record is."""
    found = reading.sheet(work(), appraisal_id)
    if found.state is not State.SIGNED:
        return redirect(url_for("assessments.sign", appraisal_id=appraisal_id))
    return render_template(
        "assessments/signed.html", sheet=found, reader=conversation.reader_of(found)
    )


@blueprint.get("/appraisals/<id:appraisal_id>/record")
@signed_in
def sealed_record(appraisal_id: int) -> Any:
    """Show what both signed, and what has become of its objectives since."""
    found = reading.sheet(work(), appraisal_id)
    if found.state is not State.SIGNED:
        return redirect(f"/appraisals/{appraisal_id}")
    ended = written.objectives_with_endings(work(), found)
    return render_template(
        "assessments/sealed.html",
        sheet=found,
        reader=conversation.reader_of(found),
        named=conversation.named(found),
        sections=written.sections(found),
        objectives=ended,
        chain=written.chain(work(), found),
        is_whole=signing.hash_of(found, [o for o, _ in ended]) == found.appraisal.seal,
    )


@blueprint.get("/appraisals/<id:appraisal_id>/reopen")
@signed_in
def reopen(appraisal_id: int) -> str:
    """Ask why a signed appraisal is opened again."""
    return _reopen_page(appraisal_id, ReopenForm(formdata=None))


@blueprint.post("/appraisals/<id:appraisal_id>/reopen")
@signed_in
@writes
def reopen_submit(appraisal_id: int) -> Any:
    """Make a new revision; the signed one stays as it is."""
    form = ReopenForm()
    try:
        if form.validate():
            revision = cycles.reopen(work(), appraisal_id, form.reason.data or "")
            flash(f"Revision {revision.revision} is open. The signed one stays.", "success")
            return redirect(url_for("assessments.talk", appraisal_id=revision.id))
    except Refused as refused:
        form.show(refused)
    return _reopen_page(appraisal_id, form), 422


def _reopen_page(appraisal_id: int, form: ReopenForm) -> str:
    found = reading.sheet(work(), appraisal_id)
    return render_template(
        "assessments/reopen.html", sheet=found, reader=conversation.reader_of(found), form=form
    )


def _sign_page(found: Sheet, form: SignForm) -> str:
    conversation.check_revealed(found)
    listed = objectives.list_written(work(), found)
    form.shown.data = signing.hash_of(found, listed)
    return render_template(
        "assessments/sign.html",
        sheet=found,
        reader=conversation.reader_of(found),
        named=conversation.named(found),
        sections=written.sections(found),
        objectives=[(objective, None) for objective in listed],
        may_sign=found.hand is not None and found.hand not in found.signatures,
        form=form,
    )
