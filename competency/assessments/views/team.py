"""A supervisor's people by section, and where each one's appraisal stands."""

from flask import Response, render_template, request

from competency.assessments.service import overview, team_page
from competency.assessments.service.overview import Team
from competency.assessments.service.team_page import Row
from competency.assessments.views.blueprint import blueprint
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.kernel.actor import Role

LONGEST_NUMBER = 10  # digits


@blueprint.get("/team")
@signed_in
def team() -> str:
    """Show the heat map of one practice area."""
    found, rows = _asked()
    may_check = actor().has(Role.MANAGER)
    return render_template("assessments/team.html", team=found, rows=rows, may_check=may_check)


@blueprint.get("/team.<any(csv, xlsx):kind>")
@signed_in
def team_file(kind: str) -> Response:
    """Give the same rows as a file."""
    found, rows = _asked()
    return as_file("team", team_page.heads(found), team_page.lines_of(rows), kind)


def _asked() -> tuple[Team, list[Row]]:
    asked = request.args.get("area", "")
    number = asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER
    found = overview.team(work(), int(asked) if number else None)
    return found, team_page.rows_of(found, [p.label for p in found.framework.scale.positions])
