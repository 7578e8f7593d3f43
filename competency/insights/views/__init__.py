"""Pages of the observatory: home, and the audit trail for its readers."""

from competency.insights.views import home, trail
from competency.insights.views.blueprint import blueprint

blueprint.register_blueprint(trail.blueprint)

__all__ = ["blueprint", "home", "trail"]
