"""Pages of case reviews, one module for each part of the way."""

from competency.reviews.views import (
    answers,
    calibrating,
    doing,
    form_steps,
    glance,
    glance_item,
    mentoring,
    month,
    printing,
    second,
    team_glance,
)
from competency.reviews.views.blueprint import blueprint

__all__ = [
    "answers",
    "blueprint",
    "calibrating",
    "doing",
    "form_steps",
    "glance",
    "glance_item",
    "mentoring",
    "month",
    "printing",
    "second",
    "team_glance",
]
