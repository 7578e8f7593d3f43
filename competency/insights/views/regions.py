"""The dashboards of a region and of the organisation: the same four pages, at two addresses."""

from typing import Any

from flask import Response, current_app, render_template

from competency.infra import charts
from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import Blueprint, signed_in, work
from competency.insights.service import region_ratings as comparing
from competency.insights.service import regions as service
from competency.insights.service.region_ratings import RegionRatings
from competency.insights.service.regions import Reach, RegionCasework
from competency.insights.views import region_rating_rows as rating_rows
from competency.insights.views import region_rows as rows
from competency.insights.views.asking import (
    asked_month,
    asked_number,
    error_of,
    months_of,
    typed_months,
)
from competency.insights.views.casework_rows import draw_caseload, load_words
from competency.insights.views.region_rows import all_of
from competency.kernel.errors import NotFound, Refused

blueprint = Blueprint("regions", __name__)

RATING_PARTS = "moved, 'moved-by-section', apart, 'apart-by-section'"
REGION, ORGANISATION = "/regions/<id:region_id>", "/organisation"


@blueprint.get(REGION)
@blueprint.get(ORGANISATION)
@signed_in
def practice(region_id: int | None = None) -> str:
    """Show how people practise, in groups of five or more."""
    found = service.practice(work(), region_id, asked_number("area"), asked_number("team"))
    return render_template(
        "insights/region_practice.html",
        found=found,
        here=_here(found.reach, area=found.area_id),
        shares=rows.share_rows(found),
        squares=rows.square_rows(found),
        words=rows,
    )


@blueprint.get(f"{REGION}/<any(people, sections):part>.<table:kind>")
@blueprint.get(f"{ORGANISATION}/<any(people, sections):part>.<table:kind>")
@signed_in
def practice_file(part: str, kind: str, region_id: int | None = None) -> Response:
    """Give one of the tables as a file."""
    found = service.practice(work(), region_id, asked_number("area"), asked_number("team"))
    head, lines = rows.PRACTICE[part](found)
    about: list[tuple[str, Cell]] = [("Practice area", found.areas.get(found.area_id, ""))]
    return as_file(f"region-{part}", head, lines, kind, about=[*_about(found.reach), *about])


@blueprint.get(f"{REGION}/ratings")
@blueprint.get(f"{ORGANISATION}/ratings")
@signed_in
def ratings(region_id: int | None = None) -> str:
    """Show what moved between cycles and where two ratings differ, in groups of five or more."""
    found = _ratings(region_id)
    return render_template(
        "insights/region_ratings.html",
        found=found,
        here=_here(found.reach, area=found.area_id),
        words=rating_rows,
    )


def _ratings(region_id: int | None) -> RegionRatings:
    return comparing.ratings(work(), region_id, asked_number("area"), asked_number("team"))


@blueprint.get(f"{REGION}/ratings/<any({RATING_PARTS}):part>.<table:kind>")
@blueprint.get(f"{ORGANISATION}/ratings/<any({RATING_PARTS}):part>.<table:kind>")
@signed_in
def ratings_file(part: str, kind: str, region_id: int | None = None) -> Response:
    """Give one of the tables as a file."""
    found = _ratings(region_id)
    head, lines = rating_rows.TABLES[part](found)
    about: list[tuple[str, Cell]] = [("Practice area", found.areas.get(found.area_id, ""))]
    return as_file(f"region-{part}", head, lines, kind, about=[*_about(found.reach), *about])


@blueprint.get(f"{REGION}/ratings/apart.svg")
@blueprint.get(f"{ORGANISATION}/ratings/apart.svg")
@signed_in
def ratings_drawing(region_id: int | None = None) -> Response:
    """Draw how the own and the supervisors' ratings differ, section by section."""
    numbers = rating_rows.apart_numbers(_ratings(region_id))
    if not numbers:
        raise NotFound("There is nothing to draw, or it is kept back.")
    svg = charts.draw(current_app.extensions["settings"], "apart", numbers)
    return Response(svg, mimetype="image/svg+xml")


@blueprint.get(f"{REGION}/casework")
@blueprint.get(f"{ORGANISATION}/casework")
@signed_in
def casework(region_id: int | None = None) -> Any:
    """Show how casework stands, in groups of five or more."""
    try:
        return _casework_page(_casework(region_id))
    except Refused as refusal:
        found = service.casework(work(), region_id, None, None, asked_number("team"))
        return _casework_page(found, errors=[error_of(refusal)]), 422


def _casework(region_id: int | None) -> RegionCasework:
    months = (asked_month("first"), asked_month("last"))
    return service.casework(work(), region_id, *months, asked_number("team"))


def _casework_page(found: RegionCasework, **more: Any) -> str:
    loads = all_of(found.caseloads.whole)
    return render_template(
        "insights/region_casework.html",
        found=found,
        here=_here(found.reach, **months_of(found.period)),
        typed=typed_months(found.period),
        clocks=rows.clock_rows(found),
        findings=rows.review_rows(found),
        loads=rows.load_rows(found),
        load_words=load_words(loads, found.range) if loads else "",
        words=rows,
        **more,
    )


@blueprint.get(f"{REGION}/casework/<any(clocks, findings, caseload):part>.<table:kind>")
@blueprint.get(f"{ORGANISATION}/casework/<any(clocks, findings, caseload):part>.<table:kind>")
@signed_in
def casework_file(part: str, kind: str, region_id: int | None = None) -> Response:
    """Give one of the tables as a file."""
    found = _casework(region_id)
    head, lines = rows.CASEWORK[part](found)
    about: list[tuple[str, Cell]] = [("Due from", found.period.first)]
    return as_file(f"region-{part}", head, lines, kind, about=[*_about(found.reach), *about])


@blueprint.get(f"{REGION}/casework/caseload.svg")
@blueprint.get(f"{ORGANISATION}/casework/caseload.svg")
@signed_in
def caseload_drawing(region_id: int | None = None) -> Response:
    """Draw how many workers hold how many open cases."""
    found = _casework(region_id)
    loads = all_of(found.caseloads.whole)
    if not loads:
        raise NotFound("There is nothing to draw, or it is kept back.")
    return draw_caseload(loads, found.range)


@blueprint.get(f"{REGION}/training")
@blueprint.get(f"{ORGANISATION}/training")
@signed_in
def training(region_id: int | None = None) -> str:
    """Show who is in time with their training, in groups of five or more."""
    found = service.training_of(work(), region_id, asked_number("team"))
    return render_template(
        "insights/region_training.html",
        found=found,
        here=_here(found.reach),
        courses=rows.course_rows(found),
        words=rows,
    )


@blueprint.get(f"{REGION}/training/<any(courses):part>.<table:kind>")
@blueprint.get(f"{ORGANISATION}/training/<any(courses):part>.<table:kind>")
@signed_in
def training_file(part: str, kind: str, region_id: int | None = None) -> Response:
    """Give the table as a file."""
    found = service.training_of(work(), region_id, asked_number("team"))
    head, lines = rows.TRAINING[part](found)
    return as_file(f"region-{part}", head, lines, kind, about=_about(found.reach))


def _here(reach: Reach, **more: Any) -> dict[str, Any]:
    """Return what leads back to this page as it is asked for, its filters among it."""
    where = {} if reach.region_id is None else {"region_id": reach.region_id}
    team = {"team": reach.team.team_id} if reach.team else {}
    return {**where, **team, **{name: value for name, value in more.items() if value}}


def _about(reach: Reach) -> list[tuple[str, Cell]]:
    return [("Whose", reach.title)]
