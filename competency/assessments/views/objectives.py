"""Objectives: written in the conversation, closed out before the next signatures."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.assessments.domain.objectives import Ending
from competency.assessments.forms.objectives import EndingForm, ObjectiveForm, filled
from competency.assessments.models import Appraisal, Objective
from competency.assessments.service import agreeing, conversation, objectives, reading
from competency.assessments.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes


@blueprint.get("/appraisals/<id:appraisal_id>/objectives")
@signed_in
def list_objectives(appraisal_id: int) -> str:
    """Show this cycle's objectives, and the earlier ones that are still open."""
    found = reading.sheet(work(), appraisal_id)
    conversation.check_revealed(found)
    own, earlier = objectives.list_with_earlier(work(), found)
    return render_template(
        "assessments/objectives.html",
        sheet=found,
        reader=conversation.reader_of(found),
        may_change=conversation.may_change(found),
        written=own,
        earlier=earlier,
        actions=agreeing.open_actions(work(), found.appraisal),
    )


@blueprint.get("/appraisals/<id:appraisal_id>/objectives/add")
@signed_in
def add_objective(appraisal_id: int) -> str:
    """Ask for a new objective, or for an earlier one anew."""
    data: dict[str, object] = {}
    if carried := _carried():
        data = filled(objectives.get_earlier(work(), appraisal_id, carried), dates=False)
    return _form_page(appraisal_id, ObjectiveForm(formdata=None, data=data))


@blueprint.post("/appraisals/<id:appraisal_id>/objectives/add")
@signed_in
@writes
def add_objective_submit(appraisal_id: int) -> Any:
    """Keep it; one that is carried forward closes out the earlier one in the same breath."""
    form = _offered(appraisal_id, ObjectiveForm())
    carried = _carried()

    def keep() -> None:
        if carried:
            objectives.carry_forward(work(), appraisal_id, form.smarter(), carried)
        else:
            objectives.write(work(), appraisal_id, form.smarter())

    if not carried_out(form, keep):
        return _form_page(appraisal_id, form), 422
    flash("The objective is carried forward." if carried else "The objective is saved.", "success")
    return redirect(url_for("assessments.list_objectives", appraisal_id=appraisal_id))


@blueprint.get("/appraisals/<id:appraisal_id>/objectives/<id:objective_id>")
@signed_in
def change_objective(appraisal_id: int, objective_id: int) -> str:
    """Show an objective to change or to take out."""
    _, objective = objectives.get(work(), appraisal_id, objective_id)
    form = ObjectiveForm(formdata=None, data=filled(objective))
    return _form_page(appraisal_id, form, objective_id)


@blueprint.post("/appraisals/<id:appraisal_id>/objectives/<id:objective_id>")
@signed_in
@writes
def change_objective_submit(appraisal_id: int, objective_id: int) -> Any:
    """Keep the changed objective; both versions are shown when it was changed meanwhile."""
    form = _offered(appraisal_id, ObjectiveForm())

    def keep() -> None:
        objectives.write(
            work(),
            appraisal_id,
            form.smarter(),
            objective_id=objective_id,
            version=form.version.data or 0,
        )

    if not carried_out(form, keep):
        return _form_page(appraisal_id, form, objective_id), 422
    flash("The objective is saved.", "success")
    return redirect(url_for("assessments.list_objectives", appraisal_id=appraisal_id))


@blueprint.post("/appraisals/<id:appraisal_id>/objectives/<id:objective_id>/remove")
@signed_in
@writes
def remove_objective(appraisal_id: int, objective_id: int) -> Any:
    """Take an objective out."""
    objectives.remove(work(), appraisal_id, objective_id)
    flash("The objective is taken out.", "success")
    return redirect(url_for("assessments.list_objectives", appraisal_id=appraisal_id))


@blueprint.get("/appraisals/<id:appraisal_id>/objectives/<id:objective_id>/close")
@signed_in
def close_objective(appraisal_id: int, objective_id: int) -> str:
    """Ask how an objective of a signed appraisal ended."""
    appraisal, objective = objectives.get(work(), appraisal_id, objective_id)
    return _ending_page(appraisal, objective, EndingForm(formdata=None))


@blueprint.post("/appraisals/<id:appraisal_id>/objectives/<id:objective_id>/close")
@signed_in
@writes
def close_objective_submit(appraisal_id: int, objective_id: int) -> Any:
    """Close it out, or lead to writing it anew, which closes it out."""
    appraisal, objective = objectives.get(work(), appraisal_id, objective_id)
    talk = objectives.talk_to_carry_into(work(), appraisal)
    form = EndingForm().offer(may_carry=talk is not None)
    ending, reason = form.ending.data or "", form.reason.data or ""
    if ending == Ending.CARRIED_FORWARD and talk is not None and form.validate():
        address = url_for("assessments.add_objective", appraisal_id=talk, carries=objective_id)
        return redirect(address)
    if not carried_out(
        form,
        lambda: objectives.close_out(work(), appraisal_id, objective_id, ending, reason),
    ):
        return _ending_page(appraisal, objective, form), 422
    flash("The objective is closed out.", "success")
    if talk is not None:
        return redirect(url_for("assessments.list_objectives", appraisal_id=talk))
    return redirect(url_for("assessments.sealed_record", appraisal_id=appraisal_id))


def _carried() -> int:
    asked = request.args.get("carries", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def _offered(appraisal_id: int, form: ObjectiveForm) -> ObjectiveForm:
    return form.offer(reading.sheet(work(), appraisal_id).framework)


def _form_page(appraisal_id: int, form: ObjectiveForm, objective_id: int = 0) -> str:
    found = reading.sheet(work(), appraisal_id)
    conversation.check_may_change(found)
    return render_template(
        "assessments/objective.html",
        sheet=found,
        reader=conversation.reader_of(found),
        form=form.offer(found.framework),
        objective_id=objective_id,
        carries=_carried(),
    )


def _ending_page(appraisal: Appraisal, objective: Objective, form: EndingForm) -> str:
    talk = objectives.talk_to_carry_into(work(), appraisal)
    return render_template(
        "assessments/close_objective.html",
        appraisal=appraisal,
        objective=objective,
        form=form.offer(may_carry=talk is not None),
        talk=talk,
    )
