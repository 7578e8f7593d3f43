"""What can happen in coaching and supervision; ids, codes and counts only, no content."""

from dataclasses import dataclass


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
