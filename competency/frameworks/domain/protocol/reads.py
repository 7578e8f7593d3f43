"""All parts of a protocol as they were read, each with its table, and the whole made of them."""

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol import read_instruments, read_periods, read_workflow
from competency.frameworks.domain.protocol.instruments import Instrument, RiskScale
from competency.frameworks.domain.protocol.letters import Letter
from competency.frameworks.domain.protocol.parts import Point
from competency.frameworks.domain.protocol.periods import (
    Deadline,
    FollowUp,
    QuickReturn,
    Retention,
    ReviewCycle,
)
from competency.frameworks.domain.protocol.reading import Read, codes_of, parts_of, read_points
from competency.frameworks.domain.protocol.whole import CaseManagementProtocol
from competency.frameworks.domain.protocol.workflow import (
    AppealOutcome,
    Area,
    ClosureReason,
    Consent,
    ContactParty,
    ContactWay,
    Criterion,
    EscalationKind,
    Gate,
    ProtocolEvent,
    Route,
    Stage,
    Step,
    Told,
)
from competency.frameworks.domain.standard import Standard
from competency.kernel.values import Value


class ProtocolReads(Value, kw_only=True):
    """The parts before anybody has looked whether they fit together."""

    stages: list[Read[Stage]]
    events: list[Read[ProtocolEvent]]
    gates: list[Read[Gate]]
    areas: list[Read[Area]]
    routes: list[Read[Route]]
    criteria: list[Read[Criterion]]
    appeal_steps: list[Read[Step]]
    appeal_outcomes: list[Read[AppealOutcome]]
    re_engagement_steps: list[Read[Step]]
    consents: list[Read[Consent]]
    need_areas: list[Read[Point]]
    deadlines: list[Read[Deadline]]
    cycles: list[Read[ReviewCycle]]
    closure_groups: list[Read[Point]]
    questions: list[Read[Point]]
    reasons: list[Read[ClosureReason]]
    told: list[Read[Told]]
    follow_ups: list[Read[FollowUp]]
    quick_return: Read[QuickReturn]
    retention: Read[Retention]
    escalations: list[Read[EscalationKind]]
    recipients: list[Read[Point]]
    contact_ways: list[Read[ContactWay]]
    contact_parties: list[Read[ContactParty]]
    record_rules: list[Read[Point]]
    instruments: list[Read[Instrument]]
    risk: Read[RiskScale]
    letters: list[Read[Letter]]

    @property
    def known_events(self) -> set[str]:
        """Return the codes of the events."""
        return codes_of(self.events)


def read_all(folder: Folder) -> ProtocolReads:
    """Return every part that the documents describe; note what is wrong within each."""
    return ProtocolReads(
        stages=read_workflow.read_stages(folder),
        events=read_workflow.read_events(folder),
        gates=read_workflow.read_gates(folder),
        areas=read_workflow.read_areas(folder),
        routes=read_workflow.read_routes(folder),
        criteria=read_workflow.read_criteria(folder),
        appeal_steps=read_workflow.read_steps(folder, "referral.toml", "appeal_steps"),
        appeal_outcomes=read_workflow.read_appeal_outcomes(folder),
        re_engagement_steps=read_workflow.read_steps(folder, "work.toml", "re_engagement_steps"),
        consents=read_workflow.read_consents(folder),
        need_areas=read_points(folder, "work.toml", "need_areas"),
        deadlines=read_periods.read_deadlines(folder),
        cycles=read_periods.read_cycles(folder),
        closure_groups=read_points(folder, "closing.toml", "closure_groups"),
        questions=read_points(folder, "closing.toml", "questions"),
        reasons=read_workflow.read_reasons(folder),
        told=read_workflow.read_told(folder),
        follow_ups=read_periods.read_follow_ups(folder),
        quick_return=read_periods.read_quick_return(folder),
        retention=read_periods.read_retention(folder),
        escalations=read_workflow.read_escalations(folder),
        recipients=read_points(folder, "escalation.toml", "recipients"),
        contact_ways=read_workflow.read_contact_ways(folder),
        contact_parties=read_workflow.read_contact_parties(folder),
        record_rules=read_points(folder, "work.toml", "record_rules"),
        instruments=read_instruments.read_instruments(folder),
        risk=read_instruments.read_risk(folder),
        letters=read_instruments.read_letters(folder),
    )


def put_together(standard: Standard, reads: ProtocolReads) -> CaseManagementProtocol:
    """Return the parts without their tables, as one protocol."""
    return CaseManagementProtocol(
        standard=standard,
        stages=parts_of(reads.stages),
        events=parts_of(reads.events),
        gates=parts_of(reads.gates),
        areas=parts_of(reads.areas),
        routes=parts_of(reads.routes),
        criteria=parts_of(reads.criteria),
        appeal_steps=parts_of(reads.appeal_steps),
        appeal_outcomes=parts_of(reads.appeal_outcomes),
        re_engagement_steps=parts_of(reads.re_engagement_steps),
        consents=parts_of(reads.consents),
        need_areas=parts_of(reads.need_areas),
        deadlines=parts_of(reads.deadlines),
        cycles=parts_of(reads.cycles),
        closure_groups=parts_of(reads.closure_groups),
        questions=parts_of(reads.questions),
        reasons=parts_of(reads.reasons),
        told=parts_of(reads.told),
        follow_ups=parts_of(reads.follow_ups),
        quick_return=reads.quick_return.part,
        retention=reads.retention.part,
        escalations=parts_of(reads.escalations),
        recipients=parts_of(reads.recipients),
        contact_ways=parts_of(reads.contact_ways),
        contact_parties=parts_of(reads.contact_parties),
        record_rules=parts_of(reads.record_rules),
        instruments=parts_of(reads.instruments),
        risk=reads.risk.part,
        letters=parts_of(reads.letters),
    )
