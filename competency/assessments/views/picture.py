"""The picture of an appraisal: the profile as a page, as a drawing and as numbers."""

from flask import Response, current_app, render_template, request

from competency.assessments.service import picturing
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.words import who_sees_ratings
from competency.infra import charts
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.kernel.errors import NotFound

SHAPES = ("wide", "narrow")


@blueprint.get("/appraisals/<id:appraisal_id>/picture")
@signed_in
def picture(appraisal_id: int) -> str:
    """Show the profile with its numbers, and what moved since the last cycle."""
    found = picturing.picture(work(), appraisal_id)
    return render_template(
        "assessments/picture.html",
        picture=found,
        sheet=found.sheet,
        audience=who_sees_ratings(found.sheet),
    )


@blueprint.get("/appraisals/<id:appraisal_id>/picture.svg")
@signed_in
def picture_drawing(appraisal_id: int) -> Response:
    """Draw what this reader may see; the drawing itself names nobody."""
    shape = request.args.get("shape", "wide")
    if shape not in SHAPES:
        raise NotFound("There is no such drawing.")
    drawn = picturing.picture(work(), appraisal_id).profile
    svg = charts.draw(current_app.extensions["settings"], "profile", drawn.numbers(shape))
    return Response(svg, mimetype="image/svg+xml")


@blueprint.get("/appraisals/<id:appraisal_id>/picture.<any(csv, xlsx):kind>")
@signed_in
def picture_numbers(appraisal_id: int, kind: str) -> Response:
    """Give the numbers behind the drawing as a file."""
    drawn = picturing.picture(work(), appraisal_id).profile
    return as_file(f"profile-{appraisal_id}", drawn.head, drawn.rows, kind)
