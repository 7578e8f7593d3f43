"""The way to the dashboards: whichever are the reader's to see."""

from typing import Any

from flask import redirect, render_template, url_for

from competency.infra.web import Blueprint, signed_in, work
from competency.insights.service import regions, team_practice

blueprint = Blueprint("dashboards", __name__, url_prefix="/dashboards")


@blueprint.get("")
@signed_in
def index() -> Any:
    """Lead to the one dashboard there is for the reader, or list them."""
    asked = work()
    teams = team_practice.teams_of_line(asked)
    everything = regions.may_see_organisation(asked)
    places = regions.regions_in_reach(asked)
    if len(teams) == 1 and not places:
        return redirect(url_for("insights.dashboards.teams.practice", team_id=teams[0].id))
    if len(places) == 1 and not teams and not everything:
        return redirect(url_for("insights.dashboards.regions.practice", region_id=places[0][0]))
    return render_template(
        "insights/dashboards.html", teams=teams, regions=places, everything=everything
    )
