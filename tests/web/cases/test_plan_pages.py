"""The care plan from its first words to being in force; two people who edit it lose nothing."""

import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseAgreement, CaseGoal, CasePlan, CaseStep
from tests.builders.cases import Made, a_case, a_plan, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pdf_text import text as text_of
from tests.support.statements import statements

GOAL = {
    "specific": "A place of my own.",
    "measurable": "A tenancy is signed.",
    "achievable": "The housing officer helps.",
    "relevant": "“I want to wake up somewhere quiet.”",
    "due_on-day": "1", "due_on-month": "9", "due_on-year": "2026",
    "evaluation": "We look at it together.",
    "review_on-day": "1", "review_on-month": "7", "review_on-year": "2026",
}  # fmt: skip
OBJECTIVE = {"kind": "objective", "words": "The housing form is in."}
ACTION = {
    "kind": "action",
    "words": "Fill in the form.",
    "who": "Client",
    "due_on-day": "1", "due_on-month": "6", "due_on-year": "2026",
}  # fmt: skip


def planning(stage: Stage) -> Made:
    return a_case(stage, "planning")


def test_a_plan_goes_from_the_clients_words_to_being_in_force(
    stage: Stage, client: CheckedClient
) -> None:
    made = planning(stage)
    client.sign_in(made.office.worker)
    page = client.get(f"/cases/{made.id}/plan")
    assert "Not in force yet" in page.main
    assert "A goal with an objective and an action" in page.main

    page = (
        page.follow("Write down the client's own words")
        .form()
        .submit({"own_words": "I want to sleep in a bed."})
    )
    page = page.follow("Add a goal").form().submit(GOAL)
    page = page.follow("Add an objective or an action: A place of my own.").form().submit(OBJECTIVE)
    page = page.follow("Add an objective or an action: A place of my own.").form().submit(ACTION)
    assert "Put the plan in force" not in page.links()
    page = (
        page.follow("Record what the client says to the plan")
        .form()
        .submit({"agrees": "yes", "client_signed": "y", "copy_offered": "y"})
    )
    page = page.follow("Put the plan in force").form().submit()

    assert "In force since Friday 8 May 2026" in page.main
    assert "Action: Fill in the form. Client, by 1 June 2026" in page.main
    assert "Signed by the client on 8 May 2026. A copy was offered on 8 May 2026." in page.main


def test_a_plan_is_not_in_force_before_it_is_whole(stage: Stage, client: CheckedClient) -> None:
    made = planning(stage)
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/plan/start").form().submit()

    assert page.status_code == 422
    assert page.errors


@pytest.mark.parametrize("change", ["words", "goal"])
def test_the_second_of_two_editors_is_shown_both_versions_and_can_save(
    stage: Stage, client: CheckedClient, look: Session, change: str
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    office = made.office
    goal = look.scalars(select(CaseGoal)).one()
    address, name = {
        "words": (f"/cases/{made.id}/plan/words", "own_words"),
        "goal": (f"/cases/{made.id}/plan/goals/{goal.id}", "specific"),
    }[change]
    mine = client.sign_in(office.worker).get(address).form()
    client.sign_in(office.colleague).get(address).form().submit({name: "As Col wrote it."})

    token = client.sign_in(office.worker).get(address).form().values["csrf_token"]
    page = mine.submit({name: "As Kit wrote it."}, tampered={"csrf_token": token})

    assert page.status_code == 409
    assert "Col League changed this while your page was open" in page.main
    assert "As Col wrote it." in page.main
    assert page.form().values[name] == "As Kit wrote it."
    page.form().submit({name: "As both want it."})
    look.rollback()  # what it saw before ends here
    model = CasePlan if change == "words" else CaseGoal
    assert getattr(look.scalars(select(model)).one(), name) == "As both want it."


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"measurable": ""}, "Say how you will both know."),
        ({"due_on-year": "2025"}, "Choose a day that is still to come."),
        ({"review_on-year": "2027"}, "Look at it again by the day it is to be reached."),
        ({"due_on-day": "31"}, "Enter a real date"),
    ],
)
def test_a_goal_that_is_not_whole_is_not_kept_and_nothing_typed_is_lost(
    stage: Stage, client: CheckedClient, look: Session, change: dict[str, str], error: str
) -> None:
    made = planning(stage)
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/plan/goals/new").form().submit(GOAL | change)

    assert page.status_code == 422
    assert error in page.errors[0]
    assert page.form().values["specific"] == GOAL["specific"]
    assert look.scalars(select(CaseGoal)).all() == []


