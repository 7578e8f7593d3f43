"""Pages of appraisals, one module for each stage."""

from competency.assessments.views import (
    finishing,
    inviting,
    levels,
    objectives,
    picture,
    printing,
    rating,
    record,
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
    "objectives",
    "picture",
    "printing",
    "rating",
    "record",
    "signing",
    "starting",
    "submitting",
    "talking",
    "targets",
    "team",
    "whole",
]
