"""A case's line of time: what stands on it, in which order it can have happened, and how late
it was written down.

Events are appended. A correction replaces an event's day, or strikes it out; the line as it
counts is what the newest corrections leave.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from competency.cases.domain.kinds import (
    AFTER_THE_END,
    BEFORE_REFERRAL,
    ENDS,
    NEEDS,
    ONCE,
    RESUMES,
    Happened,
    words_of,
)
from competency.kernel.clock import london_date
from competency.kernel.errors import Refused
from competency.kernel.values import Value, replace

LONGEST_NOTE = 4_000
CLIENT = "client"


class Event(Value, kw_only=True):
    """One event as it was written down; `corrects_id` names the event that it replaces."""

    id: int
    kind: str
    happened_on: date
    recorded_at: datetime
    recorded_by_id: int | None = None
    detail: str = ""
    note: str = ""
    corrects_id: int | None = None
    struck: bool = False

    @property
    def days_until_written(self) -> int:
        """Return how many days after it happened it was written down; never fewer than none."""
        return max(0, (london_date(self.recorded_at) - self.happened_on).days)


class Fault(Value):
    """Something that cannot have happened so."""

    code: str
    message: str


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the line as it counts, by day: each event with its newest correction, none struck.

    An event keeps its number through its corrections; what a correction changes is its day, its
    note and who wrote it when.
    """
    found: dict[int, Event] = {}
    for event in sorted(events, key=lambda e: e.id):
        if event.corrects_id is None:
            found[event.id] = event
        elif event.struck:
            found.pop(event.corrects_id, None)
        elif event.corrects_id in found:
            was = found[event.corrects_id]
            found[event.corrects_id] = replace(
                was,
                happened_on=event.happened_on,
                note=event.note or was.note,
                recorded_at=event.recorded_at,
                recorded_by_id=event.recorded_by_id,
            )
    return tuple(sorted(found.values(), key=lambda e: (e.happened_on, e.id)))


def days(line: Iterable[Event], kind: str) -> list[date]:
    """Return the days on which something of this kind happened, in order."""
    if kind == Happened.FIRST_CONTACT:
        return days((e for e in line if e.detail == CLIENT), Happened.CONTACT)[:1]
    return [event.happened_on for event in line if event.kind == kind]


def first(line: Iterable[Event], kind: str) -> date | None:
    """Return the first day on which something of this kind happened."""
    return next(iter(days(line, kind)), None)


def last(line: Iterable[Event], kind: str) -> date | None:
    """Return the last day on which something of this kind happened."""
    return next(iter(days(line, kind)[::-1]), None)


def newest(line: Sequence[Event], *kinds: str) -> Event | None:
    """Return the newest event of these kinds, by its day and then as it was written."""
    return next((event for event in reversed(line) if event.kind in kinds), None)


def ended_on(line: Sequence[Event]) -> date | None:
    """Return the day a case was closed, or its referral refused, unless it was resumed since."""
    found = newest(line, *ENDS, *RESUMES)
    return found.happened_on if found and found.kind in ENDS else None


def check(
    before: Sequence[Event],
    after: Sequence[Event],
    today: date,
    after_end: Collection[str] = AFTER_THE_END,
) -> None:
    """Refuse what the change from one line to the other makes impossible, with the reason.

    What was impossible already (a case that came in from a file) does not stand in the way.
    `after_end` are the events that may follow the end of a case.
    """
    known = set(faults(before, today, after_end))
    for fault in faults(after, today, after_end):
        if fault not in known:
            raise Refused(fault.code, fault.message, field="happened_on")


def faults(
    line: Sequence[Event], today: date, after_end: Collection[str] = AFTER_THE_END
) -> list[Fault]:
    """Return what cannot have happened as the line says, in the line's order."""
    return [
        *(_future(event) for event in line if event.happened_on > today),
        *_before_the_referral(line),
        *_twice(line),
        *_without_what_it_needs(line),
        *_after_the_end(line, after_end),
    ]


def _future(event: Event) -> Fault:
    return Fault(
        "future",
        f"{words_of(event.kind)}: {_said(event.happened_on)} has not come yet. "
        "Enter it once it has happened.",
    )


def _before_the_referral(line: Sequence[Event]) -> Iterable[Fault]:
    referral = first(line, Happened.REFERRAL_RECEIVED)
    for event in line:
        if referral is None or event.kind in BEFORE_REFERRAL:
            continue
        if event.happened_on < referral:
            yield Fault(
                "before_referral",
                f"{words_of(event.kind)} on {_said(event.happened_on)} would be before the "
                f"referral of {_said(referral)}. Check both days.",
            )


def _twice(line: Sequence[Event]) -> Iterable[Fault]:
    for kind in sorted(ONCE):
        found = days(line, kind)
        if len(found) > 1:
            yield Fault(
                "there_already",
                f"{words_of(kind)} stands here already, on {_said(found[0])}. "
                "Correct that entry where its day is wrong.",
            )


def _without_what_it_needs(line: Sequence[Event]) -> Iterable[Fault]:
    for event in line:
        needed = NEEDS.get(event.kind)
        if needed is None:
            continue
        began = first(line, needed)
        if began is None:
            yield Fault(
                "comes_later",
                f"{words_of(event.kind)} comes after: {words_of(needed)}. Record that first.",
            )
        elif event.happened_on < began:
            yield Fault(
                "wrong_order",
                f"{words_of(event.kind)} on {_said(event.happened_on)} would be before "
                f"{words_of(needed).lower()} on {_said(began)}. Check both days.",
            )


def _after_the_end(line: Sequence[Event], after_end: Collection[str]) -> Iterable[Fault]:
    """Only what follows an end happens on later days, until the case is resumed."""
    end: Event | None = None
    for event in line:
        if event.kind in RESUMES:
            end = None
        elif event.kind in ENDS:
            if end is not None:
                yield Fault("ended_already", f"This case has ended, on {_said(end.happened_on)}.")
            end = event
        elif (
            end is not None and event.kind not in after_end and event.happened_on > end.happened_on
        ):
            yield Fault(
                "after_the_end",
                f"{words_of(event.kind)} on {_said(event.happened_on)} would be after the case "
                f"ended on {_said(end.happened_on)}. Check both days.",
            )


def _said(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
