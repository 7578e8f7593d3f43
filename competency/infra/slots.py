"""Named places where a lower room shows what a higher one knows; the roof fills them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, false
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from competency.infra.work import Work, Works
from competency.kernel.actor import Actor
from competency.kernel.values import Value


class DateDue(Value):
    """Something that is due for the actor on a day; `key` is the same each time it is asked."""

    on: date
    words: str
    path: str
    key: str


class OpenAction(Value):
    """Something agreed about a person's practice that is not closed out yet.

    `words` and `path` are empty for an actor who may not read it: then only its number counts.
    """

    id: int
    words: str
    due_on: date
    path: str


SealCheck = Callable[[Session], Iterable[str]]
KnownClients = Callable[[Session], tuple[Sequence[str], Sequence[str]]]

Reminding = Callable[[Work], int]
RemindingInSteps = Callable[[Works, Works], int]
DatesDue = Callable[[Work], Iterable[DateDue]]
CasesInUse = Callable[[Session, Sequence[int]], Iterable[int]]
CalendarChanged = Callable[[Work, date | None], int]
ReviewedCases = Callable[[Actor, ColumnElement[int]], ColumnElement[bool]]
OpenActions = Callable[[Work, int, int, date], Sequence[OpenAction]]

_known_clients: list[KnownClients] = []
_reminders: list[Reminding] = []
_reminders_in_steps: list[RemindingInSteps] = []
_dates_due: list[DatesDue] = []
_seal_checks: list[SealCheck] = []
_calendar_changed: list[CalendarChanged] = []
_reviewed_cases: list[ReviewedCases] = []
_cases_in_use: list[CasesInUse] = []
_open_actions: list[OpenActions] = []


def fill_seal_check(check: SealCheck) -> None:
    """Let `flask audit verify` also run a room's check of its sealed records."""
    if check not in _seal_checks:
        _seal_checks.append(check)


def broken_seals(session: Session) -> Iterator[str]:
    """Return a sentence for each sealed record, of any room, that no longer equals its seal."""
    for check in _seal_checks:
        yield from check(session)


def fill_known_clients(known: KnownClients) -> None:
    """Let the room that keeps the case register say which references and names it holds."""
    _known_clients[:] = [known]


def known_clients(session: Session | None) -> tuple[Sequence[str], Sequence[str]]:
    """Return the references and the names of the case register; none while nobody keeps one.

    A database that cannot be reached, or without tables, counts as an empty register.
    """
    if session is None or not _known_clients:
        return (), ()
    try:
        return _known_clients[0](session)
    except (OperationalError, ProgrammingError):
        return (), ()


def fill_reminders(remind: Reminding) -> None:
    """Let a room say what people are to be reminded of, each time notices are sent."""
    if remind not in _reminders:
        _reminders.append(remind)


def remind(work: Work) -> int:
    """Let each room write what is due to be said today, and return how many things were said."""
    return sum(fill(work) for fill in _reminders)


def fill_reminders_in_steps(remind: RemindingInSteps) -> None:
    """Let a room that works long for its reminders do so in transactions of its own."""
    if remind not in _reminders_in_steps:
        _reminders_in_steps.append(remind)


def remind_in_steps(reading: Works, writing: Works) -> int:
    """Let each such room read first and write by small steps; return how many things were said.

    `writing` gives pieces of work that are settled and committed each at its end.
    """
    return sum(fill(reading, writing) for fill in _reminders_in_steps)


def fill_dates_due(dates: DatesDue) -> None:
    """Let a room put what is due for the actor into their calendar."""
    if dates not in _dates_due:
        _dates_due.append(dates)


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return what is due for the actor, as every room tells it."""
    for dates in _dates_due:
        yield from dates(work)


def fill_calendar_changed(changed: CalendarChanged) -> None:
    """Let the room that keeps clocks follow a closure day, and say how many due dates it moves."""
    _calendar_changed[:] = [changed]


def calendar_changed(work: Work, day: date | None) -> int | None:
    """Say that a day counts now or no longer, or, without one, that any day may.

    Returns how many due dates move, None if nobody counts clocks.
    """
    return _calendar_changed[0](work, day) if _calendar_changed else None


def fill_reviewed_cases(reviewed: ReviewedCases) -> None:
    """Let the room of the case reviews say, as SQL, which cases somebody is to review."""
    _reviewed_cases[:] = [reviewed]


def reviewed_cases_are_known() -> bool:
    """Return whether a room says which cases somebody is to review."""
    return bool(_reviewed_cases)


def is_to_review(actor: Actor, case_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return SQL that is true where the actor has a review of the case to do; else false."""
    return _reviewed_cases[0](actor, case_id) if _reviewed_cases else false()


def fill_cases_in_use(in_use: CasesInUse) -> None:
    """Let a room say which cases its records rest on, so that these cannot be taken back."""
    if in_use not in _cases_in_use:
        _cases_in_use.append(in_use)


def cases_in_use(session: Session, case_ids: Sequence[int]) -> set[int]:
    """Return those of the cases that a record of any room above rests on."""
    return {case_id for in_use in _cases_in_use for case_id in in_use(session, case_ids)}


class StrandLine(Value):
    """What is known of a person's casework beside a strand, in one line, and where all of it is.

    `words` is empty where no figure informs the strand; `why` is where the reasons are.
    """

    words: str
    why: str
    page: str


# Whose strands, in which practice area, and which: answers by strand, nothing for who may not see.
StrandLines = Callable[[Work, int, int, Sequence[str]], Mapping[str, StrandLine]]
_strand_lines: list[StrandLines] = []


def fill_strand_lines(lines: StrandLines) -> None:
    """Let the room that sees everything say what somebody's casework tells of a strand."""
    _strand_lines[:] = [lines]


def strand_lines(
    work: Work, person_id: int, practice_area_id: int, strands: Sequence[str]
) -> Mapping[str, StrandLine]:
    """Return what stands beside each of these strands; nothing where nobody knows or may see."""
    if not _strand_lines:
        return {}
    return _strand_lines[0](work, person_id, practice_area_id, strands)


def fill_open_actions(opened: OpenActions) -> None:
    """Let the room of supervision say which agreed actions are closed out before a sign-off."""
    _open_actions[:] = [opened]


def open_actions(
    work: Work, person_id: int, practice_area_id: int, since: date
) -> Sequence[OpenAction]:
    """Return the agreed actions to be closed out before an appraisal that began on a day is signed.

    Those of the practice area and those of none that were agreed before that day.
    """
    return _open_actions[0](work, person_id, practice_area_id, since) if _open_actions else ()
