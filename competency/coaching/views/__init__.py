"""Pages of the bridge, one module for each part of it."""

from competency.coaching.views import effect, many_effects
from competency.coaching.views.blueprint import blueprint

__all__ = ["blueprint", "effect", "many_effects"]
