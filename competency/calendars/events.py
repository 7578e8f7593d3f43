"""What can happen to the calendar; a day is no content about anybody."""

from competency.kernel.values import Value


class NationChosen(Value, kw_only=True):
    nation: str


class ClosureDayAdded(Value, kw_only=True):
    closure_id: int
    day: str


class ClosureDayRemoved(Value, kw_only=True):
    closure_id: int
    day: str
