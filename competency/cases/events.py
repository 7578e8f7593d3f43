"""What can happen to a case; ids, codes and counts only, no content and no name."""

from competency.kernel.values import Value


class CaseOpened(Value, kw_only=True):
    case_id: int
    team_id: int


class CasesTakenIn(Value, kw_only=True):
    batch_id: int
    source_sha256: str
    cases: int


class BatchUndone(Value, kw_only=True):
    batch_id: int
    removed: int
    kept: int


class CaseChanged(Value, kw_only=True):
    case_id: int
    fields: tuple[str, ...]


class NameKept(Value, kw_only=True):
    case_id: int
    is_kept: bool


class EventWritten(Value, kw_only=True):
    case_id: int
    event_id: int
    kind: str


class EventCorrected(Value, kw_only=True):
    case_id: int
    event_id: int
    corrects_id: int
    struck: bool


class KeyWorkerChosen(Value, kw_only=True):
    case_id: int
    person_id: int | None
    former_id: int | None


class ReferralAccepted(Value, kw_only=True):
    case_id: int


class ReferralRefused(Value, kw_only=True):
    case_id: int
    criterion: str


class AppealDecided(Value, kw_only=True):
    case_id: int
    outcome: str


class ConsentChanged(Value, kw_only=True):
    case_id: int
    consent: str
    holds: bool


class NeedsWritten(Value, kw_only=True):
    case_id: int
    needs: int


class RiskAssessed(Value, kw_only=True):
    case_id: int
    risk_id: int


class RiskDecided(Value, kw_only=True):
    case_id: int
    risk_id: int
    outcome: str
    alone: bool


class ReadingTaken(Value, kw_only=True):
    case_id: int
    reading_id: int
    instrument: str


class PlanChanged(Value, kw_only=True):
    case_id: int
    part: str
    part_id: int


class PlanAgreed(Value, kw_only=True):
    case_id: int
    agrees: bool


class ContactRecorded(Value, kw_only=True):
    case_id: int
    contact_id: int
    is_direct: bool


class ConcernEscalated(Value, kw_only=True):
    case_id: int
    escalation_id: int
    kind: str


class EscalationFollowed(Value, kw_only=True):
    case_id: int
    escalation_id: int
    step: str


class TagChanged(Value, kw_only=True):
    case_id: int
    is_set: bool


class ClosureAsked(Value, kw_only=True):
    case_id: int
    closing_id: int


class ClosureDecided(Value, kw_only=True):
    case_id: int
    closing_id: int
    outcome: str


class CaseReEngaged(Value, kw_only=True):
    case_id: int


class CaseloadHandedOver(Value, kw_only=True):
    handover_id: int
    from_id: int
    cases: int


class ClockExcused(Value, kw_only=True):
    case_id: int
    standard: str
    sequence: int
    kind: str


class ClocksRecomputed(Value, kw_only=True):
    cases: int


class HoldChanged(Value, kw_only=True):
    case_id: int
    is_held: bool


class DisposalProposed(Value, kw_only=True):
    run_id: int
    cases: int


class DisposalDropped(Value, kw_only=True):
    run_id: int


class CasesDisposed(Value, kw_only=True):
    run_id: int
    cases: int
    rows: int
    files: int


class AttachmentKept(Value, kw_only=True):
    case_id: int
    attachment_id: int
    sha256: str
    size: int


class AttachmentTakenAway(Value, kw_only=True):
    case_id: int
    attachment_id: int
    sha256: str


class CaseloadRangeKept(Value, kw_only=True):
    policy_id: int
    least: int
    most: int


class SettingsChosen(Value, kw_only=True):
    keeps_names: bool


class SigningAloneAllowed(Value, kw_only=True):
    person_id: int
    allowance_id: int
    ended: bool
