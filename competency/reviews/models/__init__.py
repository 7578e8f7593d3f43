"""The tables of the draw, of reviews, and of what is written in and after them."""

from competency.reviews.models.content import (
    ReviewAnswer,
    ReviewCoachingNote,
    ReviewCorrection,
    ReviewForm,
    ReviewResolution,
    ReviewTally,
)
from competency.reviews.models.draws import (
    Review,
    ReviewAssignment,
    ReviewDraw,
    ReviewNotice,
    ReviewSubstitution,
    ReviewTargeting,
)

__all__ = [
    "Review",
    "ReviewAnswer",
    "ReviewAssignment",
    "ReviewCoachingNote",
    "ReviewCorrection",
    "ReviewDraw",
    "ReviewForm",
    "ReviewNotice",
    "ReviewResolution",
    "ReviewSubstitution",
    "ReviewTally",
    "ReviewTargeting",
]
