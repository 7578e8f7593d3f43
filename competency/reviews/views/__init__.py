"""Pages of case reviews, one module for each part of the way."""

from competency.reviews.views import (
    answers,
    calibrating,
    doing,
    form_steps,
    mentoring,
    month,
    printing,
    second,
)
from competency.reviews.views.blueprint import blueprint

__all__ = [
    "answers",
    "blueprint",
    "calibrating",
    "doing",
    "form_steps",
    "mentoring",
    "month",
    "printing",
    "second",
]
