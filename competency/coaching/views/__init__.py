"""Pages of the bridge, one module for each part of it."""

from competency.coaching.views import crosswalk, effect, many_effects, own_links
from competency.coaching.views.blueprint import blueprint

__all__ = ["blueprint", "crosswalk", "effect", "many_effects", "own_links"]
