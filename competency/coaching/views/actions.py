"""Agreed actions: one's own list, one of them, agreeing one outside a session, closing one out."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.coaching.domain.measures import Measure
from competency.coaching.forms.actions import ActionForm, EndingForm
from competency.coaching.library import load_signal_rules, load_supervision_rules
from competency.coaching.models import CoachingAction
from competency.coaching.service import action_reading, actions
from competency.coaching.views import words
from competency.coaching.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import local_path, signed_in, work, writes
from competency.kernel.errors import Refused

AUDIENCE = "The person this is about, who supervises them, and the managers above can see this."


@blueprint.get("/actions")
@signed_in
def my_actions() -> str:
    """Show the open actions that are one's own to do, or about one's own practice."""
    return render_template(
        "coaching/supervision/actions.html",
        found=action_reading.mine(work()),
        today=work().today,
        audience=AUDIENCE,
    )


@blueprint.get("/actions/<id:action_id>")
@signed_in
def action(action_id: int) -> str:
    """Show an agreed action, and how it ended."""
    return _page("action_page", actions.get(work(), action_id))


@blueprint.get("/actions/<id:action_id>/close")
@signed_in
def close_action(action_id: int) -> Any:
    """Ask how an action ended."""
    found = actions.get(work(), action_id)
    if found.ending is not None:
        return redirect(url_for("coaching.action", action_id=action_id))
    form = EndingForm(formdata=None, data={"version": found.version})
    return _page("close_action", found, form=form, back=_back())


@blueprint.post("/actions/<id:action_id>/close")
@signed_in
@writes
def close_action_submit(action_id: int) -> Any:
    """Close it out; one carried forward is written anew."""
    form = EndingForm()
    found = actions.get(work(), action_id)

    def keep() -> None:
        actions.close_out(
            work(),
            action_id,
            form.ending.data or "",
            form.reason.data or "",
            version=form.version.data or 0,
            due_on=form.due_on.data,
        )

    if not carried_out(form, keep):
        return _page("close_action", found, form=form, back=_back()), 422
    flash("The action is closed out.", "success")
    return redirect(_back() or url_for("coaching.action", action_id=action_id))


@blueprint.get("/supervision/people/<id:person_id>/actions/add")
@signed_in
def agree_action(person_id: int) -> str:
    """Ask what is to be done about somebody's practice, outside a session."""
    return _form_page(person_id, ActionForm(formdata=None, data=words.about()))


@blueprint.post("/supervision/people/<id:person_id>/actions/add")
@signed_in
@writes
def agree_action_submit(person_id: int) -> Any:
    """Keep it."""
    action_reading.check_may_write(work(), person_id)
    form = words.offered(work(), ActionForm(), person_id)
    if not carried_out(form, lambda: actions.write(work(), form.agreed(person_id, None))):
        return _form_page(person_id, form), 422
    flash("The action is agreed.", "success")
    return redirect(url_for("coaching.supervision_of", person_id=person_id))


def measure_title(found: CoachingAction) -> str:
    """Return what an action is meant to move, in words; its code where it is no longer there."""
    measure: Measure | None = actions.measure_of(found)
    return actions.measures().get(measure, str(measure)) if measure else ""


def kind_title(found: CoachingAction) -> str:
    """Return the kind of coaching in words; its code where the data have it no longer."""
    try:
        return load_supervision_rules().kind_of_coaching(found.kind).title
    except Refused:
        return found.kind


def signal_title(found: CoachingAction) -> str:
    """Return what the signal that it answers is called; its code where the data have it no more."""
    rule = found.signal_rule or ""
    return {one.code: one.title for one in load_signal_rules().rules}.get(rule, rule)


def _back() -> str:
    """Return the page that sent the reader here, which an appraisal does."""
    return local_path(request.args.get("back"), "")


def _page(template: str, found: CoachingAction, **more: Any) -> str:
    return render_template(
        f"coaching/supervision/{template}.html",
        action=found,
        about=action_reading.about(work(), found),
        kind=kind_title(found),
        measure=measure_title(found),
        signal=signal_title(found),
        today=work().today,
        audience=AUDIENCE,
        **more,
    )


def _form_page(person_id: int, form: ActionForm) -> str:
    name = action_reading.check_may_write(work(), person_id)
    return render_template(
        "coaching/supervision/agree_action.html",
        person_id=person_id,
        name=name,
        form=words.offered(work(), form, person_id),
        audience=AUDIENCE,
    )
