"""The sample of what went through with one click: the list to look at, and one place of it."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.coaching.domain.spot_checks import CheckKind
from competency.coaching.forms.spot_checks import FoundForm
from competency.coaching.service import spot_checks
from competency.coaching.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes

PLACE = "/checks/<any('agreed-together', confirmed):kind>/<id:record_id>/<code>"


@blueprint.get("/checks")
@signed_in
def checks() -> str:
    """Show the sample that the reader is to look at, and what was found."""
    return render_template("coaching/checks/list.html", sample=spot_checks.list_sample(work()))


@blueprint.get(PLACE)
@signed_in
def check(kind: str, record_id: int, code: str) -> str:
    """Show one place: to its checker with the form, to those concerned what was found."""
    return _page(FoundForm(formdata=None), kind, record_id, code)


@blueprint.post(PLACE)
@signed_in
@writes
def check_submit(kind: str, record_id: int, code: str) -> Any:
    """Keep what was found."""
    spot_checks.get_place(work(), CheckKind(kind), record_id, code)
    form = FoundForm()
    found = (form.verdict.data or "", form.words.data or "")
    place = (CheckKind(kind), record_id, code)
    if not carried_out(form, lambda: spot_checks.say(work(), *place, *found)):
        return _page(form, kind, record_id, code), 422
    flash("Kept. Thank you for looking.", "success")
    return redirect(url_for("coaching.checks"))


def _page(form: FoundForm, kind: str, record_id: int, code: str) -> str:
    place, may_say = spot_checks.get_place(work(), CheckKind(kind), record_id, code)
    return render_template("coaching/checks/place.html", form=form, place=place, may_say=may_say)
