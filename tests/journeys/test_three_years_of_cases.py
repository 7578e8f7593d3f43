"""Three years of cases in the demonstration, held to the room's own rules."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.cases.domain import timeline, way
from competency.cases.domain.consent import standing_consents
from competency.cases.domain.kinds import after_the_end
from competency.cases.domain.running import RUNNING
from competency.cases.domain.timeline import Event
from competency.cases.models import (
    CaseClock,
    CaseClosing,
    CaseDisposal,
    CaseEscalation,
    CaseEvent,
    CaseFile,
    CaseGoal,
    CaseReading,
    CaseRisk,
    CaseSignOff,
)
from competency.cases.queries import lines, tallies
from competency.cases.service import clocks, disposing, listing, overseeing
from competency.cases.service.facts import in_area
from competency.cases.service.loading import applies_to, get_protocol
from competency.cases.service.overseeing import Wanted
from competency.people.models import Person
from tests.builders.stage import Stage
from tests.services.demo.conftest import AS_OF

pytestmark = pytest.mark.demo
CASES = 2_500  # as tests/conftest.py loads them
PROTOCOL = get_protocol()
FIRST_PERSON, FIRST_SUPERVISOR, FIRST_MANAGER = 1, 2, 3
BELOW = (1, 4, 7)  # the teams of the first manager


@pytest.fixture
def office(look: Session) -> Session:
    """Sixty people in eight teams, all with open cases."""
    return look


def all_lines(session: Session) -> Iterator[tuple[CaseFile, tuple[Event, ...]]]:
    cases = list(session.scalars(select(CaseFile).order_by(CaseFile.id)))
    found = lines.lines_of(session, [case.id for case in cases])
    return ((case, found[case.id]) for case in cases)


def facts_then(case: CaseFile, before: Sequence[Event], goals: set[int]) -> dict[str, bool]:
    """Return what the gates ask beside events; what a form states of its own step is stated."""
    consents = standing_consents(before)
    return {
        "referral_consent": "referral" in consents,
        "storing_consent": "storing" in consents,
        "in_area": in_area(case.postcode_area, PROTOCOL),
        "goals_set": case.id in goals,
        "client_view_recorded": any(e.kind == "plan_talked_over" for e in before),
        "within_quick_return": True,
        "refusal_criterion": True,
        "closure_reason_allowed": True,
        "meeting_decided": True,
    }


def rates(session: Session, team_id: int) -> tuple[int, int]:
    """Return the k of n of a team over the nine standards."""
    found: Counter[str] = Counter()
    for clock in session.scalars(select(CaseClock).where(CaseClock.team_id == team_id)):
        if clock.standard.startswith("KPI_"):
            late = clock.state == RUNNING and clock.due_on < AS_OF
            found["overdue" if late else clock.state] += 1
    return found["met"], found["met"] + found["missed"] + found["overdue"]


def test_every_line_keeps_the_rooms_own_rules_and_passes_every_gate(office: Session) -> None:
    goals = set(office.scalars(select(CaseGoal.case_id)))
    checked = 0
    for case, line in all_lines(office):
        assert timeline.faults(line, AS_OF - timedelta(days=1), after_the_end(PROTOCOL)) == []
        assert case.ended_on == timeline.ended_on(line)
        for number, event in enumerate(line):
            if way.begun_by(event.kind, PROTOCOL) is None:
                continue
            before, checked = line[:number], checked + 1
            facts = facts_then(case, before, goals)
            applies = applies_to(case, PROTOCOL)
            assert way.open_gates(before, PROTOCOL, event.kind, applies, facts) == [], case.id
    assert checked > 2 * CASES


def test_the_cases_stand_at_every_stage_and_most_have_ended(office: Session) -> None:
    stages = Counter(way.stage_of(line, PROTOCOL).code for _, line in all_lines(office))

    assert set(stages) == {stage.code for stage in PROTOCOL.stages}
    assert sum(stages.values()) == CASES
    assert stages["closed"] > CASES / 2
    assert stages["review"] > stages["assessment"] > stages["planning"]


def test_the_clocks_are_those_the_room_would_write(office: Session) -> None:
    def kept(case: CaseFile) -> list[Any]:
        query = select(CaseClock.__table__).where(CaseClock.case_id == case.id)
        rows = office.execute(query.order_by(CaseClock.standard, CaseClock.sequence))
        return [tuple(row)[1:] for row in rows]

    assert tallies.differences(office) == []
    for case, line in list(all_lines(office))[::25]:
        before = kept(case)
        clocks.write_clocks(office, case, line, AS_OF)
        assert kept(case) == before, case.id
    assert tallies.differences(office) == []
    office.rollback()


def test_teams_differ_in_how_often_they_are_in_time(office: Session) -> None:
    (k_one, n_one), (k_two, n_two) = rates(office, 1), rates(office, 2)

    assert min(n_one, n_two) > 500
    assert 0.7 < k_two / n_two < k_one / n_one - 0.02 < 0.97


def test_the_first_case_manager_has_a_caseload_with_something_due_and_late(
    office: Session, stage: Stage
) -> None:
    mine = stage.ask(FIRST_PERSON, listing.my_cases)

    assert mine.count == 18
    assert mine.today
    assert mine.week
    assert 2 <= len(mine.late) <= 10
    assert {case.key_worker_id for case in mine.cases} == {FIRST_PERSON}


def test_the_first_supervisor_has_sign_offs_waiting_and_the_manager_the_team(
    office: Session, stage: Stage
) -> None:
    waiting = stage.ask(FIRST_SUPERVISOR, listing.sign_offs_waiting)
    assert 2 <= len(waiting) <= 20
    assert FIRST_PERSON in {row.author_id for row in waiting}
    assert FIRST_SUPERVISOR not in {row.author_id for row in waiting}
    assert stage.ask(FIRST_SUPERVISOR, listing.for_meeting)

    found = stage.ask(FIRST_MANAGER, lambda w: overseeing.oversee(w, Wanted()))
    below = select(func.count()).where(CaseFile.ended_on.is_(None), CaseFile.team_id.in_(BELOW))
    assert found.count == office.scalar(below)


def test_nobody_decides_on_their_own_work(office: Session) -> None:
    decided = office.execute(
        select(CaseSignOff.by_id, CaseRisk.author_id, CaseSignOff.outcome).join(
            CaseRisk, CaseRisk.id == CaseSignOff.risk_id
        )
    ).all()

    assert all(row.by_id != row.author_id for row in decided)
    assert {row.outcome for row in decided} == {"signed_off", "returned"}


def test_concerns_tags_readings_and_waiting_closures_are_there(office: Session) -> None:
    instruments = set(office.scalars(select(CaseReading.instrument)))

    assert instruments == {one.code for one in PROTOCOL.instruments}
    assert set(office.scalars(select(CaseEscalation.kind))) >= {"safeguarding", "incident"}
    tagged = select(func.count()).where(CaseFile.safeguarding_since.is_not(None))
    assert office.scalar(tagged)
    outcomes = Counter(office.scalars(select(CaseClosing.outcome)))
    assert outcomes[""] >= 2
    reasons = set(office.scalars(select(CaseClosing.reason)))
    assert len(reasons) > 5


def test_a_handful_is_ready_for_disposal(office: Session, stage: Stage) -> None:
    ready = stage.ask(FIRST_MANAGER, disposing.preview)

    assert 3 <= len(ready) <= 12
    assert office.scalar(select(func.count(CaseDisposal.id))) == 0


def test_events_are_written_down_after_they_happened_and_before_today(office: Session) -> None:
    rows = office.execute(select(CaseEvent.happened_on, CaseEvent.recorded_at)).all()
    days = [(row.recorded_at.date() - row.happened_on).days for row in rows]

    assert min(days) == 0
    assert max(row.recorded_at.date() for row in rows) < AS_OF
    assert 0.7 < sum(day <= 1 for day in days) / len(days) < 0.99


def test_no_one_works_on_a_case_before_they_came_or_after_they_left(office: Session) -> None:
    here = {person.id: person for person in office.scalars(select(Person))}
    open_cases = office.scalars(select(CaseFile).where(CaseFile.ended_on.is_(None)))

    for case in open_cases:
        if case.key_worker_id is not None:
            assert here[case.key_worker_id].left_on is None
            assert here[case.key_worker_id].team_id == case.team_id
