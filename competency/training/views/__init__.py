"""Pages of training."""

from competency.training.views import (
    allowing,
    deciding,
    importing,
    leading,
    months,
    own,
    people,
    reminding,
    reporting,
    requirements,
)
from competency.training.views.blueprint import blueprint

__all__ = [
    "allowing",
    "blueprint",
    "deciding",
    "importing",
    "leading",
    "months",
    "own",
    "people",
    "reminding",
    "reporting",
    "requirements",
]
