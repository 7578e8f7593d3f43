"""Pages ask few questions, whatever there is of a case and however many cases there are."""

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from competency.cases.service import contacting, listing, overseeing, reading
from competency.cases.service.overseeing import Wanted
from tests.builders.cases import a_case, a_risk
from tests.support.statements import NOT_A_QUESTION

TODAY = date(2026, 5, 8)


@pytest.fixture
def count(stage):
    """Counts what a question asks of the database, beyond who asks it."""

    @contextmanager
    def asked():
        found = []

        def note(_connection, _cursor, statement, *_more):
            if not statement.startswith(NOT_A_QUESTION):
                found.append(statement)

        event.listen(stage.database.engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(stage.database.engine, "before_cursor_execute", note)

    def count(person, question):
        def only_this(work):
            with asked() as found:
                question(work)
            return len(found)

        return stage.ask(person, only_this)

    return count


def test_a_whole_case_takes_nine_questions_however_much_there_is(stage, count):
    made = a_case(stage, "review")
    worker = made.office.worker
    before = count(worker, lambda w: reading.whole_case(w, made.id))
    a_risk(stage, made, TODAY)
    for _ in range(5):
        stage.do(
            worker,
            lambda w: contacting.record_contact(w, made.id, with_whom="client", how="visit"),
        )

    assert count(worker, lambda w: reading.whole_case(w, made.id)) == before <= 9


def test_my_cases_take_as_many_questions_for_one_as_for_four(stage, count):
    made = a_case(stage, "review")
    worker = made.office.worker
    before = count(worker, listing.my_cases)
    for number in range(2, 5):
        a_case(stage, "assessment", made.office, reference=f"C-000{number}")

    assert count(worker, listing.my_cases) == before <= 4


def test_the_team_and_what_waits_for_its_lead_take_few_questions(stage, count):
    made = a_case(stage, "assessment")
    a_risk(stage, made)

    assert count(made.office.supervisor, lambda w: overseeing.oversee(w, Wanted())) == 7
    assert count(made.office.supervisor, listing.sign_offs_waiting) == 1
    assert count(made.office.supervisor, listing.for_meeting) == 1
