"""One version of a case management protocol, whole and immutable."""

from collections.abc import Iterable, Iterator

from competency.frameworks.domain.kind import Entry, head_entries
from competency.frameworks.domain.part_entries import part_entries
from competency.frameworks.domain.protocol.instruments import Instrument, RiskScale
from competency.frameworks.domain.protocol.letters import Letter
from competency.frameworks.domain.protocol.parts import (
    EVERYONE,
    Part,
    Point,
    SomePart,
    part_with,
)
from competency.frameworks.domain.protocol.periods import (
    Deadline,
    FollowUp,
    QuickReturn,
    Retention,
    ReviewCycle,
)
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
from competency.kernel.values import Value, asdict

# The lists of parts: what each is called in its codes, the field it is kept in, and in words.
LISTS = (
    ("stage", "stages", "stages"),
    ("event", "events", "events"),
    ("gate", "gates", "gates"),
    ("area", "areas", "areas"),
    ("route", "routes", "teams"),
    ("criterion", "criteria", "grounds for refusal"),
    ("appeal-step", "appeal_steps", "appeal steps"),
    ("appeal-outcome", "appeal_outcomes", "appeal outcomes"),
    ("re-engagement", "re_engagement_steps", "re-engagement steps"),
    ("consent", "consents", "consents"),
    ("need", "need_areas", "need areas"),
    ("deadline", "deadlines", "deadlines"),
    ("cycle", "cycles", "review cycles"),
    ("closure-group", "closure_groups", "closure groups"),
    ("question", "questions", "closing questions"),
    ("reason", "reasons", "closure reasons"),
    ("told", "told", "people told"),
    ("follow-up", "follow_ups", "follow-ups"),
    ("escalation", "escalations", "kinds of concern"),
    ("recipient", "recipients", "recipients"),
    ("way", "contact_ways", "ways of contact"),
    ("party", "contact_parties", "parties of contact"),
    ("record-rule", "record_rules", "rules for records"),
    ("instrument", "instruments", "instruments"),
    ("letter", "letters", "letters"),
)
# What the codes of a list begin with; the areas of risk belong to the scale of risks.
PREFIXES = {name: prefix for prefix, name, _ in LISTS} | {"risk_areas": "risk-area"}
SINGLE = (("quick-return", "quick_return"), ("retention", "retention"), ("risk", "risk"))


