"""What can happen to training; ids, codes and counts only, no content."""

from competency.kernel.values import Value


class TrainingStandardAdopted(Value, kw_only=True):
    standard_id: str
    standard_version: str
    courses: int


class CourseKept(Value, kw_only=True):
    course_id: int


class RequirementKept(Value, kw_only=True):
    requirement_id: int
    course_id: int


class RequirementEnded(Value, kw_only=True):
    requirement_id: int
    course_id: int


class CompletionClaimed(Value, kw_only=True):
    completion_id: int
    person_id: int
    course_id: int


class CompletionVerified(Value, kw_only=True):
    completion_id: int
    person_id: int
    course_id: int


class CompletionReturned(Value, kw_only=True):
    completion_id: int
    person_id: int
    course_id: int


class AttendanceRecorded(Value, kw_only=True):
    batch_id: int
    course_id: int
    added: int
    known: int


class CompletionsImported(Value, kw_only=True):
    batch_id: int
    source_sha256: str
    rows: int
    added: int
    known: int
    faulty: int
    mended: int = 0


class BatchUndone(Value, kw_only=True):
    batch_id: int
    completions: int


class PersonExempted(Value, kw_only=True):
    exemption_id: int
    person_id: int
    course_id: int


class ExemptionEnded(Value, kw_only=True):
    exemption_id: int
    person_id: int
    course_id: int


class RefreshersAssigned(Value, kw_only=True):
    course_id: int
    cause: str
    person_ids: tuple[int, ...]


class RefresherWithdrawn(Value, kw_only=True):
    refresher_id: int
    person_id: int
    course_id: int


class PeopleTold(Value, kw_only=True):
    told: int
    about: int


class ReportFrozen(Value, kw_only=True):
    report_id: int
    month: str
    sha256: str
