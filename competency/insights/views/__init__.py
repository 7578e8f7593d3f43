"""Pages of the observatory: home, work in time, one person's practice, and the audit trail."""

from competency.insights.views import home, practice, timeliness, trail
from competency.insights.views.blueprint import blueprint

blueprint.register_blueprint(trail.blueprint)
blueprint.register_blueprint(timeliness.blueprint)
blueprint.register_blueprint(practice.blueprint)

__all__ = ["blueprint", "home", "practice", "timeliness", "trail"]
