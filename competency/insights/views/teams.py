"""A team's dashboard: its practice, its casework, its training and supervision."""

from typing import Any

from flask import Response, current_app, render_template

from competency.infra import charts
from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import Blueprint, signed_in, work
from competency.insights.service import team_practice as service
from competency.insights.service import team_work as teamwork
from competency.insights.service.team_practice import TeamPractice
from competency.insights.service.team_work import TeamCasework
from competency.insights.views import casework_rows as worded
from competency.insights.views import team_rows as rows
from competency.insights.views.asking import (
    asked_month,
    asked_number,
    error_of,
    months_of,
    typed_months,
)
from competency.insights.views.casework_rows import (
    case_rows,
    draw_caseload,
    finding_rows,
    load_rows,
    load_words,
    standard_rows,
)
from competency.insights.views.timeliness import chart_parts, draw_chart
from competency.kernel.errors import NotFound, Refused

blueprint = Blueprint("teams", __name__, url_prefix="/teams")

PARTS = "sections, moved, 'moved-by-section', ratings, 'ratings-by-section', evidence"


@blueprint.get("/<id:team_id>")
@signed_in
def practice(team_id: int) -> str:
    """Show how a team practises, in one practice area."""
    found = service.practice(work(), team_id, asked_number("area"))
    return render_template(
        "insights/team_practice.html",
        found=found,
        squares=rows.squares(found),
        moved=rows.moved_rows(found),
        moved_by_section=rows.moved_by_section(found),
        apart=rows.apart_rows(found),
        apart_by_section=rows.apart_by_section(found),
        summary=rows.apart_summary(found),
        evidence=rows.evidence_rows(found),
        words=rows,
        here={"team_id": team_id, "area": found.area_id},
    )


@blueprint.get(f"/<id:team_id>/<any({PARTS}):part>.<table:kind>")
@signed_in
def practice_file(team_id: int, part: str, kind: str) -> Response:
    """Give one of the tables as a file."""
    found = service.practice(work(), team_id, asked_number("area"))
    head, lines = rows.TABLES[part](found)
    about = [("Team", found.team.name), ("Practice area", found.areas.get(found.area_id, ""))]
    return as_file(f"team-{part}", head, lines, kind, about=about)


@blueprint.get("/<id:team_id>/ratings.svg")
@signed_in
def ratings_drawing(team_id: int) -> Response:
    """Draw how the own and the supervisors' ratings differ, section by section."""
    found = service.practice(work(), team_id, asked_number("area"))
    if not _is_drawn(found):
        raise NotFound("Both have not rated anything yet.")
    svg = charts.draw(current_app.extensions["settings"], "apart", rows.apart_numbers(found))
    return Response(svg, mimetype="image/svg+xml")


def _is_drawn(found: TeamPractice) -> bool:
    return any(one.both for one in found.apart.values())


@blueprint.get("/<id:team_id>/casework")
@signed_in
def casework(team_id: int) -> Any:
    """Show what the cases of a team's people say."""
    try:
        found = _casework(team_id)
    except Refused as refusal:
        found = teamwork.casework(work(), team_id)
        return _casework_page(found, errors=[error_of(refusal)]), 422
    return _casework_page(found)


def _casework_page(found: TeamCasework, **more: Any) -> str:
    return render_template(
        "insights/team_casework.html",
        found=found,
        standards=standard_rows(found),
        chart=chart_parts(found.chart),
        findings=finding_rows(found),
        cases=case_rows(found),
        loads=load_rows(found),
        load_words=load_words([cases for _, cases in found.cases], found.range),
        words=worded,
        typed=typed_months(found.period),
        here={"team_id": found.team.id, **months_of(found.period)},
        **more,
    )


def _casework(team_id: int) -> TeamCasework:
    return teamwork.casework(work(), team_id, asked_month("first"), asked_month("last"))


@blueprint.get(
    "/<id:team_id>/casework/<any(standards, findings, caseload, months):part>.<table:kind>"
)
@signed_in
def casework_file(team_id: int, part: str, kind: str) -> Response:
    """Give one of the tables as a file."""
    found = _casework(team_id)
    head, lines = worded.TABLES[part](found)
    about: list[tuple[str, Cell]] = [("Team", found.team.name), ("Due from", found.period.first)]
    return as_file(f"team-{part}", head, lines, kind, about=about)


@blueprint.get("/<id:team_id>/casework/clocks.svg")
@signed_in
def clocks_drawing(team_id: int) -> Response:
    """Draw the control chart of the team's clocks."""
    return draw_chart(_casework(team_id).chart)


@blueprint.get("/<id:team_id>/casework/caseload.svg")
@signed_in
def caseload_drawing(team_id: int) -> Response:
    """Draw how many workers hold how many open cases."""
    found = _casework(team_id)
    if not found.cases:
        raise NotFound("Nobody of the team holds cases.")
    return draw_caseload([cases for _, cases in found.cases], found.range)


@blueprint.get("/<id:team_id>/support")
@signed_in
def support(team_id: int) -> str:
    """Show where a team's people stand with their training, and whether they meet as agreed."""
    found = teamwork.support(work(), team_id)
    return render_template(
        "insights/team_support.html",
        found=found,
        courses=worded.course_rows(found),
        pending=worded.pending_rows(found),
        kept=worded.kept_rows(found),
        words=worded,
    )


@blueprint.get("/<id:team_id>/support/<any(courses, pending, supervision):part>.<table:kind>")
@signed_in
def support_file(team_id: int, part: str, kind: str) -> Response:
    """Give one of the tables as a file."""
    found = teamwork.support(work(), team_id)
    head, lines = worded.SUPPORT_TABLES[part](found)
    return as_file(f"team-{part}", head, lines, kind, about=[("Team", found.team.name)])
