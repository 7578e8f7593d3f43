"""What supervision can be: kinds of meeting, how often, and kinds of coaching, as the data say."""

from collections.abc import Mapping
from enum import StrEnum

from competency.kernel.errors import Refused
from competency.kernel.values import Value


class Shape(StrEnum):
    """Who meets."""

    PAIR = "pair"  # a supervisor and one person of their line
    LINE = "line"  # a supervisor and several people of their line
    PEERS = "peers"  # colleagues, one of whom convenes


class Unit(StrEnum):
    """In what a frequency is counted."""

    WEEKS = "weeks"
    WORKING_DAYS = "working-days"


class KindOfSupervision(Value):
    """One kind of supervision: its code, what it is called, what it is for, and who meets."""

    code: str
    title: str
    words: str
    shape: Shape


class KindOfCoaching(Value):
    """One way of helping somebody's practice along: its code, its name, and what it means."""

    code: str
    title: str
    words: str


class SupervisionRules(Value):
    """The kinds of supervision and coaching by code, and the limits of an agreement."""

    supervision: Mapping[str, KindOfSupervision]
    coaching: Mapping[str, KindOfCoaching]
    most_weeks: int
    most_working_days: int
    biggest_group: int

    def kind_of_supervision(self, code: str) -> KindOfSupervision:
        """Return a kind of supervision; refuse a code that the data do not have."""
        found = self.supervision.get(code)
        if found is None:
            raise Refused("unknown_kind", "Choose a kind of supervision.", field="kind")
        return found

    def kind_of_coaching(self, code: str) -> KindOfCoaching:
        """Return a kind of coaching; refuse a code that the data do not have."""
        found = self.coaching.get(code)
        if found is None:
            raise Refused("unknown_kind", "Choose what kind of coaching this is.", field="kind")
        return found

    def check_frequency(self, every: int, unit: str) -> Unit:
        """Return the unit of a frequency; refuse one that is not known or beyond the limits."""
        try:
            found = Unit(unit)
        except ValueError:
            raise Refused("unknown_unit", "Choose weeks or working days.", field="unit") from None
        most = self.most_weeks if found is Unit.WEEKS else self.most_working_days
        if not 1 <= every <= most:
            words = "weeks" if found is Unit.WEEKS else "working days"
            raise Refused("frequency", f"Enter a number from 1 to {most} {words}.", field="every")
        return found


def said_frequency(every: int, unit: str) -> str:
    """Return how often, in words: "every 4 weeks", "every working day"."""
    one, many = ("week", "weeks") if unit == Unit.WEEKS else ("working day", "working days")
    return f"every {one}" if every == 1 else f"every {every} {many}"
