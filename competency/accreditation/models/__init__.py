"""The tables of a self-study: ratings, evidence lists, frozen counts, comments."""

from competency.accreditation.models.counts import (
    CountingPolicy,
    Snapshot,
    SnapshotCase,
    SnapshotRow,
)
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
    "CountingPolicy",
    "PanelComment",
    "PanelMember",
    "PracticePart",
    "PracticeRating",
    "SelfStudy",
    "Snapshot",
    "SnapshotCase",
    "SnapshotRow",
    "StudyFile",
]