class CaseManagementProtocol(Value, kw_only=True):
    """One version of a protocol; `questions` are those asked before a reason to close is taken."""

    standard: Standard
    stages: tuple[Stage, ...]
    events: tuple[ProtocolEvent, ...]
    gates: tuple[Gate, ...]
    areas: tuple[Area, ...]
    routes: tuple[Route, ...]
    criteria: tuple[Criterion, ...]
    appeal_steps: tuple[Step, ...]
    appeal_outcomes: tuple[AppealOutcome, ...]
    re_engagement_steps: tuple[Step, ...]
    consents: tuple[Consent, ...]
    need_areas: tuple[Point, ...]
    deadlines: tuple[Deadline, ...]
    cycles: tuple[ReviewCycle, ...]
    closure_groups: tuple[Point, ...]
    questions: tuple[Point, ...]
    reasons: tuple[ClosureReason, ...]
    told: tuple[Told, ...]
    follow_ups: tuple[FollowUp, ...]
    quick_return: QuickReturn
    retention: Retention
    escalations: tuple[EscalationKind, ...]
    recipients: tuple[Point, ...]
    contact_ways: tuple[ContactWay, ...]
    contact_parties: tuple[ContactParty, ...]
    record_rules: tuple[Point, ...]
    instruments: tuple[Instrument, ...]
    risk: RiskScale
    letters: tuple[Letter, ...]

    def stage(self, code: str) -> Stage:
        """Return the stage with the code; refuse one that the protocol does not have."""
        return self._one(self.stages, code, "stage")

    def event(self, code: str) -> ProtocolEvent:
        """Return the event with the code; refuse one that the protocol does not have."""
        return self._one(self.events, code, "event")

    def route(self, code: str) -> Route:
        """Return the team with the code; refuse one that the protocol does not have."""
        return self._one(self.routes, code, "team")

    def criterion(self, code: str) -> Criterion:
        """Return the ground for refusal with the code; refuse one that is not listed."""
        return self._one(self.criteria, code, "ground for refusal")

    def appeal_outcome(self, code: str) -> AppealOutcome:
        """Return the outcome of an appeal with the code; refuse one that is not listed."""
        return self._one(self.appeal_outcomes, code, "outcome of an appeal")

    def consent(self, code: str) -> Consent:
        """Return the consent with the code; refuse one that the protocol does not have."""
        return self._one(self.consents, code, "consent")

    def deadline(self, code: str) -> Deadline:
        """Return the deadline with the code; refuse one that the protocol does not have."""
        return self._one(self.deadlines, code, "deadline")

    def cycle(self, code: str) -> ReviewCycle:
        """Return the review cycle with the code; refuse one that the protocol does not have."""
        return self._one(self.cycles, code, "review cycle")

    def reason(self, code: str) -> ClosureReason:
        """Return the closure reason with the code; refuse one that is not listed."""
        return self._one(self.reasons, code, "closure reason")

    def question(self, code: str) -> Point:
        """Return the closing question with the code; refuse one that is not listed."""
        return self._one(self.questions, code, "closing question")

    def escalation(self, code: str) -> EscalationKind:
        """Return the kind of concern with the code; refuse one that is not listed."""
        return self._one(self.escalations, code, "kind of concern")

    def recipient(self, code: str) -> Point:
        """Return the recipient with the code; refuse one that is not listed."""
        return self._one(self.recipients, code, "recipient")

    def contact_way(self, code: str) -> ContactWay:
        """Return the way of contact with the code; refuse one that is not listed."""
        return self._one(self.contact_ways, code, "way of contact")

    def contact_party(self, code: str) -> ContactParty:
        """Return the party of a contact with the code; refuse one that is not listed."""
        return self._one(self.contact_parties, code, "party of a contact")

    def instrument(self, code: str) -> Instrument:
        """Return the instrument with the code; refuse one that the protocol does not have."""
        return self._one(self.instruments, code, "instrument")

    def letter(self, code: str) -> Letter:
        """Return the letter with the code; refuse one that the protocol does not have."""
        return self._one(self.letters, code, "letter")

    def is_direct(self, way: str, party: str) -> bool:
        """Return whether such a contact is a direct one: with the client, in a direct way."""
        return self.contact_way(way).is_direct and self.contact_party(party).is_client

    def gates_between(self, leaves: str, enters: str, applies: Iterable[str]) -> tuple[Gate, ...]:
        """Return the gates from one stage to another for a case that these rules apply to."""
        rules = {EVERYONE, *applies}
        return tuple(
            gate
            for gate in self.gates
            if leaves in gate.leaves and gate.enters == enters and gate.applies in rules
        )

    def assumptions(self) -> tuple[tuple[str, Part], ...]:
        """Return every part that rests on an assumption of ours, with its code, in order."""
        return tuple((code, part) for code, part in self._parts() if part.assumption)

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes, each with the name of its list: `stage/closed`."""
        return tuple(code for code, _ in self._parts())

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        body = (entry for code, part in self._parts() for entry in part_entries(code, part))
        return (*head_entries(self.standard), *body)

    def export(self) -> dict[str, object]:
        """Return all parts as plain values, in order."""
        lists = {name: [asdict(part) for part in getattr(self, name)] for _, name, _ in LISTS}
        single = {name: asdict(getattr(self, name)) for _, name in SINGLE}
        head: dict[str, object] = {"id": self.standard.id, "version": self.standard.version}
        return head | lists | single

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many of each kind of part."""
        return tuple((len(getattr(self, name)), words) for _, name, words in LISTS)

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for prefix, name, _ in LISTS:
            for part in getattr(self, name):
                yield f"{prefix}/{part.code}", part
        for prefix, name in SINGLE:
            yield prefix, getattr(self, name)

    def _one(self, parts: tuple[SomePart, ...], code: str, what: str) -> SomePart:
        return part_with(self.standard, parts, code, what)
