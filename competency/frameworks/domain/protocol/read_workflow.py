"""Reading a case's way from its files: stages, events, gates, referral, closing, concerns."""

import re

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.parts import APPLIES
from competency.frameworks.domain.protocol.reading import Head, Read, check_filled, read_list
from competency.frameworks.domain.protocol.workflow import (
    CRITERION_KINDS,
    POSTCODE_PREFIX,
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
from competency.frameworks.domain.reading import Table

STEP_UNITS = ("working-days", "calendar-days", "hours", "weeks", "months")


def read_stages(folder: Folder) -> list[Read[Stage]]:
    """Return the stages in their order."""

    def build(table: Table, head: Head) -> Stage:
        return Stage(
            **head,
            meaning=table.text("meaning"),
            begins=table.texts("begins"),
            closure_group=table.optional_text("closure_group"),
            is_end=table.flag("is_end"),
        )

    return read_list(folder, "stages.toml", "stages", build)


def read_events(folder: Folder) -> list[Read[ProtocolEvent]]:
    """Return the events; one that another standard has too must be there by the same code."""

    def build(table: Table, head: Head) -> ProtocolEvent:
        also_in = table.optional_text("also_in")
        if also_in:
            folder.refer(table, "also_in", also_in, head["code"])
        return ProtocolEvent(
            **head,
            meaning=table.text("meaning"),
            stage=table.text("stage"),
            applies=table.choice("applies", APPLIES),
            repeats=table.flag("repeats"),
            also_in=also_in,
        )

    return read_list(folder, "stages.toml", "events", build)


def read_gates(folder: Folder) -> list[Read[Gate]]:
    """Return the gates; each asks for an event or a fact, never for both or neither."""

    def build(table: Table, head: Head) -> Gate:
        gate = Gate(
            **head,
            leaves=table.texts("leaves"),
            enters=table.text("enters"),
            applies=table.choice("applies", APPLIES),
            event=table.optional_text("event"),
            fact=table.optional_text("fact"),
            refusal=table.text("refusal"),
        )
        if gate.event is None and gate.fact is None:
            table.fault("event", "is missing; a gate asks for an event or a fact")
        if gate.event is not None and gate.fact is not None:
            table.fault("event", "stands beside a fact; a gate asks for one of the two")
        check_filled(table, "leaves", gate.leaves, "stage")
        if gate.enters in gate.leaves:
            table.fault("enters", f"{gate.enters!r} is also a stage that it leaves")
        return gate

    return read_list(folder, "stages.toml", "gates", build)


def read_areas(folder: Folder) -> list[Read[Area]]:
    """Return the areas whose people the service is for."""

    def build(table: Table, head: Head) -> Area:
        area = Area(**head, postcodes=table.texts("postcodes"))
        check_filled(table, "postcodes", area.postcodes, "postcode")
        for postcode in area.postcodes:
            if not re.fullmatch(POSTCODE_PREFIX, postcode, re.ASCII):
                reason = f"{postcode!r} must be the beginning of a postcode: FY, FY1 or FY5 1"
                table.fault("postcodes", reason)
        return area

    return read_list(folder, "referral.toml", "areas", build)


def read_routes(folder: Folder) -> list[Read[Route]]:
    """Return the teams."""

    def build(table: Table, head: Head) -> Route:
        return Route(**head, meaning=table.text("meaning"), applies=table.texts("applies"))

    return read_list(folder, "referral.toml", "routes", build)


def read_criteria(folder: Folder) -> list[Read[Criterion]]:
    """Return the grounds for refusal, none of which may demand statutory eligibility."""

    def build(table: Table, head: Head) -> Criterion:
        one = Criterion(**head, kind=table.choice("kind", CRITERION_KINDS), text=table.text("text"))
        if re.search(r"\bstatut|\beligib", f"{one.title} {one.text}", re.IGNORECASE):
            table.fault("text", "statutory eligibility may never be demanded for a referral")
        return one

    return read_list(folder, "referral.toml", "criteria", build)


def read_steps(folder: Folder, file: str, key: str) -> list[Read[Step]]:
    """Return steps in order; a limit has a unit, and a unit has a limit."""

    def build(table: Table, head: Head) -> Step:
        step = Step(
            **head,
            text=table.text("text"),
            limit=table.optional_integer("limit", minimum=1),
            unit=table.choice("unit", STEP_UNITS) if table.has("unit") else None,
        )
        if (step.limit is None) != (step.unit is None):
            table.fault("limit", "a limit and its unit belong together, and one is missing")
        return step

    return read_list(folder, file, key, build)


def read_appeal_outcomes(folder: Folder) -> list[Read[AppealOutcome]]:
    """Return how an appeal can end."""

    def build(table: Table, head: Head) -> AppealOutcome:
        return AppealOutcome(**head, text=table.text("text"), accepts=table.flag("accepts"))

    return read_list(folder, "referral.toml", "appeal_outcomes", build)


def read_consents(folder: Folder) -> list[Read[Consent]]:
    """Return what a client is asked to agree to."""

    def build(table: Table, head: Head) -> Consent:
        return Consent(**head, asks=table.text("asks"), withdrawn=table.text("withdrawn"))

    return read_list(folder, "referral.toml", "consents", build)


def read_reasons(folder: Folder) -> list[Read[ClosureReason]]:
    """Return the reasons to close."""

    def build(table: Table, head: Head) -> ClosureReason:
        reason = ClosureReason(
            **head, groups=table.texts("groups"), barred_by=table.texts("barred_by")
        )
        check_filled(table, "groups", reason.groups, "closure group")
        return reason

    return read_list(folder, "closing.toml", "reasons", build)


def read_told(folder: Folder) -> list[Read[Told]]:
    """Return who is told of what."""

    def build(table: Table, head: Head) -> Told:
        return Told(
            **head,
            event=table.text("event"),
            done=table.text("done"),
            in_writing=table.flag("in_writing"),
            text=table.text("text"),
        )

    return read_list(folder, "closing.toml", "told", build)


def read_escalations(folder: Folder) -> list[Read[EscalationKind]]:
    """Return the kinds of concern."""

    def build(table: Table, head: Head) -> EscalationKind:
        kind = EscalationKind(
            **head,
            meaning=table.text("meaning"),
            tell=table.texts("tell"),
            deadline=table.optional_text("deadline"),
            form=table.optional_text("form"),
            tags_case=table.flag("tags_case"),
            reviews_risk=table.flag("reviews_risk"),
        )
        check_filled(table, "tell", kind.tell, "recipient")
        return kind

    return read_list(folder, "escalation.toml", "escalations", build)


def read_contact_ways(folder: Folder) -> list[Read[ContactWay]]:
    """Return how people are in contact."""

    def build(table: Table, head: Head) -> ContactWay:
        return ContactWay(**head, is_direct=table.flag("is_direct"))

    return read_list(folder, "work.toml", "contact_ways", build)


def read_contact_parties(folder: Folder) -> list[Read[ContactParty]]:
    """Return with whom there is contact."""

    def build(table: Table, head: Head) -> ContactParty:
        return ContactParty(**head, is_client=table.flag("is_client"))

    return read_list(folder, "work.toml", "contact_parties", build)
