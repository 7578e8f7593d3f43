"""What can happen to the calendar; a day is no content about anybody."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NationChosen:
    nation: str


@dataclass(frozen=True, kw_only=True)
class ClosureDayAdded:
    closure_id: int
    day: str


@dataclass(frozen=True, kw_only=True)
class ClosureDayRemoved:
    closure_id: int
    day: str
