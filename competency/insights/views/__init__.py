"""Pages of the observatory: home, dashboards, work in time, one person's practice, the trail."""

from competency.insights.views import (
    dashboards,
    home,
    my_team,
    practice,
    regions,
    teams,
    timeliness,
    trail,
)
from competency.insights.views.blueprint import blueprint

blueprint.register_blueprint(trail.blueprint)
blueprint.register_blueprint(timeliness.blueprint)
blueprint.register_blueprint(practice.blueprint)
dashboards.blueprint.register_blueprint(regions.blueprint)
dashboards.blueprint.register_blueprint(teams.blueprint)
blueprint.register_blueprint(dashboards.blueprint)

__all__ = [
    "blueprint",
    "dashboards",
    "home",
    "my_team",
    "practice",
    "regions",
    "teams",
    "timeliness",
    "trail",
]
