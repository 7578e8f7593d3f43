"""Every clock of a case: the timeliness standards, and the protocol's deadlines and cycles."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.cases.domain.closing import follow_ups_made
from competency.cases.domain.consent import standing_consents
from competency.cases.domain.kinds import Happened
from competency.cases.domain.retention import kept_until
from competency.cases.domain.timeline import Event, days, ended_on, last
from competency.frameworks.domain.kinds.case_management_protocol import (
    EVERYONE,
    CaseManagementProtocol,
    ReviewCycle,
    clock_of,
)
from competency.frameworks.domain.kinds.timeliness_standards import (
    EVERY_N_MONTHS,
    TimelinessStandard,
    TimelinessStandards,
)
from competency.kernel.values import Value
from competency.timeliness.domain.adjusting import Pause, adjust
from competency.timeliness.domain.due import add_months, day_of
from competency.timeliness.domain.judging import CaseDates, Clock, judge
from competency.timeliness.domain.results import Result

MANAGER = "manager"
WORKER = "worker"
RUNNING, EXCUSED = "running", "excused"
AFTER_CONCERN = "risk-after-concern"
RISKS = (Happened.RISK_ASSESSED, Happened.RISK_REVIEWED)
OPEN_RESULTS = (Result.DUE, Result.OVERDUE)


class Turn(Value):
    """One clock as it is kept: `state` is running, or the result that no day changes any more."""

    standard: str
    sequence: int
    start: date
    due: date
    end: date | None
    state: str
    actor: str
    clock: Clock | None = None


class Stand(Value):
    """A clock with its pauses left out; `state` is EXCUSED where it counts in no adjusted rate."""

    due: date
    state: str


class Form(Value):
    """An incident whose form is due: which deadline, from which moment to which."""

    deadline: str
    known_at: datetime
    due_at: datetime
    sent_at: datetime | None


def dates_of(line: Sequence[Event]) -> CaseDates:
    """Return what happened and when, as the clock engine takes it."""
    kinds = {event.kind for event in line} | {Happened.FIRST_CONTACT.value}
    return CaseDates({str(kind): days(line, kind) for kind in kinds}, ended_on(line))


def turns(
    line: Sequence[Event],
    standards: TimelinessStandards,
    protocol: CaseManagementProtocol,
    applies: Collection[str],
    calendar: WorkingCalendar,
    today: date,
    forms: Sequence[Form] = (),
) -> list[Turn]:
    """Return every clock of a case that has started, the standards' first.

    Raises OutsideCalendar where a clock touches a day whose working days are not known.
    """
    dates = dates_of(line)
    own = TimelinessStandards(protocol.standard, tuple(_own(protocol, applies)), ())
    return [
        *_kept(judge(dates, standards, calendar, today)),
        *_kept(judge(dates, own, calendar, today)),
        *_forms(forms),
        *_follow_ups(line, protocol),
        *_after_concerns(line, protocol),
    ]


def _own(
    protocol: CaseManagementProtocol, applies: Collection[str]
) -> Iterator[TimelinessStandard]:
    """Yield the protocol's clocks for this case; those of an incident start with the incident."""
    rules = {EVERYONE, *applies}
    of_incidents = {kind.deadline for kind in protocol.escalations}
    for deadline in protocol.deadlines:
        counts = not deadline.is_guide and deadline.code not in of_incidents
        if counts and deadline.applies in rules:
            yield clock_of(deadline)
    for cycle in protocol.cycles:
        if cycle.applies in rules:
            yield _clock_of_cycle(cycle)


def _clock_of_cycle(cycle: ReviewCycle) -> TimelinessStandard:
    return TimelinessStandard(
        code=cycle.code,
        title=cycle.title,
        purpose=cycle.title,
        actor=WORKER,
        starts=cycle.starts,
        ends=cycle.reviewed,
        limit=cycle.every_months,
        unit=EVERY_N_MONTHS,
        about_months=None,
        end_before_start="invalid",
        repeats=True,
        source=cycle.source,
    )


def _kept(clocks: Iterable[Clock]) -> Iterator[Turn]:
    for clock in clocks:
        if clock.start is None or clock.due is None:
            continue
        yield Turn(
            clock.standard.code,
            clock.sequence,
            day_of(clock.start),
            day_of(clock.due),
            day_of(clock.end) if clock.end else None,
            _state(clock.result),
            clock.standard.actor,
            clock,
        )


def _state(result: Result) -> str:
    return RUNNING if result in OPEN_RESULTS else result.value


def adjusted(
    turn: Turn,
    calendar: WorkingCalendar,
    today: date,
    closed: date | None,
    pauses: Sequence[Pause],
    *,
    excused: bool,
) -> Stand:
    """Return how a clock stands without the days it was paused, or that it is excused."""
    if excused:
        return Stand(turn.due, EXCUSED)
    if turn.clock is None or not pauses:
        return Stand(turn.due, turn.state)
    found = adjust(turn.clock, calendar, today, closed=closed, pauses=pauses)
    return Stand(day_of(found.due) if found.due else turn.due, _state(found.result))


def _forms(forms: Sequence[Form]) -> Iterator[Turn]:
    for number, form in enumerate(forms, 1):
        end = day_of(form.sent_at) if form.sent_at else None
        state = RUNNING
        if form.sent_at is not None:
            state = Result.MET if form.sent_at <= form.due_at else Result.MISSED
        yield Turn(
            form.deadline,
            number,
            day_of(form.known_at),
            day_of(form.due_at),
            end,
            str(state),
            WORKER,
        )


def _follow_ups(line: Sequence[Event], protocol: CaseManagementProtocol) -> Iterator[Turn]:
    """Yield the contacts after closure, while the client agrees to them."""
    closed, consents = last(line, Happened.CLOSED), standing_consents(line)
    if closed is None or ended_on(line) is None:
        return
    done = follow_ups_made(line)
    for one in protocol.follow_ups:
        if one.consent not in consents:
            continue
        due, end = add_months(closed, one.after_months), done.get(one.code)
        state = RUNNING if end is None else str(Result.MET if end <= due else Result.MISSED)
        yield Turn(one.code, 1, closed, due, end, state, WORKER)


def _after_concerns(line: Sequence[Event], protocol: CaseManagementProtocol) -> Iterator[Turn]:
    """Yield the looking again at the risks that each concern asks for, on its own day."""
    asks = {kind.code for kind in protocol.escalations if kind.reviews_risk}
    concerns = [e for e in line if e.kind == Happened.ESCALATED and e.detail in asks]
    for number, concern in enumerate(sorted(concerns, key=lambda e: e.id), 1):
        on = concern.happened_on
        end = next((e.happened_on for e in line if e.kind in RISKS and _follows(e, concern)), None)
        state: str = RUNNING
        if end is not None:
            state = Result.MET  # the protocol sets no limit, so doing it is in time
        elif ended_on(line) is not None:
            state = Result.NOT_APPLICABLE
        yield Turn(AFTER_CONCERN, number, on, on, end, str(state), WORKER)


def _follows(event: Event, concern: Event) -> bool:
    return event.happened_on >= concern.happened_on and event.id > concern.id


def retain_until(line: Sequence[Event], protocol: CaseManagementProtocol) -> date | None:
    """Return the last day on which a case that ended is kept; None while it is open.

    A refused referral counts from its refusal, or from the decision on its last appeal.
    """
    end = ended_on(line)
    if end is None:
        return None
    decided = last(line, Happened.APPEAL_DECIDED) or end
    return kept_until(protocol.retention, max(end, decided))
