"""The case management protocol: a case's way from referral to closure, and its rules, as data.

This is where other rooms take the kind and its parts from.
"""

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Kind
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandard
from competency.frameworks.domain.protocol.checks import check_all
from competency.frameworks.domain.protocol.instruments import Instrument, Item, RiskScale
from competency.frameworks.domain.protocol.letters import Letter
from competency.frameworks.domain.protocol.parts import (
    APPLIES,
    EVERYONE,
    FACTS,
    RISK_CYCLE,
    Answer,
    Band,
    Part,
    Point,
)
from competency.frameworks.domain.protocol.periods import (
    Deadline,
    FollowUp,
    QuickReturn,
    Retention,
    ReviewCycle,
)
from competency.frameworks.domain.protocol.reads import put_together, read_all
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

__all__ = [
    "APPLIES", "EVERYONE", "FACTS", "KIND", "Answer", "AppealOutcome", "Area", "Band",
    "CaseManagementProtocol", "ClosureReason", "Consent", "ContactParty", "ContactWay",
    "Criterion", "Deadline", "EscalationKind", "FollowUp", "Gate", "Instrument", "Item", "Letter",
    "Part", "Point", "ProtocolEvent", "QuickReturn", "Retention", "ReviewCycle", "RiskScale",
    "RISK_CYCLE", "Route", "Stage", "Step", "Told", "clock_of",
]  # fmt: skip


def clock_of(deadline: Deadline) -> TimelinessStandard:
    """Return the deadline as the clock engine takes it."""
    return TimelinessStandard(
        code=deadline.code,
        title=deadline.title,
        purpose=deadline.purpose,
        actor=deadline.actor,
        starts=deadline.starts,
        ends=deadline.ends,
        limit=deadline.limit,
        unit=deadline.unit,
        about_months=None,
        end_before_start="invalid",
        repeats=False,
        source=deadline.source,
    )


def build(standard: Standard, folder: Folder) -> CaseManagementProtocol:
    """Return the protocol that the documents describe, as far as they do; note every fault."""
    reads = read_all(folder)
    check_all(folder, reads)
    return put_together(standard, reads)


KIND = Kind(name="case-management-protocol", build=build)
