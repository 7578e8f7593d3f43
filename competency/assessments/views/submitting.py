"""Looking over what is not rated yet, submitting, and taking a submission back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.assessments.domain.state import State
from competency.assessments.service import rating, reading
from competency.assessments.service.reading import Sheet
from competency.assessments.views import words
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.rating import place_of
from competency.infra.web import signed_in, work, writes

LONGEST_VERSION = 9  # digits


@blueprint.get("/appraisals/<id:appraisal_id>/submit")
@signed_in
def submit(appraisal_id: int) -> str:
    """Show what is not rated yet and what happens next."""
    found = reading.sheet(work(), appraisal_id)
    return render_template(
        "assessments/submit.html",
        place=place_of(found),
        sheet=found,
        other=_other(found),
        audience=words.who_sees_ratings(found),
    )


@blueprint.post("/appraisals/<id:appraisal_id>/submit")
@signed_in
@writes
def submit_rating(appraisal_id: int) -> Any:
    """Submit the reader's rating; the second submission reveals both."""
    version = request.form.get("version", "")
    known = version.isdecimal() and len(version) <= LONGEST_VERSION
    after = rating.submit(work(), appraisal_id, int(version) if known else 0)
    if after is State.REVEALED:
        flash("Submitted. Both ratings are open to both of you now.", "success")
    else:
        flash("Submitted. You can take it back until the other rating is submitted.", "success")
    return redirect(url_for("assessments.appraisal", appraisal_id=appraisal_id))


@blueprint.post("/appraisals/<id:appraisal_id>/take-back")
@signed_in
@writes
def take_back(appraisal_id: int) -> Any:
    """Take the reader's own submission back."""
    rating.take_back(work(), appraisal_id)
    flash("Your rating is yours to change again.", "success")
    return redirect(url_for("assessments.appraisal", appraisal_id=appraisal_id))


def _other(found: Sheet) -> str:
    own = found.hand is not None and found.hand.value == "self"
    return words.supervisor_name(found) if own else found.subject.name
