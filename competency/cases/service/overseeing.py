"""The cases of a team as those who answer for them look through them."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, exists, true

from competency.cases import permissions
from competency.cases.domain.kinds import Happened
from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseClock, CaseFile
from competency.cases.queries import lists, stages
from competency.cases.queries.lists import CaseRow
from competency.cases.service.loading import get_protocol, scope
from competency.frameworks.domain.kinds.case_management_protocol import Stage
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import lookup, teams


class Wanted(Value, kw_only=True):
    """Which cases are asked for; what is None or false narrows nothing."""

    team_id: int | None = None
    worker_id: int | None = None
    stage: str = ""
    late_only: bool = False
    unassigned: bool = False
    ended: bool = False


class Overseen(Value):
    """Cases of a list, with the stage of each and all the names it needs."""

    cases: list[CaseRow]
    count: int
    stages: Mapping[int, Stage]
    names: Mapping[int, str]
    workers: Mapping[int, str]
    teams: Mapping[int, str]
    areas: Mapping[int, str]


def oversee(work: Work, wanted: Wanted, *, page: int | None = 1) -> Overseen:
    """Return a page of the cases the actor may see that fit, or all of them, in seven queries.

    The filters offer every key worker of the cases that the actor may see.
    """
    session = work.session
    seen = scope(work.actor, work.today, permissions.SEE)
    within = and_(seen, _narrowed(work, wanted))
    limit = lists.PAGE if page else None
    offset = (max(1, page) - 1) * lists.PAGE if page else 0
    cases = lists.listed(
        session, within, work.today, ended=wanted.ended, limit=limit, offset=offset
    )
    shown = CaseFile.id.in_([case.id for case in cases]) if page else within
    there = stages.workers(session, seen)
    names = lookup.names(session, there)
    return Overseen(
        cases=cases,
        count=lists.count(session, within, ended=wanted.ended) if page else len(cases),
        stages=_stages(stages.begun_in(session, shown, _begins())),
        names=names,
        workers=dict(sorted(names.items(), key=lambda one: one[1])),
        teams={team.id: team.name for team in teams.all_teams(session)},
        areas=lookup.practice_area_names(session),
    )


def candidates(work: Work, team_id: int) -> list[tuple[int, str, int]]:
    """Return id, name and number of open cases of those who work in a team, by name."""
    people = teams.members(work.session, team_id, work.today)
    held = stages.caseloads(work.session, people)
    return [(person_id, name, held.get(person_id, 0)) for person_id, name in people.items()]


def _narrowed(work: Work, wanted: Wanted) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = [true()]
    if wanted.team_id is not None:
        found.append(CaseFile.team_id == wanted.team_id)
    if wanted.worker_id is not None:
        found.append(CaseFile.key_worker_id == wanted.worker_id)
    if wanted.unassigned:
        found.append(CaseFile.key_worker_id.is_(None))
    if wanted.late_only:
        late = exists().where(
            CaseClock.case_id == CaseFile.id,
            CaseClock.state == RUNNING,
            CaseClock.due_on < work.today,
        )
        found.append(late)
    if wanted.stage:
        protocol = get_protocol()
        stage = protocol.stage(wanted.stage)
        is_first = stage is protocol.stages[0]
        found.append(stages.stands_at(stage.begins, _begins(), is_first=is_first))
    return and_(*found)


def _begins() -> set[str]:
    """Return the events that begin a stage anew; that a case was entered begins none."""
    kinds = {kind for stage in get_protocol().stages for kind in stage.begins}
    return kinds - {Happened.ENTERED.value}


def _stages(begun: Mapping[int, str | None]) -> dict[int, Stage]:
    protocol = get_protocol()
    of_kind = {kind: stage for stage in protocol.stages for kind in stage.begins}
    return {case_id: of_kind.get(kind or "", protocol.stages[0]) for case_id, kind in begun.items()}
