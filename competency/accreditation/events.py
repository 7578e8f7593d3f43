"""What can happen to a self-study; ids, codes and counts only, no content."""

from competency.kernel.values import Value


class SelfStudyStarted(Value, kw_only=True):
    study_id: int
    standard_id: str
    standard_version: str
    items: int


class SelfStudyChanged(Value, kw_only=True):
    study_id: int
    fields: tuple[str, ...]


class PracticeRated(Value, kw_only=True):
    study_id: int
    practice: str
    seq: int


class ItemPlanned(Value, kw_only=True):
    study_id: int
    item_id: int
    owner_id: int | None
    former_id: int | None


class ItemFilledIn(Value, kw_only=True):
    study_id: int
    item_id: int
    state: str


class PartAnswered(Value, kw_only=True):
    study_id: int
    practice: str
    part: str
    means: str


class StudyFileAdded(Value, kw_only=True):
    study_id: int
    file_id: int
    sha256: str
    size: int


class StudyFileRemoved(Value, kw_only=True):
    study_id: int
    file_id: int
    sha256: str


class PanelMemberNamed(Value, kw_only=True):
    study_id: int
    person_id: int


class PanelMemberEnded(Value, kw_only=True):
    study_id: int
    person_id: int


class PanelCommented(Value, kw_only=True):
    study_id: int
    comment_id: int
    is_answer: bool


class SelfStudySubmitted(Value, kw_only=True):
    study_id: int
    contradictions: int


class SelfStudyClosed(Value, kw_only=True):
    study_id: int


class ItemsReminded(Value, kw_only=True):
    items: int
    people: int


class CountingPolicyKept(Value, kw_only=True):
    """`areas` is how many practice areas make up the programme; 0 is every case."""

    policy_id: int
    areas: int
    ways: tuple[str, ...]
    parties: tuple[str, ...]
    other_percent: int


class CountFrozen(Value, kw_only=True):
    study_id: int
    snapshot_id: int
    practice: str
    k: int
    n: int
    sha256: str
