"""Pages of the clock engine."""

from competency.timeliness.views import checking
from competency.timeliness.views.blueprint import blueprint

__all__ = ["blueprint", "checking"]
