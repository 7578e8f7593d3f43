"""Who was in time with a course at the end of each of the last twelve months."""

from flask import Response, current_app, render_template

from competency.infra import charts
from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n, month
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.kernel.errors import NotFound
from competency.training.service import completing, overview
from competency.training.service.overview import MonthEnd
from competency.training.views.blueprint import blueprint

HEAD = ["Month", "In time", "Of"]


@blueprint.get("/training/courses/<id:course_id>/months")
@signed_in
def months(course_id: int) -> str:
    """Show the picture with its sentence and its numbers."""
    found = overview.over_months(work(), course_id)
    title = next((c.title for c in completing.list_courses(work()) if c.id == course_id), None)
    if title is None:
        raise NotFound("There is no such course.")
    return render_template(
        "training/months.html",
        course_id=course_id,
        title=title,
        summary=_summary(found),
        head=HEAD,
        rows=_rows(found),
    )


@blueprint.get("/training/courses/<id:course_id>/months.svg")
@signed_in
def months_drawing(course_id: int) -> Response:
    """Draw the months."""
    found = overview.over_months(work(), course_id)
    numbers = {
        "months": [f"{one.on:%m/%y}" for one in found],
        "k": [one.tally.k for one in found],
        "n": [one.tally.n for one in found],
    }
    svg = charts.draw(current_app.extensions["settings"], "training_months", numbers)
    return Response(svg, mimetype="image/svg+xml")


@blueprint.get("/training/courses/<id:course_id>/months.<any(csv, xlsx):kind>")
@signed_in
def months_file(course_id: int, kind: str) -> Response:
    """Give the numbers behind the picture as a file."""
    return as_file("training-months", HEAD, _rows(overview.over_months(work(), course_id)), kind)


def _rows(found: list[MonthEnd]) -> list[list[Cell]]:
    return [[month(one.on), one.tally.k, one.tally.n] for one in found]


def _summary(found: list[MonthEnd]) -> str:
    first, last = found[0], found[-1]
    return (
        f"At the end of {month(first.on)}, {k_of_n(first.tally.k, first.tally.n)} were in time; "
        f"at the end of {month(last.on)}, {k_of_n(last.tally.k, last.tally.n)}."
    )
