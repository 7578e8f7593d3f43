"""The governance report of a month: counted as of its last day, frozen, and proved by its hash."""

import json
from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from competency.infra.work import Work
from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import Forbidden, NotFound
from competency.kernel.values import Value
from competency.people.service import access
from competency.training import permissions
from competency.training.domain.state import State
from competency.training.domain.tally import (
    COUNTED,
    Tally,
    canonical,
    digest,
    report_day,
    together,
)
from competency.training.events import ReportFrozen
from competency.training.models import TrainingReport
from competency.training.queries import records
from competency.training.queries.records import ReportRow
from competency.training.service import standings
from competency.training.service.overview import NO_TEAM

ALL = "All"


class ReportLine(Value):
    """One course in one team on the day of the report."""

    code: str
    course: str
    team: str
    k: int
    n: int
    counts: dict[State, int]


class Report(Value):
    """A frozen report; `is_whole` says whether its content still has its hash."""

    row: ReportRow
    lines: list[ReportLine]
    is_whole: bool

    @property
    def courses(self) -> list[tuple[ReportLine, list[ReportLine]]]:
        """Return each course: all of its teams together, then team by team."""
        found: dict[str, list[ReportLine]] = defaultdict(list)
        for line in self.lines:
            found[line.code].append(line)
        return [(_together(lines), lines) for lines in found.values()]


def freeze(work: Work, month: date) -> int:
    """Freeze the report of a month that is over and return its number; a second one has seq 2.

    Refuses all but a training lead for the whole organisation, and a month not over.
    """
    _require(work)
    as_of = report_day(month, work.today)
    content = canonical(
        {"month": month.strftime("%Y-%m"), "as_of": as_of.isoformat(), "rows": _rows(work, as_of)}
    )
    first = month.replace(day=1)
    last = work.session.scalar(
        select(func.max(TrainingReport.seq)).where(TrainingReport.month == first)
    )
    row = TrainingReport(
        month=first,
        seq=(last or 0) + 1,
        as_of=as_of,
        content=content,
        sha256=digest(content),
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(ReportFrozen(report_id=row.id, month=first.strftime("%Y-%m"), sha256=row.sha256))
    return row.id


def list_reports(work: Work) -> list[ReportRow]:
    """Return all frozen reports, newest first."""
    _require(work)
    return records.reports(work.session)


def get_report(work: Work, report_id: int) -> Report:
    """Return a frozen report as it was frozen."""
    _require(work)
    row = work.session.get(TrainingReport, report_id)
    if row is None:
        raise NotFound("There is no such report.")
    head = ReportRow(row.id, row.month, row.seq, row.as_of, row.sha256, row.by_id, row.at)
    lines = [_line(one) for one in json.loads(row.content)["rows"]]
    return Report(head, lines, digest(row.content) == row.sha256)


def _require(work: Work) -> None:
    access.require_role(work, permissions.REPORT)
    if not any(
        g.role is Role.TRAINING_LEAD and g.scope is ScopeKind.EVERYONE for g in work.actor.grants
    ):
        raise Forbidden("The report is of the whole organisation, as is the role it needs.")


def _rows(work: Work, as_of: date) -> list[dict[str, str | int]]:
    board = standings.load(work, permissions.REPORT, here_since=as_of)
    found: dict[tuple[int, str], Counter[State]] = defaultdict(Counter)
    for one, course, known in board.each(as_of):
        found[course.id, one.team or NO_TEAM][known.state] += 1
    return [
        {"code": course.code, "course": course.title, "team": team}
        | {"k": Tally(found[key]).k, "n": Tally(found[key]).n}
        | {state.value: found[key][state] for state in COUNTED}
        for course in board.courses
        for key in sorted(found)
        if key[0] == course.id
        for team in (key[1],)
    ]


def _together(lines: list[ReportLine]) -> ReportLine:
    whole = together(Tally(line.counts) for line in lines)
    counts = {state: whole.of(state) for state in COUNTED}
    return ReportLine(lines[0].code, lines[0].course, ALL, whole.k, whole.n, counts)


def _line(one: dict[str, Any]) -> ReportLine:
    counts = {state: one[state.value] for state in COUNTED}
    return ReportLine(one["code"], one["course"], one["team"], one["k"], one["n"], counts)
