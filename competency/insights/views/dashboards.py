"""The way to the dashboards: whichever are the reader's to see."""

from typing import Any

from flask import redirect, render_template, url_for

from competency.infra.web import Blueprint, signed_in, work
from competency.insights.service import team_practice

blueprint = Blueprint("dashboards", __name__, url_prefix="/dashboards")


@blueprint.get("")
@signed_in
def index() -> Any:
    """Lead to the one dashboard there is for the reader, or list them."""
    teams = team_practice.teams_of_line(work())
    if len(teams) == 1:
        return redirect(url_for("insights.teams.practice", team_id=teams[0].id))
    return render_template("insights/dashboards.html", teams=teams)
