"""At which stage of the protocol a case stands, and what lets it pass to the next.

Both are read from the protocol: a stage begins with certain events, and gates say what has to be
there before it may. Nothing of it is stored.
"""

from collections.abc import Collection, Mapping, Sequence

from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import Event, first
from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    Gate,
    Stage,
)
from competency.kernel.errors import Refused

H = Happened
ALCOHOL, THERAPY = "alcohol", "substitution-therapy"


def stage_of(line: Sequence[Event], protocol: CaseManagementProtocol) -> Stage:
    """Return the stage that the newest event which begins one began; at the start the first.

    That a case was entered begins nothing anew, also where it was entered after the fact.
    """
    for event in reversed(line):
        stage = begun_by(event.kind, protocol)
        if stage is not None and event.kind != H.ENTERED:
            return stage
    return protocol.stages[0]


def begun_by(event: str, protocol: CaseManagementProtocol) -> Stage | None:
    """Return the stage that an event begins, or None where it begins none."""
    return next((stage for stage in protocol.stages if event in stage.begins), None)


def applies_to(
    protocol: CaseManagementProtocol, route: str, *, alcohol: bool, therapy: bool
) -> frozenset[str]:
    """Return which rules of the protocol hold for a case, from its team's work and its needs."""
    of_route = {r.code: r.applies for r in protocol.routes}.get(route, ())
    own = {name for name, holds in ((ALCOHOL, alcohol), (THERAPY, therapy)) if holds}
    return frozenset({*of_route, *own})


def open_gates(
    line: Sequence[Event],
    protocol: CaseManagementProtocol,
    event: str,
    applies: Collection[str],
    facts: Mapping[str, bool],
) -> list[Gate]:
    """Return what is still missing before this event may happen, in the protocol's order.

    A fact that nobody stated counts as not so.
    """
    enters = begun_by(event, protocol)
    if enters is None:
        return []
    leaves = stage_of(line, protocol)
    gates = protocol.gates_between(leaves.code, enters.code, applies)
    return [gate for gate in gates if not _passes(gate, line, facts)]


def check_gates(
    line: Sequence[Event],
    protocol: CaseManagementProtocol,
    event: str,
    applies: Collection[str],
    facts: Mapping[str, bool],
) -> None:
    """Refuse an event for which something is missing, with the first reason of the protocol."""
    for gate in open_gates(line, protocol, event, applies, facts):
        raise Refused(gate.code, gate.refusal)


def check_open(line: Sequence[Event], protocol: CaseManagementProtocol, doing: str) -> None:
    """Refuse a step for which the case has to be open."""
    stage = stage_of(line, protocol)
    if stage.is_end:
        raise Refused("case_ended", f"This case is at: {stage.title}. You cannot {doing} now.")


def check_accepted(line: Sequence[Event], protocol: CaseManagementProtocol, doing: str) -> None:
    """Refuse a step for which the referral has to be accepted and the case open."""
    check_open(line, protocol, doing)
    if first(line, H.ACCEPTED) is None:
        raise Refused("not_accepted", f"Before you {doing}, accept the referral.")


def _passes(gate: Gate, line: Sequence[Event], facts: Mapping[str, bool]) -> bool:
    if gate.event is not None:
        return first(line, gate.event) is not None
    return facts.get(gate.fact or "", False)
