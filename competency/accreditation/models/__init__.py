"""The tables of a self-study: ratings, evidence lists, frozen counts, comments."""

from competency.accreditation.models.study import (
    ChecklistItem,
    PanelComment,
    PanelMember,
    PracticePart,
    PracticeRating,
    SelfStudy,
    StudyFile,
)

__all__ = [
    "ChecklistItem",
    "PanelComment",
    "PanelMember",
    "PracticePart",
    "PracticeRating",
    "SelfStudy",
    "StudyFile",
]
