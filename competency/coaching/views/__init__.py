"""Pages of the bridge, one module for each part of it."""

from competency.coaching.views import (
    actions,
    crosswalk,
    effect,
    many_effects,
    own_links,
    session_signing,
    session_writing,
    sessions,
    signals,
    spot_checks,
    supervision,
)
from competency.coaching.views.blueprint import blueprint

__all__ = [
    "actions",
    "blueprint",
    "crosswalk",
    "effect",
    "many_effects",
    "own_links",
    "session_signing",
    "session_writing",
    "sessions",
    "signals",
    "spot_checks",
    "supervision",
]
