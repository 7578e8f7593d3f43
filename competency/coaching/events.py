"""What can happen in coaching and supervision; ids, codes and counts only, no content."""

from datetime import date

from competency.kernel.values import Value


class ActionAgreed(Value, kw_only=True):
    action_id: int
    person_id: int
    owner_id: int
    session_id: int | None
    kind: str


class ActionClosed(Value, kw_only=True):
    action_id: int
    person_id: int
    ending: str


class CrosswalkLinkAdded(Value, kw_only=True):
    change_id: int
    source: str
    strand: str
    strength: str


class CrosswalkLinkSetAside(Value, kw_only=True):
    change_id: int
    source: str
    strand: str


class CrosswalkChangeTakenBack(Value, kw_only=True):
    change_id: int
    source: str
    strand: str


class SupervisionAgreed(Value, kw_only=True):
    agreement_id: int
    person_id: int | None
    kind: str
    every: int
    unit: str
    replaces_id: int | None


class SupervisionConfirmed(Value, kw_only=True):
    agreement_id: int


class SupervisionEndedEarly(Value, kw_only=True):
    agreement_id: int


class SessionPlanned(Value, kw_only=True):
    session_id: int
    agreement_id: int
    planned_on: date


class SessionMoved(Value, kw_only=True):
    session_id: int
    planned_on: date


class SessionCalledOff(Value, kw_only=True):
    session_id: int


class SessionHandedOver(Value, kw_only=True):
    session_id: int
    to_session_id: int


class SessionHeld(Value, kw_only=True):
    session_id: int
    held_on: date


class AgendaChanged(Value, kw_only=True):
    session_id: int
    added: int = 0
    removed: int = 0
    settled: int = 0


class SessionNoted(Value, kw_only=True):
    session_id: int
    note_id: int
    visibility: str


class SessionSigned(Value, kw_only=True):
    session_id: int
    person_id: int
    content_hash: str


class SessionSealed(Value, kw_only=True):
    session_id: int
    seal: str


class SessionOpenedAgain(Value, kw_only=True):
    session_id: int
    voided: int


class SessionAddedTo(Value, kw_only=True):
    session_id: int
    addendum_id: int


class SignalResponded(Value, kw_only=True):
    response_id: int
    person_id: int
    rule: str
    subject: str
    state: str


class SignalsTold(Value, kw_only=True):
    month: str
    people: int
    told: int


class SomeSignalsTold(Value, kw_only=True):
    notices: int


class SpotChecked(Value, kw_only=True):
    check_id: int
    kind: str
    record_id: int
    code: str
    verdict: str
