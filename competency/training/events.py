"""What can happen to training; ids, codes and counts only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TrainingStandardAdopted:
    standard_id: str
    standard_version: str
    courses: int


@dataclass(frozen=True, kw_only=True)
class CourseKept:
    course_id: int


@dataclass(frozen=True, kw_only=True)
class RequirementKept:
    requirement_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class RequirementEnded:
    requirement_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class CompletionClaimed:
    completion_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class CompletionVerified:
    completion_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class CompletionReturned:
    completion_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class AttendanceRecorded:
    batch_id: int
    course_id: int
    added: int
    known: int


@dataclass(frozen=True, kw_only=True)
class CompletionsImported:
    batch_id: int
    source_sha256: str
    rows: int
    added: int
    known: int
    faulty: int
    mended: int = 0


@dataclass(frozen=True, kw_only=True)
class BatchUndone:
    batch_id: int
    completions: int


@dataclass(frozen=True, kw_only=True)
class PersonExempted:
    exemption_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class ExemptionEnded:
    exemption_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class RefreshersAssigned:
    course_id: int
    cause: str
    person_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RefresherWithdrawn:
    refresher_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True, kw_only=True)
class PeopleTold:
    told: int
    about: int


@dataclass(frozen=True, kw_only=True)
class ReportFrozen:
    report_id: int
    month: str
    sha256: str
