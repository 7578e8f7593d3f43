"""Objectives are written whole, changed by who sees the newest, and closed out before the next."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.assessments.models import Objective, ObjectiveEnding
from tests.builders.appraisals import Made, agree_all, an_appraisal, write_objective
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.sending import send

WRITTEN = {
    "specific": "Lead two planning meetings",
    "measurable": "Both plans are agreed by all",
    "achievable": "Priya sits in on the first",
    "relevant": "Planning is where we differed most",
    "due_on-day": "1",
    "due_on-month": "9",
    "due_on-year": "2027",
    "evaluation": "Feedback of the families",
    "review_on-day": "1",
    "review_on-month": "10",
    "review_on-year": "2027",
    "about": "PLA",
}


@pytest.fixture
def made(stage: Stage) -> Made:
    return an_appraisal(stage, "revealed")


@pytest.fixture
def next_cycle(stage: Stage, clock: FixedClock) -> tuple[Made, Made]:
    """A signed cycle with one open objective, and the next one at its conversation."""
    first = an_appraisal(stage, "signed")
    clock.move(days=300)
    return first, an_appraisal(stage, "revealed", cast=first.cast, title="Appraisal 2027")


def objective_of(look: Session, made: Made) -> Objective:
    return look.scalars(select(Objective).where(Objective.appraisal_id == made.id)).one()


def test_an_objective_is_written_and_listed(
    client: CheckedClient, made: Made, look: Session
) -> None:
    client.sign_in(made.cast.practitioner)

    page = client.get(f"{made.path}/objectives/add").form().submit(WRITTEN)

    assert page.heading == "Objectives"
    assert "Lead two planning meetings" in page.main
    assert "Planning and prioritising" in page.main
    assert objective_of(look, made).about == "PLA"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"measurable": " "}, "Say how you will know that it is done."),
        ({"due_on-year": "2025"}, "Choose a day from today on."),
        ({"review_on-day": "31", "review_on-month": "2"}, "Enter a real date"),
        ({"due_on-day": "", "due_on-month": "", "due_on-year": ""}, "Say by when"),
    ],
)
def test_an_objective_that_misses_a_part_is_refused_and_kept_on_the_page(
    client: CheckedClient, made: Made, look: Session, change: dict[str, str], error: str
) -> None:
    client.sign_in(made.cast.practitioner)

    answer = client.get(f"{made.path}/objectives/add").form().submit(WRITTEN | change)

    assert answer.status_code == 422
    assert answer.errors[0].startswith(error)
    assert answer.form().values["specific"] == WRITTEN["specific"]
    assert look.scalars(select(Objective)).all() == []


def test_an_objective_about_another_framework_is_refused(
    client: CheckedClient, made: Made, look: Session
) -> None:
    client.sign_in(made.cast.practitioner)

    form = client.get(f"{made.path}/objectives/add").form()
    answer = form.submit(WRITTEN, tampered={"about": "XYZ"})

    assert answer.status_code == 422
    assert look.scalars(select(Objective)).all() == []


def test_a_change_of_an_objective_that_the_other_changed_meanwhile_is_not_written(
    app: Flask, client: CheckedClient, made: Made, look: Session
) -> None:
    write_objective(made)
    address = f"{made.path}/objectives/{objective_of(look, made).id}"
    look.rollback()
    mine = client.sign_in(made.cast.practitioner).get(address).form()
    theirs = app.test_client()
    assert isinstance(theirs, CheckedClient)
    theirs.sign_in(made.cast.supervisor).get(address).form().submit({"specific": "Theirs"})

    answer = mine.submit({"specific": "Mine"})

    assert answer.status_code == 409
    assert "Mine" in answer.main
    assert "Theirs" in answer.main
    assert objective_of(look, made).specific == "Theirs"


def test_an_objective_is_taken_out(client: CheckedClient, made: Made, look: Session) -> None:
    write_objective(made)
    client.sign_in(made.cast.supervisor)

    page = client.get(f"{made.path}/objectives")
    page.form("Take this out: Lead two planning meetings").submit()

    assert look.scalars(select(Objective)).all() == []


def test_a_manager_reads_objectives_and_cannot_write_one(client: CheckedClient, made: Made) -> None:
    client.sign_in(made.cast.manager)

    assert "Add an objective" not in client.get(f"{made.path}/objectives").links()
    assert client.get(f"{made.path}/objectives/add").status_code == 403
    assert send(client, f"{made.path}/objectives/add", **WRITTEN).status_code == 403


def test_an_earlier_objective_keeps_the_conversation_open(
    client: CheckedClient, next_cycle: tuple[Made, Made]
) -> None:
    _, made = next_cycle
    agree_all(made)
    page = client.sign_in(made.cast.practitioner).get(f"{made.path}/finish")

    assert "1 open" in page.main
    answer = send(client, f"{made.path}/finish", version=str(made.row.version))
    assert answer.status_code == 422
    assert answer.errors == ["Close out 1 objective of earlier appraisals first."]


def test_dropping_an_objective_needs_a_reason(
    client: CheckedClient, next_cycle: tuple[Made, Made], look: Session
) -> None:
    first, made = next_cycle
    client.sign_in(made.cast.practitioner)
    page = client.get(f"{made.path}/objectives").follow(
        "Close this out: Lead two planning meetings"
    )

    refused = page.form().submit({"ending": "dropped"})
    assert refused.status_code == 422
    assert refused.errors == ["Say why you drop this objective."]
    done = refused.form().submit({"reason": "The post changed"})

    assert done.heading == "Objectives"
    assert "Still open from earlier cycles" not in done.main
    ended = look.scalars(select(ObjectiveEnding)).one()
    assert (ended.objective_id, ended.ending) == (objective_of(look, first).id, "dropped")


def test_carrying_an_objective_forward_writes_it_anew_and_closes_the_earlier_one(
    client: CheckedClient, next_cycle: tuple[Made, Made], look: Session
) -> None:
    first, made = next_cycle
    client.sign_in(made.cast.supervisor)
    page = client.get(f"{made.path}/objectives").follow(
        "Close this out: Lead two planning meetings"
    )

    anew = page.form().submit({"ending": "carried_forward"})
    assert anew.heading == "Carry an objective forward"
    assert anew.form().values["specific"] == WRITTEN["specific"]
    assert look.scalars(select(ObjectiveEnding)).all() == []
    look.rollback()
    refused = anew.form().submit({"specific": "Lead four"})
    assert refused.status_code == 422
    refused.form().submit(WRITTEN | {"specific": "Lead four planning meetings"})

    old, new = objective_of(look, first), objective_of(look, made)
    assert (new.specific, new.carried_from_id) == ("Lead four planning meetings", old.id)
    assert look.scalars(select(ObjectiveEnding)).one().ending == "carried_forward"


def test_nothing_is_carried_forward_where_no_conversation_is_open(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_appraisal(stage, "signed")
    address = f"{made.path}/objectives/{objective_of(look, made).id}/close"
    client.sign_in(made.cast.practitioner)

    form = client.get(address).form()
    answer = form.submit(tampered={"ending": "carried_forward"})

    assert answer.status_code == 422
    assert look.scalars(select(ObjectiveEnding)).all() == []


def test_an_objective_of_another_appraisal_is_not_found_here(
    client: CheckedClient, next_cycle: tuple[Made, Made], look: Session
) -> None:
    first, made = next_cycle
    client.sign_in(made.cast.practitioner)
    other = objective_of(look, first).id

    assert client.get(f"{made.path}/objectives/{other}").status_code == 404
    assert client.get(f"{made.path}/objectives/add?carries=999999").status_code == 404
