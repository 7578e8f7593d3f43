"""Pages of the observatory: home, how work stands in time, and the audit trail for its readers."""

from competency.insights.views import home, timeliness, trail
from competency.insights.views.blueprint import blueprint

blueprint.register_blueprint(trail.blueprint)
blueprint.register_blueprint(timeliness.blueprint)

__all__ = ["blueprint", "home", "timeliness", "trail"]
