"""Pages of case reviews, one module for each part of the way."""

from competency.reviews.views import (
    answers,
    calibrating,
    doing,
    drawing,
    form_steps,
    glance,
    glance_item,
    mentoring,
    monitoring,
    month,
    posts,
    printing,
    second,
    second_level_posts,
    substituting,
    targeting,
    team_glance,
)
from competency.reviews.views.blueprint import blueprint

__all__ = [
    "answers",
    "blueprint",
    "calibrating",
    "doing",
    "drawing",
    "form_steps",
    "glance",
    "glance_item",
    "mentoring",
    "monitoring",
    "month",
    "posts",
    "printing",
    "second",
    "second_level_posts",
    "substituting",
    "targeting",
    "team_glance",
]
