"""Rows of the case register: each case with its line, its papers and its clocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.calendars.service.closures import working_calendar
from competency.cases.domain import running, timeline
from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import Event
from competency.cases.models import (
    CaseAssignment,
    CaseClock,
    CaseEvent,
    CaseFile,
    CaseHandover,
)
from competency.cases.queries import tallies
from competency.cases.service import clocks
from competency.cases.service.loading import get_protocol
from competency.demo.domain.case_line import line_of
from competency.demo.domain.case_story import Story, Told
from competency.demo.domain.caseload import THREE_YEARS, Caseload, Given
from competency.demo.domain.cast import Cast
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.texts import Texts
from competency.demo.service.batch import ROWS_AT_ONCE, write_rows
from competency.demo.service.papers import IN_ORDER, Papers, Written
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.db import Base
from competency.infra.work import Work

H = Happened
HANDOVER = 1
ROUND_IT = timedelta(days=400)  # clocks reach that far past the days on which things happen
Row = dict[str, Any]


def write_cases(
    work: Work, found: Cast, texts: Texts, *, cases: int, seed: int, as_of: date
) -> int:
    """Write so many cases of three years, and return how many.

    None are made for a day so early, or so late, that the bank holidays around are not known.
    """
    calendar = working_calendar(work.session)
    if not cases or not _is_known(calendar, as_of):
        return 0
    teams = [name for name, _region in found.teams]
    desk = _Desk(work, texts, get_protocol(), calendar, seed, as_of, teams)
    all_of_them = list(Caseload(found, cases, len(texts.practice_areas), seed, as_of).all())
    desk.write_handover(found, sum(given.former is not None for given in all_of_them))
    for given in all_of_them:
        desk.add(given)
        desk.write_when_full()
    desk.write()
    tallies.recount(work.session)
    return len(all_of_them)


def _is_known(calendar: WorkingCalendar, as_of: date) -> bool:
    first = as_of - timedelta(days=THREE_YEARS) - ROUND_IT
    return calendar.first <= first and as_of + ROUND_IT <= calendar.last


@dataclass
class _Desk:
    """Cases that wait to be written many at a time."""

    work: Work
    texts: Texts
    protocol: CaseManagementProtocol
    calendar: WorkingCalendar
    seed: int
    as_of: date
    teams: Sequence[str]
    events: int = 0
    rows: dict[type[Base], list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with empty rows, in the order that references ask."""
        models: tuple[type[Base], ...] = (CaseFile, CaseEvent, CaseAssignment, *IN_ORDER, CaseClock)
        self.rows = {model: [] for model in models}
        self.papers = Papers(self.rows, self.texts, self.protocol, self.as_of, self.teams)

    def write_handover(self, found: Cast, cases: int) -> None:
        """Write that the caseload of the one who left went to a colleague."""
        leaver, lead = found.leaver, found.leaver.supervisor
        if leaver.left_on is None or lead is None or not cases:
            return
        row = {
            "id": HANDOVER,
            "from_id": leaver.id,
            "on": leaver.left_on,
            "reason": self.texts.cases.handover,
            "cases": cases,
            "by_id": lead.id,
            "at": at_work(stream(self.seed, "handover"), leaver.left_on),
        }
        write_rows(self.work.session, CaseHandover, [row])

    def add(self, given: Given) -> None:
        """Put a case with all that belongs to it on the desk."""
        story, told = line_of(given, self.texts.cases, self.calendar, self.seed, self.as_of)
        written = [*self._written(given, story, told)]
        held = [*self._assignments(given, written)]
        line = tuple(one.event for one in written)
        case = self._case(given, story, line, held)
        self.rows[CaseFile].append(_columns(case))
        self.rows[CaseEvent].extend(_event_row(case.id, one) for one in written)
        forms = self.papers.add(case, story, written)
        self.rows[CaseClock].extend(
            clocks.clocks_of(case, line, self.as_of, calendar=self.calendar, forms=forms, held=held)
        )

    def _written(self, given: Given, story: Story, told: Sequence[Told]) -> Iterator[Written]:
        """Yield the line as written down: after it happened, and never before the case was."""
        chance = stream(self.seed, "written", given.id)
        yesterday = self.as_of - timedelta(days=1)
        entered = next(one.on for one in told if one.kind == H.ENTERED)
        for one in told:
            self.events += 1
            day = max(one.on + timedelta(days=one.written_days_after), entered)
            event = Event(
                id=self.events,
                kind=str(one.kind),
                happened_on=one.on,
                recorded_at=at_work(chance, min(day, yesterday)),
                recorded_by_id=one.by.id,
                detail=str(one.detail),
                note=one.note,
            )
            yield Written(event, one.by, one.paper)

    def _assignments(
        self, given: Given, written: Sequence[Written]
    ) -> Iterator[tuple[date, int | None, int]]:
        seq = 0
        for one in written:
            kind, paper = one.paper or ("", {})
            if kind != "assignment":
                continue
            seq += 1
            self.rows[CaseAssignment].append(
                {
                    "case_id": given.id,
                    "seq": seq,
                    "person_id": paper["person_id"],
                    "team_id": given.team,
                    "from_on": one.event.happened_on,
                    "reason": self.texts.cases.handover if paper["handover"] else "",
                    "handover_id": HANDOVER if paper["handover"] else None,
                    "by_id": one.by.id,
                    "at": one.event.recorded_at,
                }
            )
            yield one.event.happened_on, paper["person_id"], given.team

    def _case(
        self,
        given: Given,
        story: Story,
        line: Sequence[Event],
        held: Sequence[tuple[date, int | None, int]],
    ) -> CaseFile:
        tag = timeline.newest(line, H.TAG_SET, H.TAG_CLEARED)
        standard = self.protocol.standard
        return CaseFile(
            id=given.id,
            reference=given.reference,
            practice_area_id=given.practice_area,
            team_id=given.team,
            key_worker_id=held[-1][1] if held else None,
            protocol_id=standard.id,
            protocol_version=standard.version,
            route=story.route,
            postcode_area=story.postcode,
            referrer=story.referrer,
            drinks_alcohol=story.drinks,
            substitution_therapy=any(one.kind == H.THERAPY_NEEDED for one in line),
            safeguarding_since=tag.happened_on if tag and tag.kind == H.TAG_SET else None,
            ended_on=timeline.ended_on(line),
            retain_until=running.retain_until(line, self.protocol),
            held_reason="",
            version=1,
        )

    def write_when_full(self) -> None:
        """Write what waits, once it is worth it."""
        if len(self.rows[CaseEvent]) >= ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write all that waits, in the order that references ask."""
        for model, rows in self.rows.items():
            write_rows(self.work.session, model, rows)
            rows.clear()


def _columns(case: CaseFile) -> Row:
    return {column.key: getattr(case, column.key) for column in CaseFile.__table__.columns}


def _event_row(case_id: int, one: Written) -> Row:
    event = one.event
    return {
        "id": event.id,
        "case_id": case_id,
        "kind": event.kind,
        "detail": event.detail,
        "happened_on": event.happened_on,
        "note": event.note,
        "recorded_at": event.recorded_at,
        "recorded_by_id": event.recorded_by_id,
        "corrects_id": None,
        "struck": False,
    }
