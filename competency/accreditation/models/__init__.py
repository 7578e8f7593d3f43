"""The tables of a self-study: ratings, evidence lists, frozen counts, comments."""

from competency.accreditation.models.study import (
    EvidenceItem,
    PanelComment,
    PanelMember,
    PracticePart,
    PracticeRating,
    SelfStudy,
    StudyFile,
)

__all__ = [
    "EvidenceItem",
    "PanelComment",
    "PanelMember",
    "PracticePart",
    "PracticeRating",
    "SelfStudy",
    "StudyFile",
]
