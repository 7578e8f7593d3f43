"""The strengthening and mentoring form: its page, and each step of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.forms import Form
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.reviews import permissions
from competency.reviews.domain.levels import Level, State
from competency.reviews.models import ReviewCorrection
from competency.reviews.service import correcting, mentoring, reading
from competency.reviews.service.reading import FormPage
from competency.reviews.views import words
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.form_steps import CORRECTION_STEPS, FORM_STEPS, Step

NO_STEP = "There is no such step, or it is not yours to take."


@blueprint.get("/reviews/<id:review_id>/form")
@signed_in
def form(review_id: int) -> str:
    """Show the form with its corrections, and what the reader can do next."""
    return _page("form", _found(review_id))


@blueprint.post("/reviews/<id:review_id>/form")
@signed_in
@writes
def draft_form(review_id: int) -> Any:
    """Draft the form from the answers."""
    mentoring.draft_form(work(), review_id)
    flash("Drafted from your answers. Make it yours before you talk it over.", "success")
    return redirect(url_for("reviews.form_step", review_id=review_id, step="write"))


@blueprint.get("/reviews/<id:review_id>/form/<step>")
@signed_in
def form_step(review_id: int, step: str) -> str:
    """Show one step of the form."""
    found, one = _at(review_id, FORM_STEPS, step)
    return _begin(found, one, found.form)


@blueprint.post("/reviews/<id:review_id>/form/<step>")
@signed_in
@writes
def form_step_submit(review_id: int, step: str) -> Any:
    """Take one step of the form."""
    found, one = _at(review_id, FORM_STEPS, step)
    return _carry_out(found, one, found.form)


@blueprint.get("/reviews/<id:review_id>/corrections/<id:number>/<step>")
@signed_in
def correction_step(review_id: int, number: int, step: str) -> str:
    """Show one step of a correction."""
    found, one = _at(review_id, CORRECTION_STEPS, step)
    return _begin(found, one, _one(found, number))


@blueprint.post("/reviews/<id:review_id>/corrections/<id:number>/<step>")
@signed_in
@writes
def correction_step_submit(review_id: int, number: int, step: str) -> Any:
    """Take one step of a correction."""
    found, one = _at(review_id, CORRECTION_STEPS, step)
    return _carry_out(found, one, _one(found, number))


@blueprint.post("/reviews/<id:review_id>/corrections/<id:number>")
@signed_in
@writes
def remove_correction(review_id: int, number: int) -> Any:
    """Take a drafted correction away."""
    _one(_found(review_id), number)
    correcting.remove_correction(work(), number, Form().version.data or 0)
    flash("Taken away.", "success")
    return redirect(url_for("reviews.form", review_id=review_id))


def _found(review_id: int) -> FormPage:
    """Return the form page of a submitted first-level review; raises NotFound for others."""
    found = reading.form_page(work(), review_id)
    if found.page.review.level != Level.FIRST.value or found.page.state is not State.SUBMITTED:
        raise NotFound("There is no form of this review.")
    return found


def _at(review_id: int, steps: Mapping[str, Step], step: str) -> tuple[FormPage, Step]:
    """Return the form page and the step, where there is a form and the reader may take it."""
    found, one = _found(review_id), steps.get(step)
    if found.form is None or one is None or not found.page.may[one.action]:
        raise NotFound(NO_STEP)
    return found, one


def _one(found: FormPage, number: int) -> ReviewCorrection:
    for row in found.corrections:
        if row.id == number:
            return row
    raise NotFound("This form has no such correction.")


def _begin(found: FormPage, step: Step, row: Any) -> str:
    data = step.begin(row) | {"version": row.version}
    return _page(step.template, found, form=step.form(formdata=None, data=data), correction=row)


def _carry_out(found: FormPage, step: Step, row: Any) -> Any:
    typed = step.form()
    if not carried_out(typed, lambda: step.act(row, typed)):
        return _page(step.template, found, form=typed, correction=row), 422
    flash(step.said, "success")
    return redirect(url_for("reviews.form", review_id=found.page.id))


def _page(template: str, found: FormPage, **more: Any) -> str:
    return render_template(
        f"reviews/mentoring/{template}.html",
        found=found,
        page=found.page,
        row=found.form,
        may=permissions,
        limit=found.page.sheet.instrument.limits.correction_days,
        is_overdue=_is_overdue,
        audience=words.ONCE_SUBMITTED,
        **more,
    )


def _is_overdue(row: ReviewCorrection) -> bool:
    today: date = work().today
    return not row.outcome and row.done_on is None and row.due_on < today
