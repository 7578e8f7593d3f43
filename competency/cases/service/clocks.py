"""The clocks of a case, written anew with each event; a clock excused or paused by who leads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import and_, delete, insert, select, true
from sqlalchemy.orm import Session

from competency.calendars.domain.nations import DEFAULT_NATION
from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.calendars.service.closures import working_calendar
from competency.calendars.service.days import calendar_of
from competency.cases import permissions
from competency.cases.domain import running
from competency.cases.domain.running import EXCUSED, MANAGER, RUNNING, WORKER, Form
from competency.cases.domain.timeline import Event, ended_on
from competency.cases.domain.writing import checked
from competency.cases.events import ClockExcused, ClocksRecomputed
from competency.cases.models import CaseAssignment, CaseClock, CaseEscalation, CaseExcuse, CaseFile
from competency.cases.queries import lines, tallies
from competency.cases.service.loading import Open, applies_to, holds, open_case, protocol_of
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.timeliness.domain.adjusting import Pause, check_pause
from competency.timeliness.service.standards import get_standards

NATION = DEFAULT_NATION
PAUSED = "paused"
Held = Sequence[tuple[date, int | None, int]]


def follow(opened: Open) -> None:
    """Write the clocks of one case anew from its line."""
    write_clocks(opened.work.session, opened.case, opened.line, opened.work.today)


def write_clocks(
    session: Session, case: CaseFile, line: Sequence[Event], today: date
) -> list[dict[str, Any]]:
    """Replace the kept clocks of a case by what its line says, and return them.

    The counts by month, team and worker follow in the same transaction.
    """
    rows = clocks_of(
        case,
        line,
        today,
        calendar=working_calendar(session),
        forms=_forms(session, case),
        held=_held(session, case.id),
        excuses=_excuses(session, case.id),
    )
    before = tallies.counted(session, case.id)
    session.execute(
        delete(CaseClock)
        .where(CaseClock.case_id == case.id)
        .execution_options(synchronize_session=False)
    )
    if rows:
        session.execute(insert(CaseClock), rows)
    tallies.change(session, before, Counter(tallies.key_of(row) for row in rows))
    return rows


def clocks_of(
    case: CaseFile,
    line: Sequence[Event],
    today: date,
    *,
    calendar: WorkingCalendar | None = None,
    forms: Sequence[Form] = (),
    held: Held = (),
    excuses: Mapping[tuple[str, int], Sequence[Pause | None]] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Return the clocks of a case as rows of their table, asking nothing of the database.

    `held` says who was key worker in which team from which day on. Without a calendar only the
    bank holidays are left out, no closure day.
    """
    protocol, calendar = protocol_of(case), calendar or calendar_of(NATION)
    applies = applies_to(case, protocol)
    rows = []
    for turn in running.turns(line, standards(), protocol, applies, calendar, today, forms):
        worker_id, team_id = _duty(held, turn.due) or (case.key_worker_id, case.team_id)
        own = excuses.get((turn.standard, turn.sequence), ())
        stand = running.adjusted(
            turn,
            calendar,
            today,
            ended_on(line),
            [pause for pause in own if pause is not None],
            excused=None in own,
        )
        rows.append(
            {
                "case_id": case.id,
                "standard": turn.standard,
                "sequence": turn.sequence,
                "start_on": turn.start,
                "due_on": turn.due,
                "end_on": turn.end,
                "month": turn.due.replace(day=1),
                "state": turn.state,
                "adjusted_due_on": stand.due,
                "adjusted_state": stand.state,
                "holder_id": worker_id if turn.actor == WORKER else None,
                "team_id": team_id,
            }
        )
    return rows


def standards() -> TimelinessStandards:
    """Return the timeliness standards by which cases are judged."""
    return get_standards()


def retain_until(opened: Open, line: Sequence[Event]) -> date | None:
    """Return until when a closed case is kept; None while it is open."""
    return kept_until(opened.case, line)


def kept_until(case: CaseFile, line: Sequence[Event]) -> date | None:
    """Return until when a case with this line is kept; None while it is open."""
    return running.retain_until(line, protocol_of(case))


def recompute_open(work: Work, *, ended: bool = False) -> int:
    """Write the clocks of all open cases anew, after the calendar changed; return how many.

    With `ended` also those of cases that ended. For the system only.
    """
    if work.actor.person_id is not None:
        raise Forbidden("Only the system recomputes the clocks.")
    count, after = 0, 0
    while True:
        cases = work.session.scalars(
            select(CaseFile)
            .where(CaseFile.id > after, true() if ended else CaseFile.ended_on.is_(None))
            .where(CaseFile.disposed_at.is_(None))
            .order_by(CaseFile.id)
            .limit(lines.CHUNK)
        ).all()
        if not cases:
            break
        found = lines.lines_of(work.session, [case.id for case in cases])
        for case in cases:
            write_clocks(work.session, case, found[case.id], work.today)
        count, after = count + len(cases), cases[-1].id
    work.record(ClocksRecomputed(cases=count))
    return count


def follow_calendar(work: Work, day: date | None) -> int:
    """Let the open clocks that run over a day follow that it counts now or no longer.

    Without a day, all open clocks follow another calendar. Returns how many of them are due on
    another day by it; the calendar asks this, in its work.
    """
    over = true() if day is None else and_(CaseClock.start_on < day, CaseClock.due_on >= day)
    running_over = (
        select(CaseClock.case_id)
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(CaseFile.ended_on.is_(None), CaseFile.disposed_at.is_(None))
        .where(CaseClock.state == RUNNING, over)
        .distinct()
        .order_by(CaseClock.case_id)
    )
    ids, changed = work.session.scalars(running_over).all(), 0
    for start in range(0, len(ids), lines.CHUNK):
        some = ids[start : start + lines.CHUNK]
        found = lines.lines_of(work.session, some)
        for case in work.session.scalars(
            select(CaseFile).where(CaseFile.id.in_(some)).order_by(CaseFile.id)
        ):
            before = _due_days(work.session, case.id)
            write_clocks(work.session, case, found[case.id], work.today)
            after = _due_days(work.session, case.id)
            changed += sum(before[key] != due for key, due in after.items() if key in before)
    return changed


