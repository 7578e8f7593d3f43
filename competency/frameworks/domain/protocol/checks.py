"""What must hold between the parts of a protocol: every name leads somewhere."""

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.parts import APPLIES, FACT_CONSENTS, FACTS, RISK_CYCLE
from competency.frameworks.domain.protocol.reading import Read, check_known, codes_of
from competency.frameworks.domain.protocol.reads import ProtocolReads
from competency.frameworks.domain.protocol.workflow import CRITERION_KINDS, Stage


def check_all(folder: Folder, reads: ProtocolReads) -> None:
    """Note every fault between the parts."""
    _check_stages(folder, reads)
    _check_events_and_gates(reads)
    _check_referral(folder, reads)
    _check_periods(reads)
    _check_closing(reads)
    _check_concerns(reads)
    _check_contacts(folder, reads)
    for instrument in reads.instruments:
        check_known(instrument.table, "event", instrument.part.event, reads.known_events, "events")
    for letter in reads.letters:
        check_known(letter.table, "event", letter.part.event, reads.known_events, "events")


def _check_stages(folder: Folder, reads: ProtocolReads) -> None:
    groups = codes_of(reads.closure_groups)
    begun: dict[str, str] = {}
    for read in reads.stages:
        check_known(read.table, "begins", read.part.begins, reads.known_events, "events")
        check_known(read.table, "closure_group", read.part.closure_group, groups, "closure groups")
        _check_closing_of(read)
        if not read.part.begins:
            read.table.fault("begins", "names no event, so that no case can ever be in this stage")
        for event in read.part.begins:
            if event in begun:
                read.table.fault("begins", f"{event!r} already begins the stage {begun[event]!r}")
            begun.setdefault(event, read.part.code)
    if reads.stages and not any(read.part.is_end for read in reads.stages):
        folder.fault("stages.toml", "stages", "none of them is an end")


def _check_closing_of(read: Read[Stage]) -> None:
    if read.part.is_end and read.part.closure_group:
        read.table.fault("closure_group", "an end is not closed again and has none")
    if not read.part.is_end and not read.part.closure_group:
        read.table.fault("closure_group", "is missing, so that no case could close from here")


def _check_events_and_gates(reads: ProtocolReads) -> None:
    stages, consents = codes_of(reads.stages), codes_of(reads.consents)
    for event in reads.events:
        check_known(event.table, "stage", event.part.stage, stages, "stages")
    for gate in reads.gates:
        check_known(gate.table, "leaves", gate.part.leaves, stages, "stages")
        check_known(gate.table, "enters", gate.part.enters, stages, "stages")
        check_known(gate.table, "event", gate.part.event, reads.known_events, "events")
        check_known(gate.table, "fact", gate.part.fact, FACTS, f"facts: {', '.join(FACTS)}")
        needed = FACT_CONSENTS.get(gate.part.fact or "")
        if needed and needed not in consents:
            gate.table.fault("fact", f"needs a consent with the code {needed!r}; there is none")


def _check_referral(folder: Folder, reads: ProtocolReads) -> None:
    for route in reads.routes:
        check_known(route.table, "applies", route.part.applies, APPLIES, ", ".join(APPLIES))
    kinds = {read.part.kind for read in reads.criteria}
    for kind in CRITERION_KINDS:
        if reads.criteria and kind not in kinds:
            folder.fault("referral.toml", "criteria", f"none of them is of the kind {kind!r}")


def _check_periods(reads: ProtocolReads) -> None:
    events, consents = reads.known_events, codes_of(reads.consents)
    for clock in reads.deadlines:
        check_known(clock.table, "starts", clock.part.starts, events, "events")
        check_known(clock.table, "ends", clock.part.ends, events, "events")
    for cycle in reads.cycles:
        check_known(cycle.table, "starts", cycle.part.starts, events, "events")
        check_known(cycle.table, "reviewed", cycle.part.reviewed, events, "events")
    for after in reads.follow_ups:
        check_known(after.table, "starts", after.part.starts, events, "events")
        check_known(after.table, "consent", after.part.consent, consents, "consents")
    for period in (reads.quick_return, reads.retention):
        check_known(period.table, "starts", period.part.starts, events, "events")


def _check_closing(reads: ProtocolReads) -> None:
    groups, questions = codes_of(reads.closure_groups), codes_of(reads.questions)
    used, asked = set[str](), set[str]()
    for reason in reads.reasons:
        check_known(reason.table, "groups", reason.part.groups, groups, "closure groups")
        check_known(reason.table, "barred_by", reason.part.barred_by, questions, "questions")
        used.update(reason.part.groups)
        asked.update(reason.part.barred_by)
    for group in reads.closure_groups:
        if group.part.code not in used:
            group.table.fault("code", "no reason to close belongs to this group")
    for question in reads.questions:
        if question.part.code not in asked:
            question.table.fault("code", "no reason to close depends on this question")
    for told in reads.told:
        check_known(told.table, "event", told.part.event, reads.known_events, "events")
        check_known(told.table, "done", told.part.done, reads.known_events, "events")


def _check_concerns(reads: ProtocolReads) -> None:
    recipients, deadlines = codes_of(reads.recipients), codes_of(reads.deadlines)
    for kind in reads.escalations:
        check_known(kind.table, "tell", kind.part.tell, recipients, "recipients")
        check_known(kind.table, "deadline", kind.part.deadline, deadlines, "deadlines")
        if kind.part.reviews_risk and RISK_CYCLE not in codes_of(reads.cycles):
            kind.table.fault("reviews_risk", f"there is no review cycle {RISK_CYCLE!r}")


def _check_contacts(folder: Folder, reads: ProtocolReads) -> None:
    if reads.contact_ways and not any(read.part.is_direct for read in reads.contact_ways):
        folder.fault("work.toml", "contact_ways", "none of them is direct")
    if reads.contact_parties and not any(read.part.is_client for read in reads.contact_parties):
        folder.fault("work.toml", "contact_parties", "none of them is the client")
