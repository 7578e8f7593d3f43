"""Timeliness standards: each a clock that runs from one event to another, with its limit."""

from collections.abc import Iterator

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Entry, Kind, head_entries
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value

WORKING_DAYS, CALENDAR_DAYS, HOURS = "working-days", "calendar-days", "hours"
WEEKS, MONTHS, EVERY_N_MONTHS = "weeks", "months", "every-n-months"
COUNT_PER_MONTH, RANGE = "count-per-month", "range"
CLOCKS = (WORKING_DAYS, CALENDAR_DAYS, HOURS, WEEKS, MONTHS, EVERY_N_MONTHS)
UNITS = (*CLOCKS, COUNT_PER_MONTH, RANGE)
ACTORS = ("administration", "manager", "worker")
ENDED_FIRST = ("met", "invalid")


class Event(Value):
    """Something that happens in a case and starts or stops a clock."""

    code: str
    title: str
    meaning: str


class TimelinessStandard(Value):
    """One clock: from which event to which, within how much, and whose duty it is.

    `end_before_start` says what an end earlier than its start counts as. `repeats` is true where
    each end starts the next clock. `about_months` is the source's own rough figure in brackets.
    Two units are no clocks: a `count-per-month` asks for at least `limit` ends in each month, and
    a `range` asks that between `limit` and `at_most` things have started and not ended.
    """

    code: str
    title: str
    purpose: str
    actor: str
    starts: str
    ends: str
    limit: int
    unit: str
    about_months: int | None
    end_before_start: str
    repeats: bool
    source: str
    at_most: int | None = None

    @property
    def clock(self) -> str:
        """Return the clock in one line, for the comparison of versions."""
        again = ", again and again" if self.repeats else ""
        months = f" (about {self.about_months} months)" if self.about_months else ""
        most = f" to {self.at_most}" if self.at_most is not None else ""
        return (
            f"from {self.starts} to {self.ends} within {self.limit}{most} {self.unit}"
            f"{months}{again}; "
            f"duty of: {self.actor}; an end before its start is {self.end_before_start}"
        )


class TimelinessStandards(Value):
    """One version of a set of timeliness standards."""

    standard: Standard
    standards: tuple[TimelinessStandard, ...]
    events: tuple[Event, ...]

    def one(self, code: str) -> TimelinessStandard:
        """Return the standard with the code; refuse one that is not in the set."""
        for standard in self.standards:
            if standard.code == code:
                return standard
        raise Refused("unknown_standard", f"{self.standard.title} has no standard {code!r}.")

    def event(self, code: str) -> Event:
        """Return the event with the code; refuse one that is not in the set."""
        for event in self.events:
            if event.code == code:
                return event
        raise Refused("unknown_event", f"{self.standard.title} has no event {code!r}.")

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes: the standards, then the events."""
        standards = [one.code for one in self.standards]
        return (*standards, *(event.code for event in self.events))

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        return (*head_entries(self.standard), *self._body_entries())

    def export(self) -> dict[str, object]:
        """Return the standards and events as plain values, in order."""
        return {
            "id": self.standard.id,
            "version": self.standard.version,
            "standards": [_plain(one) for one in self.standards],
            "events": [
                {"code": event.code, "title": event.title, "meaning": event.meaning}
                for event in self.events
            ],
        }

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many standards and events."""
        return (len(self.standards), "timeliness standards"), (len(self.events), "events")

    def _body_entries(self) -> Iterator[Entry]:
        for one in self.standards:
            yield Entry(one.code, one.title)
            yield Entry(f"{one.code}/purpose", one.purpose, one.code)
            yield Entry(f"{one.code}/clock", one.clock, one.code)
        for event in self.events:
            yield Entry(event.code, event.title)
            yield Entry(f"{event.code}/meaning", event.meaning, event.code)


def build(standard: Standard, folder: Folder) -> TimelinessStandards:
    """Return the standards that the document describes, as far as it does; note every fault."""
    document = folder.document("clocks.toml")
    events = tuple(_read_event(folder, table) for table in document.tables("events"))
    known = {event.code for event in events}
    standards = tuple(
        _read_standard(folder, table, known) for table in document.tables("standards")
    )
    return TimelinessStandards(standard=standard, standards=standards, events=events)


KIND = Kind(name="timeliness-standards", build=build)


def _read_event(folder: Folder, table: Table) -> Event:
    code = table.code("code", r"[a-z][a-z0-9_]*", "small letters, like first_contact")
    folder.claim(table, code)
    return Event(code=code, title=table.text("title"), meaning=table.text("meaning"))


def _read_standard(folder: Folder, table: Table, events: set[str]) -> TimelinessStandard:
    code = table.code("code", r"[A-Z][A-Z0-9_]*", "capital letters and numbers, like KPI_01")
    folder.claim(table, code)
    one = TimelinessStandard(
        code=code,
        title=table.text("title"),
        purpose=table.text("purpose"),
        actor=table.choice("actor", ACTORS),
        starts=_read_event_name(table, "starts", events),
        ends=_read_event_name(table, "ends", events),
        limit=table.integer("limit", minimum=1),
        unit=table.choice("unit", UNITS),
        about_months=table.optional_integer("about_months", minimum=1),
        end_before_start=table.choice("end_before_start", ENDED_FIRST),
        repeats=table.flag("repeats"),
        source=table.text("source"),
        at_most=table.optional_integer("at_most", minimum=1),
    )
    _check_unit(table, one)
    if one.starts and one.starts == one.ends and not one.repeats:
        table.fault("ends", f"is {one.ends!r} like the start, although the clock does not repeat")
    return one


def _check_unit(table: Table, one: TimelinessStandard) -> None:
    """Note where the limits do not fit the unit."""
    if one.unit == RANGE and one.at_most is None:
        table.fault("at_most", "is missing; a range has a lower and an upper end")
    elif one.unit != RANGE and one.at_most is not None:
        table.fault("at_most", f"belongs to a range, not to {one.unit}")
    elif one.at_most is not None and one.at_most < one.limit:
        table.fault("at_most", f"is {one.at_most} and must be at least the limit, {one.limit}")
    if one.unit == EVERY_N_MONTHS and not one.repeats:
        table.fault("repeats", f"must be true for {EVERY_N_MONTHS}")


def _read_event_name(table: Table, key: str, events: set[str]) -> str:
    name = table.text(key)
    if name and name not in events:
        table.fault(key, f"{name!r} is not one of the events of this file")
    return name


def _plain(one: TimelinessStandard) -> dict[str, object]:
    most: dict[str, object] = {} if one.at_most is None else {"at_most": one.at_most}
    return most | {
        "code": one.code,
        "title": one.title,
        "purpose": one.purpose,
        "actor": one.actor,
        "starts": one.starts,
        "ends": one.ends,
        "limit": one.limit,
        "unit": one.unit,
        "about_months": one.about_months,
        "end_before_start": one.end_before_start,
        "repeats": one.repeats,
    }
