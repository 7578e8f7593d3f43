"""The care plan: whole goals, the client's own words, and two people who edit at once."""

from datetime import date, timedelta

import pytest

from competency.cases.service import planning, reading
from competency.kernel.errors import Refused, Stale
from tests.builders.cases import a_case, goal

TODAY = date(2026, 5, 8)


@pytest.fixture
def made(stage):
    return a_case(stage, "planning")


def test_two_people_editing_one_goal_lose_nothing_and_the_second_sees_both(stage, made):
    office = made.office
    row = stage.do(office.worker, lambda w: planning.add_goal(w, made.id, goal()))
    mine, theirs = goal(specific="A flat."), goal(specific="A room in a shared house.")
    stage.do(office.colleague, lambda w: planning.save_goal(w, row.id, theirs, row.version))

    with pytest.raises(Stale) as found:
        stage.do(office.worker, lambda w: planning.save_goal(w, row.id, mine, row.version))

    assert found.value.mine.facts[0] == ("What will be different", "A flat.")
    assert found.value.theirs.by == "Col League"
    assert found.value.theirs.facts[0] == (
        "What will be different",
        "A room in a shared house.",
    )


def test_two_people_writing_the_clients_words_lose_nothing(stage, made):
    office = made.office
    stage.do(office.colleague, lambda w: planning.write_words(w, made.id, "Peace.", 0))

    with pytest.raises(Stale) as found:
        stage.do(office.worker, lambda w: planning.write_words(w, made.id, "Quiet.", 0))

    assert found.value.mine.facts == [("The client's own words", "Quiet.")]
    assert found.value.theirs.facts == [("The client's own words", "Peace.")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"specific": " "}, "specific_needed"),
        ({"measurable": ""}, "measurable_needed"),
        ({"evaluation": ""}, "evaluation_needed"),
        ({"due_on": TODAY - timedelta(days=1)}, "past"),
        ({"review_on": date(2026, 12, 1)}, "review_day"),
        ({"need_id": 999}, "unknown_need"),
        ({"relevant": "x" * 4001}, "too_long"),
    ],
)
def test_a_goal_has_all_its_parts(stage, made, changes, code):
    found = stage.outcome(
        made.office.worker, lambda w: planning.add_goal(w, made.id, goal(**changes))
    )
    assert found == code


def test_a_goal_that_is_dropped_says_why_and_stays_in_the_record(stage, made):
    worker = made.office.worker
    row = stage.do(worker, lambda w: planning.add_goal(w, made.id, goal()))

    def end(ending, reason):
        return lambda w: planning.end_goal(w, row.id, ending, TODAY, reason, row.version)

    assert stage.outcome(worker, end("forgotten", "")) == "unknown_ending"
    assert stage.outcome(worker, end("dropped", "")) == "reason_needed"
    stage.do(worker, end("dropped", "Moved to a sister."))

    found = stage.ask(worker, lambda w: reading.whole_case(w, made.id))
    assert [(g.ending, g.ending_reason) for g in found.goals] == [("dropped", "Moved to a sister.")]
    assert stage.outcome(worker, lambda w: planning.save_goal(w, row.id, goal(), 2)) == "ended"


def test_an_action_says_who_does_it_by_when(stage, made):
    worker = made.office.worker
    row = stage.do(worker, lambda w: planning.add_goal(w, made.id, goal()))

    def add(**more):
        return lambda w: planning.add_step(w, row.id, "action", "Call the office.", **more)

    assert stage.outcome(worker, add()) == "who_needed"
    assert stage.outcome(worker, add(who="Kit")) == "due_needed"
    assert stage.outcome(worker, add(who="Kit", due_on=date(2026, 1, 1))) == "past"
    step = stage.do(worker, add(who="Kit", due_on=date(2026, 6, 1)))
    done = stage.do(worker, lambda w: planning.finish_step(w, step.id, TODAY, step.version))

    assert done.done_on == TODAY
    with pytest.raises(Stale):
        stage.do(worker, lambda w: planning.finish_step(w, step.id, None, 1))


def test_a_disagreement_is_written_in_the_clients_words_and_stops_nothing(stage, made):
    worker = made.office.worker

    def agree(**more):
        return lambda w: planning.agree(w, made.id, TODAY, agrees=False, **more)

    assert stage.outcome(worker, agree(disagreement="x")) == "own_words_needed"
    stage.do(worker, lambda w: planning.write_words(w, made.id, "I want quiet.", 0))
    assert stage.outcome(worker, agree()) == "disagreement_needed"
    row = stage.do(worker, agree(disagreement="“Not the group.”", copy_offered=True))

    assert (row.agrees, row.disagreement) == (False, "“Not the group.”")
    assert "I want quiet." in row.plan_then


def test_a_plan_is_written_once_the_referral_is_accepted(stage):
    made = a_case(stage)

    with pytest.raises(Refused) as found:
        stage.do(made.office.worker, lambda w: planning.add_goal(w, made.id, goal()))

    assert found.value.code == "not_accepted"
