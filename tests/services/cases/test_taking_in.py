"""Cases from a file: previewed, named by row and column where faulty, taken in once, undone."""

from datetime import date

import pytest
from sqlalchemy import select

from competency.cases.models import CaseFile
from competency.cases.queries import tallies
from competency.cases.service import listing, planning, reading, recording, taking_in
from competency.kernel.errors import Forbidden, Refused
from tests.builders.cases import an_office, goal

TODAY = date(2026, 5, 8)
HEAD = (
    "case_ref,team,worker,referral_received,entered,assigned,first_contact,"
    "risk_assessment_completed,risk_assessment_signed_off,outcomes_star_completed,"
    "action_plan_entered,reviews,closed\n"
)
OPEN = (
    "C-1,Quayside,Kit Worker,2026-01-05,2026-01-06,2026-01-07,2026-01-08,2026-01-12,"
    "2026-01-13,2026-01-14,2026-01-20,2026-04-10;2026-03-10,\n"
)
CLOSED = "C-2,quayside,S-Kit Worker,2025-01-06,2025-01-07,2025-01-08,,,,,,,2025-06-03\n"
ODD = "C-3,Quayside,Kit Worker,2026-01-05,2026-01-06,2026-01-02,,,,,,,\n"


@pytest.fixture
def office(stage):
    return an_office(stage)


def a_file(*rows):
    return (HEAD + "".join(rows)).encode()


def take(office, content, **more):
    return lambda w: taking_in.take_in(w, content, "cases.csv", office.area.id, **more)


def test_a_file_is_previewed_and_then_taken_in_with_lines_and_clocks(stage, office):
    content = a_file(OPEN, CLOSED)
    shown = stage.ask(office.manager, lambda w: taking_in.preview(w, content))
    assert ([row.reference for row in shown.new], shown.faults) == (["C-1", "C-2"], [])
    assert stage.ask(None, lambda w: w.session.scalars(select(CaseFile)).all()) == []

    batch = stage.do(office.manager, take(office, content))

    assert batch.cases == 2
    mine = stage.ask(office.worker, listing.my_cases)
    assert [case.reference for case in mine.cases] == ["C-1"]
    found = stage.ask(office.worker, lambda w: reading.whole_case(w, mine.cases[0].id))
    assert found.head.stage.code == "review"
    assert [e.happened_on for e in found.line if e.kind == "client_review"] == [
        date(2026, 3, 10),
        date(2026, 4, 10),
    ]
    states = {(clock.standard, clock.sequence): clock.state for clock in found.clocks}
    assert states["KPI_03", 1] == "met"
    assert states["KPI_09", 2] == "running"
    assert stage.ask(None, lambda w: tallies.differences(w.session)) == []
    assert [one.id for one in stage.ask(office.manager, taking_in.batches)] == [batch.id]


def test_the_same_file_again_brings_nothing_and_other_days_are_left_alone(stage, office):
    content = a_file(OPEN)
    stage.do(office.manager, take(office, content))
    other = a_file(OPEN.replace("2026-01-20", "2026-01-21"))

    again = stage.ask(office.manager, lambda w: taking_in.preview(w, content))
    differing = stage.ask(office.manager, lambda w: taking_in.preview(w, other))

    assert (again.new, again.same, again.differing) == ([], ["C-1"], [])
    assert differing.differing == ["C-1"]
    with pytest.raises(Refused) as found:
        stage.do(office.manager, take(office, content))
    assert found.value.code == "nothing_new"


def test_an_impossible_order_is_shown_and_has_to_be_confirmed(stage, office):
    content = a_file(ODD)
    shown = stage.ask(office.manager, lambda w: taking_in.preview(w, content))
    assert [one.reference for one in shown.impossible] == ["C-3"]
    assert "before the referral" in shown.impossible[0].reasons[0]
    with pytest.raises(Refused) as found:
        stage.do(office.manager, take(office, content))
    assert found.value.code == "unconfirmed"

    stage.do(office.manager, take(office, content, confirmed=["C-3"]))

    (case,) = stage.ask(office.worker, listing.my_cases).cases
    whole = stage.ask(office.worker, lambda w: reading.whole_case(w, case.id))
    assert "invalid" in {clock.state for clock in whole.clocks}
    stage.do(office.worker, lambda w: recording.happened(w, case.id, "noted", TODAY, "Goes on."))


def test_faults_of_team_and_worker_are_named_by_row_and_column(stage, office):
    content = a_file(
        OPEN.replace("Quayside", "Moon"),
        CLOSED.replace("S-Kit Worker", "Nobody"),
        ODD.replace("Kit Worker", ""),
    )

    shown = stage.ask(office.manager, lambda w: taking_in.preview(w, content))

    assert [(fault.row, fault.column) for fault in shown.faults] == [
        (2, "team"),
        (3, "worker"),
        (4, "worker"),
    ]
    with pytest.raises(Refused) as found:
        stage.do(office.manager, take(office, content, confirmed=["C-3"]))
    assert found.value.code == "faulty"


def test_undoing_takes_back_what_nobody_has_worked_on(stage, office, clock):
    batch = stage.do(office.manager, take(office, a_file(OPEN, CLOSED, ODD), confirmed=["C-3"]))
    ids = {case.reference: case.id for case in stage.ask(office.worker, listing.my_cases).cases}
    clock.move(hours=1)
    stage.do(office.worker, lambda w: planning.add_goal(w, ids["C-1"], goal()))

    counts = stage.do(office.manager, lambda w: taking_in.undo(w, batch.id))

    assert counts == (2, 1)
    assert stage.ask(None, lambda w: w.session.scalars(select(CaseFile.reference)).all()) == ["C-1"]
    assert stage.ask(None, lambda w: tallies.differences(w.session)) == []
    with pytest.raises(Refused):
        stage.do(office.manager, lambda w: taking_in.undo(w, batch.id))


def test_only_a_manager_or_an_administrator_takes_cases_in(stage, office):
    for person in (office.worker, office.supervisor):
        with pytest.raises(Forbidden):
            stage.ask(person, lambda w: taking_in.preview(w, a_file(OPEN)))
