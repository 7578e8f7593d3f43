"""One case as its pages show it, in few queries whatever there is of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from competency.cases import permissions
from competency.cases.domain import way
from competency.cases.domain.consent import standing_consents, withdrawn_consents
from competency.cases.domain.kinds import plain_kinds
from competency.cases.domain.running import RUNNING
from competency.cases.domain.timeline import Event, standing
from competency.cases.models import CaseFile
from competency.cases.queries import lines, whole
from competency.cases.queries.whole import Paper
from competency.cases.service.loading import applies_to, load_and_ask, protocol_of
from competency.cases.service.recording import action_to_correct
from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    Stage,
)
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.people.service import lookup, teams

ASKED = (
    permissions.SEE,
    permissions.SEE_ESCALATIONS,
    permissions.WORK,
    permissions.SEE_NAME,
    permissions.ASSIGN,
    permissions.SIGN_OFF,
    permissions.CLOSE,
    permissions.CLEAR_TAG,
    permissions.EXCUSE,
    permissions.HOLD,
)


class ClockLine(Value):
    """One clock on a case's page; what is late is running and was due before today."""

    standard: str
    sequence: int
    start_on: date
    due_on: date
    end_on: date | None
    state: str
    is_late: bool
    excuse: str
    excuse_reason: str


class Head(Value, kw_only=True):
    """What stands at the top of every page of a case; the tag cannot be missed."""

    id: int
    reference: str
    name: str | None
    team: str
    practice_area: str
    key_worker_id: int | None
    safeguarding_since: date | None
    stage: Stage
    ended_on: date | None
    withdrawn: Mapping[str, date]
    version: int


class Whole(Value, kw_only=True):
    """All of a case: its head, its line with what was corrected, its clocks and papers.

    `managers` are the names of those who supervise the key worker today.
    """

    head: Head
    case: CaseFile
    protocol: CaseManagementProtocol
    applies: frozenset[str]
    line: tuple[Event, ...]
    written: Sequence[Event]
    consents: Mapping[str, date]
    clocks: Sequence[ClockLine]
    papers: Mapping[str, Sequence[Paper]]
    goals: Sequence[Row[Any]]
    concerns: Sequence[Row[Any]]
    names: Mapping[int, str]
    managers: Sequence[str]
    kinds: Sequence[str]
    may: Mapping[Action, bool]

    @property
    def running(self) -> list[ClockLine]:
        """Return the clocks that run, the next due first."""
        return [clock for clock in self.clocks if clock.state == RUNNING]

    def may_correct(self, kind: str) -> bool:
        """Return whether the actor may correct an event of this kind here."""
        return self.may[action_to_correct(kind)]

    def newest(self, kind: str) -> Paper | None:
        """Return the newest paper of a kind, or None."""
        found = self.papers.get(kind, ())
        return found[-1] if found else None


def whole_case(work: Work, case_id: int) -> Whole:
    """Return all of a case that the actor may see, in nine queries; raises NotFound.

    What hangs on an event that was struck out is left away; `written` still has the event. Who
    may not see names gets none (`head.name` is None, as where the organisation keeps none).
    """
    case, may = load_and_ask(work, case_id, permissions.READ, ASKED)
    written = lines.written(work.session, case_id)
    line = standing(written)
    protocol = protocol_of(case)
    counts = {event.id for event in line}
    papers: dict[str, list[Paper]] = {}
    for paper in whole.papers(work.session, case_id):
        if paper.event_id is None or paper.event_id in counts:
            papers.setdefault(paper.kind, []).append(paper)
    concerns = [c for c in whole.concerns(work.session, case_id) if c.event_id in counts]
    clocks = whole.clocks(work.session, case_id)
    ids = {case.key_worker_id, *(event.recorded_by_id for event in written)}
    ids |= {paper.who_id for found in papers.values() for paper in found}
    ids |= {clock.excused_by_id for clock in clocks} | {clock.holder_id for clock in clocks}
    applies = applies_to(case, protocol)
    names, above = lookup.names_and_line(work.session, ids, case.key_worker_id, work.today)
    return Whole(
        head=_head(work, case, line, protocol, may[permissions.SEE_NAME]),
        case=case,
        protocol=protocol,
        applies=applies,
        line=line,
        written=written,
        consents=standing_consents(line),
        clocks=_clocks(clocks, work.today),
        papers=papers,
        goals=whole.goals(work.session, case_id),
        concerns=concerns,
        names=names,
        managers=[one.name for one in above],
        kinds=plain_kinds(protocol, applies | {way.THERAPY}),
        may=may,
    )


def head(work: Work, case_id: int, action: Action = permissions.SEE) -> Head:
    """Return what stands at the top of every page of a case, for its forms; raises NotFound."""
    case, may = load_and_ask(work, case_id, action, (permissions.SEE_NAME,))
    line = lines.line(work.session, case_id)
    return _head(work, case, line, protocol_of(case), may[permissions.SEE_NAME])


def escalations(work: Work, case_id: int) -> tuple[str, Sequence[Row[Any]]]:
    """Return a case's reference and concerns, for those who may see its concerns alone."""
    case, _ = load_and_ask(work, case_id, permissions.SEE_ESCALATIONS, ())
    return case.reference, whole.concerns(work.session, case_id)


def _head(
    work: Work,
    case: CaseFile,
    line: tuple[Event, ...],
    protocol: CaseManagementProtocol,
    may_name: bool,
) -> Head:
    team, area = teams.place_names(work.session, case.team_id, case.practice_area_id)
    return Head(
        id=case.id,
        reference=case.reference,
        name=whole.client_name(work.session, case.id) if may_name else None,
        team=team,
        practice_area=area,
        key_worker_id=case.key_worker_id,
        safeguarding_since=case.safeguarding_since,
        stage=way.stage_of(line, protocol),
        ended_on=case.ended_on,
        withdrawn=withdrawn_consents(line),
        version=case.version,
    )


def _clocks(rows: Sequence[Row[Any]], today: date) -> list[ClockLine]:
    """Return each clock once, with its newest excuse."""
    found: dict[tuple[str, int], ClockLine] = {}
    for row in rows:
        found[row.standard, row.sequence] = ClockLine(
            row.standard,
            row.sequence,
            row.start_on,
            row.due_on,
            row.end_on,
            row.state,
            row.state == RUNNING and row.due_on < today,
            row.excuse or "",
            row.excuse_reason or "",
        )
    return list(found.values())
