"""The working days of one nation, and why the other days do not count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from competency.kernel.errors import Refused
from competency.kernel.values import Value

SATURDAY, SUNDAY = 5, 6
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKEND, BANK_HOLIDAY, CLOSURE = "weekend", "bank-holiday", "closure"
CLOSED = "the organisation is closed"


class OutsideCalendar(Refused):
    """The day lies where the bank holidays are not known; it is never taken for a working day."""

    def __init__(self, day: date, nation: str, first: date, last: date) -> None:
        super().__init__(
            "outside_calendar",
            f"{day} lies outside the bank-holiday calendar of {nation}, "
            f"which is known from {first} to {last}.",
        )
        self.day = day


class Skipped(Value):
    """A day that does not count, of which kind, and the reason in words."""

    day: date
    kind: str
    why: str


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """The working days of a named nation, known from `first` to `last`, both included.

    `holidays` and `closures` say by day why it does not count. Two tables of numbers answer all:
    how many working days there are up to each day, and which day the n-th working day is.
    """

    nation: str
    first: date
    last: date
    holidays: Mapping[date, str]
    closures: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    counts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    working_days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what makes no calendar, take copies that nobody can change, and count."""
        if not self.nation:
            raise Refused("no_nation", "A calendar belongs to a nation. Name it.")
        if self.last < self.first:
            raise Refused("empty_calendar", f"{self.last} is before {self.first}.")
        for given in (self.holidays, self.closures):
            for day in given:
                self.require(day)
        if not self.weekend < set(range(7)):
            raise Refused("no_week", "A week needs a working day; Monday is 0, Sunday is 6.")
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))
        object.__setattr__(self, "closures", MappingProxyType(dict(self.closures)))
        self._count()

    def _count(self) -> None:
        free = self.holidays.keys() | self.closures.keys()
        counts, working, start = [], [], self.first.toordinal()
        for ordinal in range(start, self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if (ordinal + 6) % 7 not in self.weekend and day not in free:
                working.append(day)
            counts.append(len(working))
        object.__setattr__(self, "counts", tuple(counts))
        object.__setattr__(self, "working_days", tuple(working))

    def __hash__(self) -> int:
        """Return a hash, so that what is made from a calendar can be kept beside it."""
        return hash((self.nation, self.first, self.last, len(self.holidays), len(self.closures)))

    def with_closures(self, closures: Mapping[date, str]) -> "WorkingCalendar":
        """Return the same calendar with these closure days; refuses one outside the calendar."""
        return WorkingCalendar(
            nation=self.nation,
            first=self.first,
            last=self.last,
            holidays=self.holidays,
            closures=closures,
            weekend=self.weekend,
        )

    def require(self, day: date) -> None:
        """Raise `OutsideCalendar` where the day is not within what is known."""
        if not self.first <= day <= self.last:
            raise OutsideCalendar(day, self.nation, self.first, self.last)

    def is_working_day(self, day: date) -> bool:
        """Return whether the day counts; a day outside the calendar raises."""
        return self.why_not(day) is None

    def why_not(self, day: date) -> Skipped | None:
        """Return why a day does not count, or None for a working day; raises outside."""
        self.require(day)
        if day in self.holidays:
            return Skipped(day, BANK_HOLIDAY, self.holidays[day])
        if day in self.closures:
            return Skipped(day, CLOSURE, self.closures[day] or CLOSED)
        if day.weekday() in self.weekend:
            return Skipped(day, WEEKEND, WEEKDAYS[day.weekday()])
        return None

    def working_day_after(self, start: date, number: int) -> date:
        """Return the n-th working day strictly after the start, which need not be one itself.

        Raises where the start or the answer lies outside the calendar.
        """
        if number < 1:
            raise Refused("no_working_days", "Ask for at least the first working day after.")
        self.require(start)
        index = self.counts[(start - self.first).days] + number - 1
        if index >= len(self.working_days):
            raise OutsideCalendar(self.last + timedelta(days=1), self.nation, self.first, self.last)
        return self.working_days[index]

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days come after the start, up to and including the end.

        Refuses an end before its start; raises where either lies outside the calendar.
        """
        self.require(start)
        self.require(end)
        if end < start:
            raise Refused("end_before_start", f"{end} is before {start}.")
        return self.counts[(end - self.first).days] - self.counts[(start - self.first).days]

    def skipped_between(self, start: date, end: date) -> tuple[Skipped, ...]:
        """Return each day after the start, up to the end, that does not count, and why."""
        self.require(start)
        self.require(end)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return tuple(why for why in map(self.why_not, days) if why is not None)
