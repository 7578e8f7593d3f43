"""Caseloads of a day that is past, by who held which case on it."""

from datetime import UTC, date, datetime

import pytest

from competency.accreditation.service import counting
from competency.cases.models import CaseAssignment
from tests.builders.accreditation import shipped
from tests.builders.cases import an_office
from tests.builders.counted import held_cases
from tests.builders.stage import Stage

CM5 = shipped()
CASELOAD = CM5.practice("5.03")
A_MOMENT = datetime(2026, 5, 8, 9, tzinfo=UTC)


@pytest.fixture
def office(stage: Stage):
    return an_office(stage)


def test_afterwards_a_case_counts_with_who_held_it_on_that_day(stage, office) -> None:
    then = date(2026, 2, 10)
    mine = (stage, office.worker, office.area, office.team)
    held_cases(*mine, 4, since=date(2026, 1, 5))
    held_cases(*mine, ended_on=date(2026, 3, 2))  # was open then
    held_cases(*mine, ended_on=then)  # was over
    held_cases(*mine, 3, since=date(2026, 2, 11))  # was not there yet
    (given,) = held_cases(stage, office.colleague, office.area, office.team)
    later = date(2026, 2, 20)
    to = {"seq": 2, "person_id": office.worker.id, "team_id": office.team.id, "from_on": later}
    stage.save(CaseAssignment(case_id=given.id, at=A_MOMENT, **to))

    found = stage.ask(
        None, lambda w: counting.count(w.session, CM5, CASELOAD, then, afterwards=True)
    )

    assert {row.person_id: row.figures["cases"] for row in found.rows} == {
        office.worker.id: 5,
        office.colleague.id: 1,
    }
    assert "on 10 February 2026" in found.query
    assert "Counted afterwards, so open goals are not known." in found.query
    assert all("goals" not in row.figures for row in found.rows)
