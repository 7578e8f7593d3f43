"""Signals are worked out live, both see the same, and what people say of them is kept."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from competency.audit.models import AuditEntry
from competency.coaching.domain.signals.responding import State
from competency.coaching.models import CoachingResponse
from competency.coaching.service import signals
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from tests.builders.reviews import a_department
from tests.builders.stage import end_line
from tests.builders.training import change
from tests.support.statements import statements

KEY = "caseload-out-of-range/0/caseload"


@pytest.fixture
def made(stage):
    """Two regions; each of four workers holds six open cases, which is below the range."""
    return a_department(stage)


def seen(stage, who, whom):
    return stage.ask(who, lambda w: signals.of_person(w, whom.id))


def respond(stage, who, whom, state="discussed", **more):
    return stage.do(who, lambda w: signals.respond(w, whom.id, KEY, state, **more))


def test_worker_and_supervisor_see_the_same_at_the_same_moment(stage, made):
    worker, supervisor = made["worker"], made["supervisor"]

    own, theirs = seen(stage, worker, worker), seen(stage, supervisor, worker)

    assert own == theirs
    assert [one.signal.sentence for one in own.to_discuss] == [
        "Open cases: 6; the range is 10 to 15. "
        "Part-time hours and mixed caseloads are not weighed in this count."
    ]
    assert own.name == "Kit Worker"
    assert own.strengths == own.kept == []


def test_what_one_of_them_says_both_see(stage, made):
    worker, supervisor = made["worker"], made["supervisor"]
    stage.do(worker, lambda w: signals.answer(w, worker.id, KEY, "I start on Monday."))
    respond(stage, supervisor, worker, "parked", words="See then.", until=date(2026, 6, 1))

    for who in (worker, supervisor, made["manager"]):
        (one,) = seen(stage, who, worker).kept
        assert one.state is State.PARKED
        assert (one.response.words, one.response.by) == ("See then.", "Sue Visor")
        assert one.response.until == date(2026, 6, 1)
        assert (one.answer.words, one.answer.by) == ("I start on Monday.", "Kit Worker")


def test_a_response_holds_until_there_is_a_newer_fact(stage, made, clock):
    worker = made["worker"]
    respond(stage, made["supervisor"], worker, "dismissed", words="Part-time.")
    assert seen(stage, worker, worker).to_discuss == []

    clock.move(days=24)  # the caseload is counted anew in June

    (again,) = seen(stage, worker, worker).to_discuss
    assert again.response is None


def test_a_signal_goes_when_its_facts_go(stage, made):
    worker = made["worker"]
    for case in list(made.cases.values()):
        if case.key_worker_id == worker.id:
            change(stage, case, key_worker_id=made["second worker"].id)

    assert seen(stage, worker, worker).to_discuss == []
    (other,) = seen(stage, made["supervisor"], made["second worker"]).to_discuss or [None]
    assert other is None  # twelve cases are within the range


def test_what_is_no_more_or_has_changed_is_not_answered(stage, made):
    worker, supervisor = made["worker"], made["supervisor"]
    with pytest.raises(Refused) as refusal:
        respond(stage, supervisor, worker, seen_on=date(2026, 4, 1))
    assert refusal.value.code == "newer_facts"

    other = "item-again/0/review-item:C1"
    with pytest.raises(Refused) as refusal:
        stage.do(supervisor, lambda w: signals.respond(w, worker.id, other, "discussed"))
    assert refusal.value.code == "gone"


def test_who_has_left_has_no_signals_for_anybody_and_their_record_stays(stage, made):
    worker = made["worker"]
    respond(stage, made["supervisor"], worker)
    change(stage, worker, left_on=stage.clock().date() - timedelta(days=1))

    for who in (worker, made["supervisor"], made["manager"]):
        with pytest.raises(NotFound):
            seen(stage, who, worker)
        with pytest.raises(NotFound):
            respond(stage, who, worker)
        assert stage.ask(who, lambda w: signals.worth_a_talk(w, worker.id)) == []
    listed = stage.ask(made["supervisor"], signals.of_people)
    assert worker.id not in {one.person_id for one in listed}
    with stage.database.reading() as session:
        assert session.scalars(select(CoachingResponse.person_id)).all() == [worker.id]


def test_a_former_supervisor_finds_nothing(stage, made):
    line = next(one for one in made.lines if one.supervisee_id == made["worker"].id)
    end_line(stage, line)

    with pytest.raises(NotFound):
        seen(stage, made["supervisor"], made["worker"])
    listed = stage.ask(made["supervisor"], signals.of_people)
    assert {one.name for one in listed} == {"Wes Second"}


def test_the_home_of_a_supervisor_has_the_strongest_of_those_they_supervise(stage, made):
    found = stage.ask(made["supervisor"], signals.of_people)

    assert [(one.name, one.code) for one in found] == [
        ("Kit Worker", "caseload-out-of-range"),
        ("Wes Second", "caseload-out-of-range"),
    ]
    assert len(stage.ask(made["supervisor"], lambda w: signals.of_people(w, most=1))) == 1
    assert stage.ask(made["worker"], signals.of_people) == []
    assert stage.ask(made["central"], signals.of_people) == []

    respond(stage, made["supervisor"], made["worker"])
    assert [one.name for one in stage.ask(made["supervisor"], signals.of_people)] == ["Wes Second"]


def test_an_agenda_gets_what_nobody_has_talked_about(stage, made):
    worker = made["worker"]
    agenda = lambda w: [one.code for one in signals.worth_a_talk(w, worker.id)]  # noqa: E731

    assert stage.ask(made["supervisor"], agenda) == ["caseload-out-of-range"]
    assert stage.ask(made["far supervisor"], agenda) == []
    respond(stage, worker, worker)
    assert stage.ask(made["supervisor"], agenda) == []


def test_what_was_said_is_appended_and_recorded_without_its_words(stage, made):
    respond(stage, made["supervisor"], made["worker"], "dismissed", words="A private reason.")

    with stage.database.writing() as session, pytest.raises(DBAPIError):
        session.execute(text("UPDATE coaching_response SET words = 'Other.'"))
    with stage.database.reading() as session:
        said = [f"{row.event} {row.facts}" for row in session.scalars(select(AuditEntry))]
    assert any("SignalResponded" in one for one in said)
    assert not any("private" in one for one in said)


def test_a_few_statements_however_many_people(app, stage, made):
    counted = {}
    for name, who, question in (
        ("one person", "worker", lambda w: signals.of_person(w, made["worker"].id)),
        ("a line", "supervisor", signals.of_people),
        ("a longer line", "manager", signals.of_people),
    ):
        actor = stage.ask(made[who], lambda w: w.actor)
        with app.extensions["database"].reading() as session, statements(app) as asked:
            question(Work(actor=actor, now=stage.clock(), session=session))
        counted[name] = len(asked)

    assert counted == {"one person": 4, "a line": 2, "a longer line": 2}
