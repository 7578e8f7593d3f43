"""What can happen to a self-study; ids, codes and counts only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SelfStudyStarted:
    study_id: int
    standard_id: str
    standard_version: str
    items: int


@dataclass(frozen=True, kw_only=True)
class SelfStudyChanged:
    study_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PracticeRated:
    study_id: int
    practice: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class ItemPlanned:
    study_id: int
    item_id: int
    owner_id: int | None
    former_id: int | None


@dataclass(frozen=True, kw_only=True)
class ItemFilledIn:
    study_id: int
    item_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PartAnswered:
    study_id: int
    practice: str
    part: str
    means: str


@dataclass(frozen=True, kw_only=True)
class StudyFileAdded:
    study_id: int
    file_id: int
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class StudyFileRemoved:
    study_id: int
    file_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PanelMemberNamed:
    study_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PanelMemberEnded:
    study_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PanelCommented:
    study_id: int
    comment_id: int
    is_answer: bool


@dataclass(frozen=True, kw_only=True)
class SelfStudySubmitted:
    study_id: int
    contradictions: int


@dataclass(frozen=True, kw_only=True)
class SelfStudyClosed:
    study_id: int


@dataclass(frozen=True, kw_only=True)
class ItemsReminded:
    items: int
    people: int


@dataclass(frozen=True, kw_only=True)
class CountingPolicyKept:
    """`areas` is how many practice areas make up the programme; 0 is every case."""

    policy_id: int
    areas: int
    ways: tuple[str, ...]
    parties: tuple[str, ...]
    other_percent: int


@dataclass(frozen=True, kw_only=True)
class CountFrozen:
    study_id: int
    snapshot_id: int
    practice: str
    k: int
    n: int
    sha256: str
