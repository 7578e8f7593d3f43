"""Pages of training."""

from competency.training.views import leading, own, people
from competency.training.views.blueprint import blueprint

__all__ = ["blueprint", "leading", "own", "people"]
