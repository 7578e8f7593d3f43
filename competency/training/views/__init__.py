"""Pages of training."""

from competency.training.views import importing, leading, own, people
from competency.training.views.blueprint import blueprint

__all__ = ["blueprint", "importing", "leading", "own", "people"]
