"""What of a case's record other rooms judge it by."""

from datetime import date

import pytest

from competency.cases.models import CaseFile
from competency.cases.service import clocks, register
from competency.cases.service.record import record_of
from competency.kernel.errors import NotFound
from competency.timeliness.domain.results import Result
from tests.builders.cases import a_case

TODAY = date(2026, 5, 8)


@pytest.fixture
def made(stage):
    return a_case(stage, "review")


def record(stage, made, on=TODAY):
    return stage.ask(None, lambda w: record_of(w.session, made.id, on))


def results(stage, made, on=TODAY):
    return {one.standard: (one.due_on, one.result) for one in record(stage, made, on).clocks}


def test_a_record_holds_what_happened_and_how_the_clocks_stand(stage, made):
    found = record(stage, made)

    assert (found.reference, found.drinks, found.therapy) == ("C-0001", False, False)
    assert "action_plan_entered" in {event.kind for event in found.line}
    assert results(stage, made)["KPI_03"] == (date(2026, 3, 9), Result.MET)
    assert results(stage, made)["KPI_06"] == (date(2026, 3, 20), Result.OVERDUE)
    assert results(stage, made, date(2026, 3, 20))["KPI_06"][1] is Result.DUE


def test_nobody_is_held_to_an_excused_clock(stage, made):
    stage.do(
        made.office.supervisor,
        lambda w: clocks.excuse(w, made.id, "KPI_06", 1, "The client was in hospital."),
    )

    assert results(stage, made)["KPI_06"][1] is Result.NOT_APPLICABLE


def test_a_record_knows_who_held_the_case_and_until_when(stage, made):
    office = made.office
    stage.do(office.supervisor, lambda w: register.assign(w, made.id, office.colleague.id, TODAY))

    held = record(stage, made)

    assert [(one.person_id, one.from_on, one.until) for one in held.held] == [
        (office.worker.id, date(2026, 3, 5), TODAY),
        (office.colleague.id, TODAY, None),
    ]
    assert held.workers_since(date(2026, 5, 7)) == {office.worker.id, office.colleague.id}
    assert held.workers_since(TODAY) == {office.colleague.id}


def test_a_record_that_was_disposed_of_is_not_there(stage, made):
    with stage.database.aside() as session:
        session.get_one(CaseFile, made.id).disposed_at = stage.clock()
        session.flush()
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it

    with pytest.raises(NotFound):
        record(stage, made)
