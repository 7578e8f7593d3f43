"""One clock of a case by itself: as it is beside as it is adjusted, and what was said of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from competency.cases import permissions
from competency.cases.domain.running import RUNNING
from competency.cases.queries import excuses
from competency.cases.service import clocks, reading
from competency.cases.service.loading import load_and_ask, protocol_of
from competency.cases.service.reading import ClockLine, Head
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound
from competency.kernel.values import Value
from competency.people.service import lookup


class OneClock(Value, kw_only=True):
    """A clock with its pauses and excusals; `holder` is whose work it measures, if a worker's."""

    head: Head
    protocol: CaseManagementProtocol
    line: ClockLine
    adjusted: Row[Any]
    said: Sequence[Row[Any]]
    names: Mapping[int, str]
    holder: str
    may_excuse: bool
    is_own: bool


def one_clock(work: Work, case_id: int, standard: str, sequence: int) -> OneClock:
    """Return a clock of a case that the actor may see; raises NotFound.

    `may_excuse` is false for the person whom it measures, whatever else they may do.
    """
    case, may = load_and_ask(work, case_id, permissions.SEE, (permissions.EXCUSE,))
    rows = excuses.of_clock(work.session, case_id, standard, sequence)
    if not rows:
        raise NotFound("There is no such clock on this case.")
    clock = rows[0]
    said = [row for row in rows if row.kind]
    names = lookup.names(work.session, {clock.holder_id, *(row.by_id for row in said)})
    is_own = clocks.measures(work, case, standard, clock.holder_id)
    return OneClock(
        head=reading.head(work, case_id),
        protocol=protocol_of(case),
        line=ClockLine(
            standard,
            sequence,
            clock.start_on,
            clock.due_on,
            clock.end_on,
            clock.state,
            clock.state == RUNNING and clock.due_on < work.today,
            "",
            "",
        ),
        adjusted=clock,
        said=said,
        names=names,
        holder=names.get(clock.holder_id or 0, ""),
        may_excuse=may[permissions.EXCUSE] and not is_own,
        is_own=is_own,
    )


def to_excuse(work: Work, case_id: int, standard: str, sequence: int) -> OneClock:
    """Return the clock for who may pause or excuse it; raises NotFound or Forbidden."""
    found = one_clock(work, case_id, standard, sequence)
    if not found.may_excuse:
        raise Forbidden(
            "A clock is paused or excused by those who lead, never by whom it measures."
        )
    return found
