"""What can happen to a case; ids, codes and counts only, no content and no name."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CaseOpened:
    case_id: int
    team_id: int


@dataclass(frozen=True, kw_only=True)
class CasesTakenIn:
    batch_id: int
    source_sha256: str
    cases: int


@dataclass(frozen=True, kw_only=True)
class BatchUndone:
    batch_id: int
    removed: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class CaseChanged:
    case_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NameKept:
    case_id: int
    is_kept: bool


@dataclass(frozen=True, kw_only=True)
class EventWritten:
    case_id: int
    event_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class EventCorrected:
    case_id: int
    event_id: int
    corrects_id: int
    struck: bool


@dataclass(frozen=True, kw_only=True)
class KeyWorkerChosen:
    case_id: int
    person_id: int | None
    former_id: int | None


@dataclass(frozen=True, kw_only=True)
class ReferralAccepted:
    case_id: int


@dataclass(frozen=True, kw_only=True)
class ReferralRefused:
    case_id: int
    criterion: str


@dataclass(frozen=True, kw_only=True)
class AppealDecided:
    case_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ConsentChanged:
    case_id: int
    consent: str
    holds: bool


@dataclass(frozen=True, kw_only=True)
class NeedsWritten:
    case_id: int
    needs: int


@dataclass(frozen=True, kw_only=True)
class RiskAssessed:
    case_id: int
    risk_id: int


@dataclass(frozen=True, kw_only=True)
class RiskDecided:
    case_id: int
    risk_id: int
    outcome: str
    alone: bool


@dataclass(frozen=True, kw_only=True)
class ReadingTaken:
    case_id: int
    reading_id: int
    instrument: str


@dataclass(frozen=True, kw_only=True)
class PlanChanged:
    case_id: int
    part: str
    part_id: int


@dataclass(frozen=True, kw_only=True)
class PlanAgreed:
    case_id: int
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class ContactRecorded:
    case_id: int
    contact_id: int
    is_direct: bool


@dataclass(frozen=True, kw_only=True)
class ConcernEscalated:
    case_id: int
    escalation_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class EscalationFollowed:
    case_id: int
    escalation_id: int
    step: str


@dataclass(frozen=True, kw_only=True)
class TagChanged:
    case_id: int
    is_set: bool


@dataclass(frozen=True, kw_only=True)
class ClosureAsked:
    case_id: int
    closing_id: int


@dataclass(frozen=True, kw_only=True)
class ClosureDecided:
    case_id: int
    closing_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CaseReEngaged:
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseloadHandedOver:
    handover_id: int
    from_id: int
    cases: int


@dataclass(frozen=True, kw_only=True)
class ClockExcused:
    case_id: int
    standard: str
    sequence: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ClocksRecomputed:
    cases: int


@dataclass(frozen=True, kw_only=True)
class HoldChanged:
    case_id: int
    is_held: bool


@dataclass(frozen=True, kw_only=True)
class DisposalProposed:
    run_id: int
    cases: int


@dataclass(frozen=True, kw_only=True)
class DisposalDropped:
    run_id: int


@dataclass(frozen=True, kw_only=True)
class CasesDisposed:
    run_id: int
    cases: int
    rows: int
    files: int


@dataclass(frozen=True, kw_only=True)
class AttachmentKept:
    case_id: int
    attachment_id: int
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class AttachmentTakenAway:
    case_id: int
    attachment_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SettingsChosen:
    keeps_names: bool


@dataclass(frozen=True, kw_only=True)
class SigningAloneAllowed:
    person_id: int
    allowance_id: int
    ended: bool
