"""What of a case's record other rooms judge it by: its line, clocks and workers; no permissions.

The caller has already authorised what it does with them; no client's name is among it.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.domain import way
from competency.cases.domain.kinds import Happened
from competency.cases.domain.running import EXCUSED, RUNNING
from competency.cases.domain.timeline import Event, first
from competency.cases.models import CaseAssignment, CaseClock, CaseFile
from competency.cases.queries import lines
from competency.cases.service.loading import applies_to, protocol_of
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.timeliness.domain.results import Result

NO_RECORD = "There is no record of this case any more."


class KeptClock(Value):
    """One clock of a case and how it stands on the day of asking, its pauses left out.

    One that was excused says not applicable: nobody is held to it.
    """

    standard: str
    start_on: date
    due_on: date
    end_on: date | None
    result: Result


class Held(Value):
    """Who was key worker from a day on, until the day the next one began (None: still is)."""

    person_id: int | None
    from_on: date
    until: date | None


class Record(Value):
    """A case by its reference: what happened, how its clocks stand, who held it."""

    id: int
    reference: str
    line: tuple[Event, ...]
    clocks: tuple[KeptClock, ...]
    held: tuple[Held, ...]
    drinks: bool
    therapy: bool

    def workers_since(self, day: date) -> frozenset[int]:
        """Return who was key worker on the day or later."""
        return frozenset(
            one.person_id
            for one in self.held
            if one.person_id is not None and (one.until is None or one.until > day)
        )


def record_of(session: Session, case_id: int, today: date) -> Record:
    """Return the record in four statements; raises NotFound for one that was disposed of."""
    case = session.scalar(
        select(CaseFile).where(CaseFile.id == case_id, CaseFile.disposed_at.is_(None))
    )
    if case is None:
        raise NotFound(NO_RECORD)
    line = lines.line(session, case_id)
    applies = applies_to(case, protocol_of(case))
    return Record(
        id=case_id,
        reference=case.reference,
        line=line,
        clocks=tuple(_clocks(session, case_id, today)),
        held=tuple(_held(session, case_id)),
        drinks=way.ALCOHOL in applies,
        therapy=way.THERAPY in applies or first(line, Happened.THERAPY_NEEDED) is not None,
    )


def _clocks(session: Session, case_id: int, today: date) -> Sequence[KeptClock]:
    rows = session.execute(
        select(
            CaseClock.standard,
            CaseClock.start_on,
            CaseClock.adjusted_due_on,
            CaseClock.end_on,
            CaseClock.adjusted_state,
        )
        .where(CaseClock.case_id == case_id)
        .order_by(CaseClock.adjusted_due_on, CaseClock.standard, CaseClock.sequence)
    )
    return [
        KeptClock(
            row.standard,
            row.start_on,
            row.adjusted_due_on,
            row.end_on,
            _result(row.adjusted_state, row.adjusted_due_on, today),
        )
        for row in rows
    ]


def _result(state: str, due_on: date, today: date) -> Result:
    if state == RUNNING:
        return Result.OVERDUE if due_on < today else Result.DUE
    return Result.NOT_APPLICABLE if state == EXCUSED else Result(state)


def _held(session: Session, case_id: int) -> Sequence[Held]:
    rows = session.execute(
        select(CaseAssignment.person_id, CaseAssignment.from_on)
        .where(CaseAssignment.case_id == case_id)
        .order_by(CaseAssignment.seq)
    ).all()
    ends = [*(row.from_on for row in rows[1:]), None]
    return [Held(row.person_id, row.from_on, end) for row, end in zip(rows, ends, strict=True)]
