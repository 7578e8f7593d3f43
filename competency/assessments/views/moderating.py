"""Asking for a second rating, ending one, and both ratings side by side."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from competency.assessments.forms.moderating import AskForm, EndForm
from competency.assessments.service import moderating, reading
from competency.assessments.views import comparing
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.words import labels_of, who_sees_page
from competency.infra.agreement_words import WHAT_KAPPA_IS, WHAT_THE_WEIGHTS_DO
from competency.infra.carrying_out import carried_out
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.errors import NotFound


@blueprint.get("/appraisals/<id:appraisal_id>/second-rating")
@signed_in
def second_ratings(appraisal_id: int) -> str:
    """Say how the second rating of an appraisal stands, and ask for one where there is none."""
    return _page(appraisal_id, AskForm(formdata=None))


@blueprint.post("/appraisals/<id:appraisal_id>/second-rating")
@signed_in
@writes
def ask_second(appraisal_id: int) -> Any:
    """Ask somebody."""
    form = AskForm()

    def act() -> None:
        moderating.ask(work(), appraisal_id, rater_id=form.rater_id, due_on=form.due_on.data)

    if not carried_out(form, act):
        return _page(appraisal_id, form), 422
    flash("They are asked. They see neither rating until all three are submitted.", "success")
    return redirect(url_for("assessments.second_ratings", appraisal_id=appraisal_id))


@blueprint.get("/second-ratings/<id:second_id>/end")
@signed_in
def end_second(second_id: int) -> str:
    """Ask why it ends."""
    return _end_page(second_id, EndForm(formdata=None))


@blueprint.post("/second-ratings/<id:second_id>/end")
@signed_in
@writes
def end_second_submit(second_id: int) -> Any:
    """End it."""
    form = EndForm()
    if not carried_out(form, lambda: moderating.end(work(), second_id, form.reason.data or "")):
        return _end_page(second_id, form), 422
    flash("The second rating has ended.", "success")
    found = moderating.compare(work(), second_id)
    if found.moderation.rater_id == actor().person_id:
        return redirect(url_for("assessments.second_rating", second_id=second_id))
    return redirect(url_for("assessments.second_ratings", appraisal_id=found.appraisal_id))


@blueprint.get("/second-ratings/<id:second_id>/comparison")
@signed_in
def comparison(second_id: int) -> str:
    """Show both ratings side by side, or say what they wait for."""
    found = moderating.compare(work(), second_id)
    return render_template(
        "assessments/comparison.html",
        found=found,
        told=comparing.told(found),
        disputed=comparing.disputed(found),
        sections=comparing.by_section(found),
        left_out=comparing.left_out(found),
        labels=labels_of(found.framework),
        is_told=comparing.is_told(found),
        what_kappa_is=f"{WHAT_KAPPA_IS} {WHAT_THE_WEIGHTS_DO}",
        is_rater=found.moderation.rater_id == actor().person_id,
    )


@blueprint.get("/second-ratings/<id:second_id>/comparison.<any(csv, xlsx):kind>")
@signed_in
def comparison_file(second_id: int, kind: str) -> Response:
    """Give the same strands as a file."""
    found = moderating.compare(work(), second_id)
    if found.compared is None:
        raise NotFound("These ratings are not open yet.")
    rows = [row for _section, rows in comparing.by_section(found) for row in rows]
    lines = [[row.code, row.title, row.supervisor, row.second, row.difference] for row in rows]
    about = [("What", "Two ratings of one appraisal"), *_numbered(comparing.told(found))]
    head = comparing.head(found)
    return as_file(f"second-rating-{second_id}", head, lines, kind, about=about)


def _numbered(sentences: list[str]) -> list[tuple[str, str]]:
    return [(f"Agreement {number}", said) for number, said in enumerate(sentences, start=1)]


def _page(appraisal_id: int, form: AskForm) -> str:
    found = reading.sheet(work(), appraisal_id)
    seconds = moderating.of_sheet(work(), found)
    candidates = moderating.candidates(work(), found, seconds)
    return render_template(
        "assessments/second_ratings.html",
        sheet=found,
        seconds=seconds,
        candidates=candidates,
        form=form.offering(candidates),
        audience=who_sees_page(found),
    )


def _end_page(second_id: int, form: EndForm) -> str:
    found = moderating.ending(work(), second_id)
    return render_template(
        "assessments/end_second.html",
        found=found,
        form=form,
        is_rater=found.moderation.rater_id == actor().person_id,
    )
