"""What can happen in coaching and supervision; ids, codes and counts only, no content."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ActionAgreed:
    action_id: int
    person_id: int
    owner_id: int
    session_id: int | None
    kind: str


@dataclass(frozen=True, kw_only=True)
class ActionClosed:
    action_id: int
    person_id: int
    ending: str


@dataclass(frozen=True, kw_only=True)
class CrosswalkLinkAdded:
    change_id: int
    source: str
    strand: str
    strength: str


@dataclass(frozen=True, kw_only=True)
class CrosswalkLinkSetAside:
    change_id: int
    source: str
    strand: str


@dataclass(frozen=True, kw_only=True)
class CrosswalkChangeTakenBack:
    change_id: int
    source: str
    strand: str


@dataclass(frozen=True, kw_only=True)
class SupervisionAgreed:
    agreement_id: int
    person_id: int | None
    kind: str
    every: int
    unit: str
    replaces_id: int | None


@dataclass(frozen=True, kw_only=True)
class SupervisionConfirmed:
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class SupervisionEndedEarly:
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class SessionPlanned:
    session_id: int
    agreement_id: int
    planned_on: date


@dataclass(frozen=True, kw_only=True)
class SessionMoved:
    session_id: int
    planned_on: date


@dataclass(frozen=True, kw_only=True)
class SessionCalledOff:
    session_id: int


@dataclass(frozen=True, kw_only=True)
class SessionHeld:
    session_id: int
    held_on: date


@dataclass(frozen=True, kw_only=True)
class AgendaChanged:
    session_id: int
    added: int = 0
    removed: int = 0
    settled: int = 0


@dataclass(frozen=True, kw_only=True)
class SessionNoted:
    session_id: int
    note_id: int
    visibility: str


@dataclass(frozen=True, kw_only=True)
class SessionSigned:
    session_id: int
    person_id: int
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class SessionSealed:
    session_id: int
    seal: str


@dataclass(frozen=True, kw_only=True)
class SessionOpenedAgain:
    session_id: int
    voided: int


@dataclass(frozen=True, kw_only=True)
class SessionAddedTo:
    session_id: int
    addendum_id: int


@dataclass(frozen=True, kw_only=True)
class SignalResponded:
    response_id: int
    person_id: int
    rule: str
    subject: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SignalsTold:
    month: str
    people: int
    told: int


@dataclass(frozen=True, kw_only=True)
class SpotChecked:
    check_id: int
    kind: str
    record_id: int
    code: str
    verdict: str
