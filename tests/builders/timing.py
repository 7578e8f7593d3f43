"""Standards, calendars and cases to test the clock engine with."""

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.frameworks.domain.checks import read_version
from competency.frameworks.domain.kinds.timeliness_standards import (
    TimelinessStandard,
    TimelinessStandards,
)
from competency.frameworks.domain.standard import Standard
from competency.timeliness.domain.due import When
from competency.timeliness.domain.judging import CaseDates, Clock, judge
from competency.timeliness.domain.results import Result
from tests.support.source import ROOT


def shine() -> TimelinessStandards:
    """Return the nine standards as released."""
    folder = ROOT / "framework_data" / "shine-quality-standards" / "1.8"
    documents = {
        path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")
    }
    content = read_version("shine-quality-standards/1.8", documents).content
    assert isinstance(content, TimelinessStandards)
    return content


def standard(limit: int = 3, unit: str = "working-days", **changed: object) -> TimelinessStandard:
    """Return a standard from `opened` to `done`."""
    known: dict[str, object] = {
        "code": "A_1",
        "title": "Done in time",
        "purpose": "To test with.",
        "actor": "worker",
        "starts": "opened",
        "ends": "done",
        "about_months": None,
        "end_before_start": "invalid",
        "repeats": False,
        "source": "tests",
    }
    return TimelinessStandard(limit=limit, unit=unit, **(known | changed))  # type: ignore[arg-type]


def standards(*each: TimelinessStandard) -> TimelinessStandards:
    """Return a set of standards; events are told by their codes alone."""
    head = Standard(
        id="small-clocks",
        kind="timeliness-standards",
        version="1.0",
        title="Small clocks",
        publisher="A publisher",
        status="released",
        released_on=date(2026, 1, 5),
        licence="Our own words.",
        source=shine().standard.source,
        about=(),
        scales=(),
    )
    return TimelinessStandards(standard=head, standards=each, events=())


def weekdays(
    first: date = date(2019, 1, 1),
    last: date = date(2028, 12, 31),
    *,
    holidays: Iterable[date] = (),
    closures: Iterable[date] = (),
    weekend: Iterable[int] = (5, 6),
) -> WorkingCalendar:
    """Return a calendar whose free days are only those given."""
    return WorkingCalendar(
        nation="nowhere",
        first=first,
        last=last,
        holidays=dict.fromkeys(holidays, "A holiday"),
        closures=dict.fromkeys(closures, "Moving house"),
        weekend=frozenset(weekend),
    )


def one_clock(
    which: TimelinessStandard,
    calendar: WorkingCalendar,
    as_of: When,
    *,
    opened: When | None = None,
    done: When | None = None,
    closed: When | None = None,
) -> Clock:
    """Return the only clock of a case with one standard."""
    happened = {"opened": opened, "done": done}
    case = CaseDates({k: (v,) for k, v in happened.items() if v is not None}, closed)
    (clock,) = judge(case, standards(which), calendar, as_of)
    return clock


def naive_due(start: date, limit: int, calendar: WorkingCalendar) -> date:
    """Return the due day by walking from day to day."""
    day = start
    while limit:
        day += timedelta(days=1)
        free = day in calendar.holidays or day in calendar.closures
        limit -= day.weekday() not in calendar.weekend and not free
    return day


def naive_result(
    start: date | None,
    end: date | None,
    closed: date | None,
    as_of: date,
    due: date | None,
    first: Result,
) -> Result:
    """Return the result as the product page puts it, sentence by sentence."""
    if start is None or due is None:
        return Result.NOT_STARTED
    if end is not None and end < start:
        return first
    if end is not None:
        return Result.MET if end <= due else Result.MISSED
    if closed is not None:
        return Result.NOT_APPLICABLE if closed <= due else Result.MISSED
    return Result.DUE if as_of <= due else Result.OVERDUE
