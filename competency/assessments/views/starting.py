"""Starting a cycle, and withdrawing one."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.assessments.forms.starting import StartForm, WithdrawForm
from competency.assessments.service import cycles, reading, starting
from competency.assessments.service.reading import Sheet
from competency.assessments.service.starting import Offer
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.words import who_sees_page
from competency.infra.carrying_out import allowed, carried_out
from competency.infra.web import actor, signed_in, work, writes


@blueprint.get("/people/<id:person_id>/appraisals/new")
@signed_in
def start(person_id: int) -> str:
    """Ask what the next cycle is to be, and say what it will carry and who sees what."""
    offer = starting.offer(work(), person_id)
    form = StartForm(formdata=None, data={"title": f"Appraisal {work().today.year}"})
    return _start_page(offer, form.offering(offer, actor().person_id))


@blueprint.post("/people/<id:person_id>/appraisals/new")
@signed_in
@writes
def start_submit(person_id: int) -> Any:
    """Start it."""
    offer = starting.offer(work(), person_id)
    form = StartForm().offering(offer, actor().person_id)
    made: list[int] = []

    def begin() -> None:
        appraisal = cycles.start(
            work(),
            person_id=person_id,
            practice_area_id=form.practice_area.data,
            title=form.title.data or "",
            due_on=form.due_on.data,
            supervisor_id=form.supervisor.data,
        )
        made.append(appraisal.id)

    if not carried_out(form, begin):
        return _start_page(offer, form), 422
    return redirect(url_for("assessments.appraisal", appraisal_id=made[0]))


@blueprint.get("/appraisals/<id:appraisal_id>/withdraw")
@signed_in
def withdraw(appraisal_id: int) -> str:
    """Ask why."""
    found = reading.sheet(work(), appraisal_id)
    form = WithdrawForm(formdata=None, data={"version": found.appraisal.version})
    return _withdraw_page(found, form)


@blueprint.post("/appraisals/<id:appraisal_id>/withdraw")
@signed_in
@writes
def withdraw_submit(appraisal_id: int) -> Any:
    """Withdraw it; what was written stays with who wrote it."""
    form = WithdrawForm()

    def act() -> None:
        cycles.withdraw(work(), appraisal_id, form.reason.data or "", form.version.data or 0)

    if not form.validate() or not allowed(form, act):
        return _withdraw_page(reading.sheet(work(), appraisal_id), form), 422
    flash("The appraisal is withdrawn.", "success")
    return redirect(url_for("assessments.appraisal", appraisal_id=appraisal_id))


def _start_page(offer: Offer, form: StartForm) -> str:
    return render_template(
        "assessments/start.html", offer=offer, form=form, own=offer.subject.id == actor().person_id
    )


def _withdraw_page(found: Sheet, form: WithdrawForm) -> str:
    return render_template(
        "assessments/withdraw.html", sheet=found, form=form, audience=who_sees_page(found)
    )
