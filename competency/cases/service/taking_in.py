"""Taking cases in from a file: previewed, matched by reference, taken in once, undone as one."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, union
from sqlalchemy.orm import Session

from competency.calendars.service.closures import working_calendar
from competency.cases import permissions
from competency.cases.domain.incoming import (
    COLUMN_OF,
    TEAM,
    WORKER,
    FileRead,
    Incoming,
    RowFault,
    read_file,
)
from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import Event, ended_on
from competency.cases.events import BatchUndone, CasesTakenIn
from competency.cases.models import CaseAssignment, CaseBatch, CaseClock, CaseEvent, CaseFile
from competency.cases.queries import lines, tallies
from competency.cases.service import clocks, disposing
from competency.cases.service.loading import get_protocol
from competency.infra import slots
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, lookup, teams

NOTE = "Taken over from a file."
CHUNK = 500


class Impossible(Value):
    """A case of the file whose days cannot be so, and why; it is confirmed or corrected."""

    row: int
    reference: str
    reasons: Sequence[str]


class Preview(Value, kw_only=True):
    """What a file would bring: new cases, those there already, and what stands in the way.

    `differing` are there with other days; they are left as they are and corrected by hand.
    `teams` and `workers` say whose number each word of these columns stands for.
    """

    sha256: str
    new: Sequence[Incoming]
    same: Sequence[str]
    differing: Sequence[str]
    impossible: Sequence[Impossible]
    faults: Sequence[RowFault]
    teams: Mapping[str, int]
    workers: Mapping[str, int]

    @property
    def faulty(self) -> int:
        """Return how many rows have faults."""
        return len({fault.row for fault in self.faults})

    @property
    def good(self) -> int:
        """Return how many new cases can be taken in as they are."""
        return len(self.new) - len(self.impossible)


class BatchSeen(Value, kw_only=True):
    """A batch with what became of its cases: untouched ones can be taken back, others stay."""

    batch: CaseBatch
    untouched: int
    worked_on: Sequence[str]


class _Place(Value):
    team_id: int
    worker_id: int | None


def preview(work: Work, content: bytes) -> Preview:
    """Return what would be taken in from a file; changes nothing."""
    return _look(work, content)[0]


def take_in(
    work: Work,
    content: bytes,
    source_name: str,
    practice_area_id: int,
    *,
    confirmed: Collection[str] = (),
    leave_out: bool = False,
) -> CaseBatch:
    """Take the new cases of a file in, and return their batch; what is there already is left.

    `confirmed` are references whose impossible days are taken as they are. Refuses a file with
    any fault or with impossible days that nobody confirmed, unless those rows are left out, and
    one that brings nothing new.
    """
    found, places = _look(work, content)
    if work.actor.person_id is None:
        raise Forbidden("Only a person takes cases in.")
    new = _to_take(found, set(confirmed), leave_out=leave_out)
    if practice_area_id not in {area.id for area in lookup.practice_areas(work.session)}:
        raise Refused("unknown_area", "Choose a practice area of the list.")
    batch = CaseBatch(
        source_name=source_name[:200],
        source_sha256=found.sha256,
        cases=len(new),
        by_id=work.actor.person_id,
        at=work.now,
        undone_at=None,
    )
    work.session.add(batch)
    work.session.flush()
    for start in range(0, len(new), CHUNK):
        some = new[start : start + CHUNK]
        _write(work, batch, some, places, practice_area_id)
    work.session.flush()
    tallies.recount(work.session)
    work.record(CasesTakenIn(batch_id=batch.id, source_sha256=found.sha256, cases=len(new)))
    return batch


def _to_take(found: Preview, confirmed: set[str], *, leave_out: bool) -> list[Incoming]:
    """Return the new cases that can be taken in; refuses where something needs somebody."""
    unconfirmed = {one.reference for one in found.impossible} - confirmed
    if found.faults and not leave_out:
        raise Refused(
            "faulty", f"{_rows(found.faulty)} cannot be taken in. Correct the file, or leave out."
        )
    if unconfirmed and not leave_out:
        raise Refused(
            "unconfirmed",
            f"{_rows(len(unconfirmed))} cannot have happened in this order. Confirm each, correct "
            "the file, or leave out.",
        )
    new = [row for row in found.new if row.reference not in unconfirmed]
    if not new:
        raise Refused("nothing_new", "There is no new case to take in.")
    return new


def _rows(count: int) -> str:
    return "A row" if count == 1 else f"{count:,} rows"


def undo(work: Work, batch_id: int) -> tuple[int, int]:
    """Take back the cases of a batch on which nobody has worked since; return how many, and kept.

    Refuses a batch that was taken back already.
    """
    access.require_role(work, permissions.IMPORT)
    batch = work.session.get(CaseBatch, batch_id)
    if batch is None:
        raise NotFound("There is no such batch of cases.")
    if batch.undone_at is not None:
        raise Refused("undone", "These cases were taken back already.")
    cases, untouched = _cases_of(work.session, batch)
    for case in untouched:
        case.disposed_at = work.now  # only then may what was appended go
    work.session.flush()
    for case in untouched:
        disposing.remove_content(work.session, case.id)
        work.session.delete(case)
    batch.undone_at = work.now
    work.session.flush()
    kept = len(cases) - len(untouched)
    work.record(BatchUndone(batch_id=batch_id, removed=len(untouched), kept=kept))
    return len(untouched), kept


def get_batch(work: Work, batch_id: int) -> BatchSeen:
    """Return one batch with how many of its cases can be taken back, and which cannot."""
    access.require_role(work, permissions.IMPORT)
    batch = work.session.get(CaseBatch, batch_id)
    if batch is None:
        raise NotFound("There is no such batch of cases.")
    cases, untouched = _cases_of(work.session, batch)
    free = {case.id for case in untouched}
    worked_on = [case.reference for case in cases if case.id not in free]
    return BatchSeen(batch=batch, untouched=len(free), worked_on=worked_on)


def require_importer(work: Work) -> None:
    """Refuse whoever may not take cases in from a file."""
    access.require_role(work, permissions.IMPORT)


def batches(work: Work) -> list[CaseBatch]:
    """Return the batches of cases that came in, the newest first."""
    access.require_role(work, permissions.IMPORT)
    return list(work.session.scalars(select(CaseBatch).order_by(CaseBatch.id.desc())))


def _cases_of(session: Session, batch: CaseBatch) -> tuple[list[CaseFile], list[CaseFile]]:
    """Return the cases of a batch by reference, and those on which nobody has worked since."""
    cases = session.scalars(
        select(CaseFile)
        .where(CaseFile.batch_id == batch.id, CaseFile.disposed_at.is_(None))
        .order_by(CaseFile.reference)
    ).all()
    touched = _worked_on(session, batch) if cases else set()
    touched |= slots.cases_in_use(session, [case.id for case in cases])
    return list(cases), [one for one in cases if one.id not in touched and one.version == 1]


def _worked_on(session: Session, batch: CaseBatch) -> set[int]:
    """Return the cases of a batch to which anything was added since."""
    of_batch = select(CaseFile.id).where(CaseFile.batch_id == batch.id)
    came_along = {CaseEvent, CaseAssignment, CaseClock}
    columns = (
        model.metadata.tables[model.__tablename__].c.case_id
        for model in disposing.CONTENT
        if model not in came_along
    )
    later = select(CaseEvent.case_id).where(
        CaseEvent.case_id.in_(of_batch), CaseEvent.recorded_at != batch.at
    )
    added = (select(column).where(column.in_(of_batch)) for column in columns)
    return set(session.scalars(union(later, *added)))


def _look(work: Work, content: bytes) -> tuple[Preview, Mapping[str, _Place]]:
    access.require_role(work, permissions.IMPORT)
    read = read_file(content, work.today)
    _check_days(work.session, read)
    read.rows = [row for row in read.rows if row.reference not in read.twice]
    said_teams: dict[str, int] = {}
    said_workers: dict[str, int] = {}
    places = _places(work.session, read, said_teams, said_workers)
    read.rows = [row for row in read.rows if row.reference in places]
    there = _there(work.session, [row.reference for row in read.rows])
    known = lines.lines_of(work.session, there.values())
    new: list[Incoming] = []
    same: list[str] = []
    differing: list[str] = []
    for row in read.rows:
        if row.reference not in there:
            new.append(row)
        elif _pairs(row.line()) <= _pairs(known[there[row.reference]]):
            same.append(row.reference)
        else:
            differing.append(row.reference)
    impossible = [
        Impossible(row.row, row.reference, reasons)
        for row in new
        if (reasons := row.impossible(work.today))
    ]
    found = Preview(
        sha256=hashlib.sha256(content).hexdigest(),
        new=new,
        same=same,
        differing=differing,
        impossible=impossible,
        faults=sorted(read.faults, key=lambda fault: fault.row),
        teams=said_teams,
        workers=said_workers,
    )
    return found, places


def _check_days(session: Session, read: FileRead) -> None:
    """Note a fault for each day that the calendar does not know, and leave its row away."""
    calendar = working_calendar(session)
    outside: set[int] = set()
    for row in read.rows:
        for kind, days in row.days.items():
            for day in days:
                try:
                    calendar.require(day)
                except Refused as refused:
                    outside.add(row.row)
                    read.faults.append(RowFault(row.row, COLUMN_OF[kind], refused.message))
    read.rows = [row for row in read.rows if row.row not in outside]


def _places(
    session: Session, read: FileRead, said_teams: dict[str, int], said_workers: dict[str, int]
) -> dict[str, _Place]:
    """Return team and worker of each row by reference; notes a fault where one is not known.

    What each word stands for is noted in `said_teams` and `said_workers`.
    """
    known = {team.name.casefold(): team.id for team in teams.all_teams(session)}
    staff = teams.find_staff(session, (row.worker for row in read.rows))
    found: dict[str, _Place] = {}
    for row in read.rows:
        team_id = known.get(row.team.casefold())
        people = staff.get(row.worker.casefold(), [])
        if team_id is None:
            read.faults.append(RowFault(row.row, TEAM, f"There is no team {row.team!r}."))
        elif row.worker and len(people) != 1:
            who = "Nobody has" if not people else "Several people have"
            reason = f"{who} this name, staff number or email address: {row.worker!r}."
            read.faults.append(RowFault(row.row, WORKER, reason))
        elif Happened.ASSIGNED in row.days and not row.worker:
            read.faults.append(RowFault(row.row, WORKER, "It was assigned, but to whom?"))
        else:
            found[row.reference] = _Place(team_id, people[0].id if people else None)
            said_teams[row.team] = team_id
            if people:
                said_workers[row.worker] = people[0].id
    return found


def _there(session: Session, references: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(references), CHUNK):
        rows = session.execute(
            select(CaseFile.reference, CaseFile.id).where(
                CaseFile.reference.in_(references[start : start + CHUNK])
            )
        )
        found |= {row.reference: row.id for row in rows}
    return found


def _pairs(line: Sequence[Event]) -> set[tuple[str, Any]]:
    return {(event.kind, event.happened_on) for event in line}


def _write(
    work: Work,
    batch: CaseBatch,
    rows: Sequence[Incoming],
    places: Mapping[str, _Place],
    practice_area_id: int,
) -> None:
    protocol, calendar = get_protocol().standard, working_calendar(work.session)
    cases = [
        CaseFile(
            reference=row.reference,
            practice_area_id=practice_area_id,
            team_id=places[row.reference].team_id,
            key_worker_id=places[row.reference].worker_id
            if Happened.ASSIGNED in row.days
            else None,
            protocol_id=protocol.id,
            protocol_version=protocol.version,
            batch_id=batch.id,
        )
        for row in rows
    ]
    written = [row.line() for row in rows]
    for case, line in zip(cases, written, strict=True):
        case.ended_on, case.retain_until = ended_on(line), clocks.kept_until(case, line)
    work.session.add_all(cases)
    work.session.flush()
    events: list[dict[str, Any]] = []
    assigned: list[dict[str, Any]] = []
    timed: list[dict[str, Any]] = []
    by = {"by_id": work.actor.person_id, "at": work.now}
    for case, line in zip(cases, written, strict=True):
        events.extend(_event(work, case.id, event) for event in line)
        held = []
        for on in [e.happened_on for e in line if e.kind == Happened.ASSIGNED]:
            held = [(on, case.key_worker_id, case.team_id)]
            fields = {"person_id": case.key_worker_id, "team_id": case.team_id, "from_on": on}
            assigned.append({"case_id": case.id, "seq": 1, "reason": NOTE, **fields, **by})
        timed.extend(clocks.clocks_of(case, line, work.today, calendar=calendar, held=held))
    for model, found in ((CaseEvent, events), (CaseAssignment, assigned), (CaseClock, timed)):
        if found:
            work.session.execute(insert(model), found)


def _event(work: Work, case_id: int, event: Event) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "kind": event.kind,
        "detail": event.detail,
        "happened_on": event.happened_on,
        "note": NOTE,
        "recorded_at": work.now,
        "recorded_by_id": work.actor.person_id,
    }
