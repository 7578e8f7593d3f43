"""Pages of appraisals, one module for each stage."""

from competency.assessments.views import (
    finishing,
    inviting,
    levels,
    moderating,
    objectives,
    picture,
    printing,
    rating,
    record,
    second_rating,
    signing,
    starting,
    submitting,
    talking,
    targets,
    team,
    whole,
)
from competency.assessments.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "finishing",
    "inviting",
    "levels",
    "moderating",
    "objectives",
    "picture",
    "printing",
    "rating",
    "record",
    "second_rating",
    "signing",
    "starting",
    "submitting",
    "talking",
    "targets",
    "team",
    "whole",
]