def test_an_action_says_who_by_when_and_when_it_was_done(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    goal = look.scalars(select(CaseGoal)).one()
    client.sign_in(made.office.worker)
    address = f"/cases/{made.id}/plan/goals/{goal.id}/steps/new"

    page = client.get(address).form().submit(ACTION | {"who": ""})
    assert (page.status_code, page.errors) == (422, ["Say who does it."])

    done = client.get(f"/cases/{made.id}/plan").follow("It is done: Fill in the form.").form()
    late = done.submit({"done_on-year": "2027"})
    assert (late.status_code, late.errors) == (422, ["This day has not come yet."])
    assert "Done on 8 May 2026" in late.form().submit({"done_on-year": "2026"}).main
    look.rollback()  # what it saw before ends here
    steps = look.scalars(select(CaseStep).where(CaseStep.kind == "action")).all()
    assert [step.done_on for step in steps] == [date(2026, 5, 8)]


def test_a_disagreement_is_written_in_the_clients_words_and_stops_nothing(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/plan/agreement").form()

    page = form.submit({"agrees": "no"})
    assert page.errors == ["Say in their words what they disagree with."]
    page = page.form().submit({"agrees": "no", "disagreement": "I will not go to the group."})

    assert "Disagrees “I will not go to the group.”" in page.main
    assert [row.agrees for row in look.scalars(select(CaseAgreement))] == [True, False]


def test_a_goal_that_ended_stays_in_the_plan_with_its_ending(
    stage: Stage, client: CheckedClient
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    client.sign_in(made.office.worker)
    page = client.get(f"/cases/{made.id}/plan")
    [link] = [words for words in page.links() if words.startswith("Say how it ended")]

    page = page.follow(link).form().submit({"ending": "dropped"})
    assert page.errors == ["Say why this goal was dropped."]
    page = page.form().submit({"reason": "Moved in with family."})

    assert "Dropped on 8 May 2026: Moved in with family." in page.main


def test_the_plan_on_paper_has_the_reference_and_no_name(
    stage: Stage, client: CheckedClient
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/plan.pdf")

    text = re.sub(r"\s+", " ", text_of(page.data))
    for said in (made.row.reference, "I want to wake up somewhere quiet.", "Client: Fill in the"):
        assert said in text


def test_a_goal_of_another_case_is_not_found_here(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    other = a_case(stage, "assessment", made.office, reference="C-0002")
    goal = look.scalars(select(CaseGoal)).one()
    client.sign_in(made.office.worker)

    assert client.get(f"/cases/{other.id}/plan/goals/{goal.id}").status_code == 404
    assert client.get(f"/cases/{other.id}/plan/steps/1").status_code == 404


def test_who_only_reads_sees_the_plan_without_a_way_to_write(
    stage: Stage, client: CheckedClient
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    people = around(stage, made.office)

    page = client.sign_in(people["specialist"]).get(f"/cases/{made.id}/plan")
    assert "Add a goal" not in page.links()
    assert client.get(f"/cases/{made.id}/plan/words").status_code == 403
    assert client.sign_in(people["elsewhere"]).get(f"/cases/{made.id}/plan").status_code == 404


def test_the_plan_asks_few_questions_whatever_stands_in_it(
    stage: Stage, client: CheckedClient
) -> None:
    made = planning(stage)
    a_plan(stage, made)
    client.sign_in(made.office.worker)

    with statements(client.application) as asked:
        client.get(f"/cases/{made.id}/plan")

    assert len(asked) <= 12