def _due_days(session: Session, case_id: int) -> dict[tuple[str, int], date]:
    """Return when each running clock of a case is due."""
    rows = session.execute(
        select(CaseClock.standard, CaseClock.sequence, CaseClock.due_on).where(
            CaseClock.case_id == case_id, CaseClock.state == RUNNING
        )
    )
    return {(row.standard, row.sequence): row.due_on for row in rows}


def excuse(work: Work, case_id: int, standard: str, sequence: int, reason: str) -> CaseExcuse:
    """Leave a clock out of the adjusted figures, with a reason, and return the note of it.

    Refuses whoever the clock measures, and one that is excused already. The raw figure stays.
    """
    return _excuse(work, case_id, standard, sequence, EXCUSED, reason)


def pause(
    work: Work,
    case_id: int,
    standard: str,
    sequence: int,
    reason: str,
    *,
    from_on: date,
    until: date,
) -> CaseExcuse:
    """Let a clock stand still over some days, with a reason, and return the note of it.

    Refuses whoever the clock measures, days in the wrong order, and days of another pause.
    """
    if until < from_on:
        raise Refused("wrong_order", "The pause ends before it begins.", field="until")
    return _excuse(work, case_id, standard, sequence, PAUSED, reason, from_on=from_on, until=until)


def measures(work: Work, case: CaseFile, standard: str, holder_id: int | None) -> bool:
    """Return whether a clock of the case measures the actor's own work.

    What a manager has to do (a sign-off) measures the key worker's own supervisor.
    """
    if work.actor.person_id in (holder_id, case.key_worker_id):
        return True
    managers = {one.code for one in standards().standards if one.actor == MANAGER}
    return standard in managers and holds(work, case.id, permissions.MEASURED)


def _excuse(
    work: Work,
    case_id: int,
    standard: str,
    sequence: int,
    kind: str,
    reason: str,
    *,
    from_on: date | None = None,
    until: date | None = None,
) -> CaseExcuse:
    opened = open_case(work, case_id, permissions.EXCUSE)
    clock = work.session.scalar(
        select(CaseClock).where(
            CaseClock.case_id == case_id,
            CaseClock.standard == standard,
            CaseClock.sequence == sequence,
        )
    )
    if clock is None:
        raise NotFound("There is no such clock on this case.")
    if measures(work, opened.case, standard, clock.holder_id):
        raise Forbidden("A clock is never excused by the person it measures.")
    before = _excuses(work.session, case_id).get((standard, sequence), [])
    if kind == EXCUSED and None in before:
        raise Refused("excused_already", "This clock is excused already.")
    if from_on is not None:
        others = [pause for pause in before if pause is not None]
        check_pause(Pause(from_on, until, reason, ""), others)
    row = CaseExcuse(
        case_id=case_id,
        standard=standard,
        sequence=sequence,
        kind=kind,
        from_on=from_on,
        until=until,
        reason=checked(reason, "reason", "Say why this clock is excused.", longest=500),
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    follow(opened)
    work.record(ClockExcused(case_id=case_id, standard=standard, sequence=sequence, kind=kind))
    return row


def _forms(session: Session, case: CaseFile) -> list[Form]:
    protocol = protocol_of(case)
    deadlines = {kind.code: kind.deadline for kind in protocol.escalations if kind.deadline}
    rows = session.execute(
        select(
            CaseEscalation.kind,
            CaseEscalation.known_at,
            CaseEscalation.form_due_at,
            CaseEscalation.form_sent_at,
        )
        .where(CaseEscalation.case_id == case.id, CaseEscalation.form_due_at.is_not(None))
        .order_by(CaseEscalation.id)
    )
    return [
        Form(deadlines.get(row.kind) or row.kind, row.known_at, row.form_due_at, row.form_sent_at)
        for row in rows
    ]


def _excuses(session: Session, case_id: int) -> dict[tuple[str, int], list[Pause | None]]:
    """Return by clock its pauses, and None where it is excused."""
    found: dict[tuple[str, int], list[Pause | None]] = {}
    for row in session.execute(
        select(CaseExcuse.__table__).where(CaseExcuse.case_id == case_id).order_by(CaseExcuse.id)
    ):
        pause = Pause(row.from_on, row.until, row.reason, "") if row.kind == PAUSED else None
        found.setdefault((row.standard, row.sequence), []).append(pause)
    return found


def _held(session: Session, case_id: int) -> list[tuple[date, int | None, int]]:
    rows = session.execute(
        select(CaseAssignment.from_on, CaseAssignment.person_id, CaseAssignment.team_id)
        .where(CaseAssignment.case_id == case_id)
        .order_by(CaseAssignment.seq)
    )
    return [(row.from_on, row.person_id, row.team_id) for row in rows]


def _duty(held: Held, due: date) -> tuple[int | None, int] | None:
    """Return who was key worker in which team on the day; on a day to come, who is it now.

    Before the first key worker nobody held the duty, but the team did; None without any.
    """
    if not held:
        return None
    found = ((person, team) for since, person, team in reversed(held) if since <= due)
    return next(found, (None, held[0][2]))
