"""From the closure form through the weekly meeting to the follow-ups and a quick return."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseClosing, CaseFile
from tests.builders.cases import Made, a_case, around
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.statements import statements

FORM = {"reason": "drug-free", "summary": "All goals are reached.", "follow_up": "yes"}


def asked(stage: Stage, client: CheckedClient) -> Made:
    made = a_case(stage, "review")
    client.sign_in(made.office.worker)
    client.get(f"/cases/{made.id}/close").form().submit(FORM)
    return made


def test_a_case_closes_on_the_day_of_the_meeting(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = a_case(stage, "review")
    client.sign_in(made.office.worker)
    page = client.get(f"/cases/{made.id}/closing").follow("Ask for closing").form().submit(FORM)
    assert "On the list of the weekly meeting" in page.main
    assert "Record what the meeting decided" not in page.links()

    client.sign_in(made.office.supervisor)
    page = client.get("/cases/meeting")
    assert "C-0001: Treatment complete – Drug free All goals are reached." in page.main
    assert "Key worker: Kit Worker." in page.main
    page = page.follow("Record the decision on C-0001").form().submit({"outcome": "closed"})

    assert "No closure form waits for the meeting." in page.main
    assert look.get_one(CaseFile, made.id).ended_on == date(2026, 5, 8)
    page = client.get(f"/cases/{made.id}/closing")
    assert "Closed on Friday 8 May 2026" in page.main
    assert "due on Saturday 8 August 2026" in page.main
    assert "Until Monday 8 February 2027 the client can come back" in page.main


def test_only_the_reasons_of_the_stage_are_offered(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "assessment")
    client.sign_in(made.office.worker)

    form = client.get(f"/cases/{made.id}/close").form()

    offered = {e.get("value") for e in form.controls if e.get("name") == "reason"}
    assert "commencement-declined" in offered
    assert "drug-free" not in offered
    page = form.submit(FORM | {"reason": "dropped-out"}, tampered={"reason": "drug-free"})
    assert page.status_code == 422


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, "Answer first: Does the client still use opiates?"),
        ({"uses-opiates": "no", "uses-cocaine": "yes"}, "is not open while the answer to"),
    ],
)
def test_an_occasional_user_is_none_who_uses_opiates_or_cocaine(
    stage: Stage, client: CheckedClient, look: Session, answers: dict[str, str], error: str
) -> None:
    made = a_case(stage, "review")
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/close").form()

    page = form.submit(FORM | {"reason": "occasional-user"} | answers)

    assert page.status_code == 422
    assert error in page.errors[0]
    assert page.form().values["summary"] == FORM["summary"]
    assert look.scalars(select(CaseClosing)).all() == []


def test_the_meeting_keeps_a_case_open_and_says_why(stage: Stage, client: CheckedClient) -> None:
    made = asked(stage, client)
    client.sign_in(made.office.supervisor)
    form = client.get("/cases/meeting").follow("Record the decision on C-0001").form()

    assert form.submit({"outcome": "kept_open"}).errors == ["Say why the case stays open."]
    form.submit({"outcome": "kept_open", "comment": "One more month."})

    page = client.get(f"/cases/{made.id}/closing")
    assert "Stays open, recorded by Sue Visor: One more month." in page.main
    assert "Ask for closing" in page.links()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"happened_on-year": "2027"}, "has not come yet"),
        ({"happened_on-day": "1"}, "would be before"),
        ({"outcome": ""}, "Choose what the meeting decided."),
    ],
)
def test_a_meeting_that_cannot_have_decided_so_is_refused(
    stage: Stage, client: CheckedClient, change: dict[str, str], error: str
) -> None:
    made = asked(stage, client)
    client.sign_in(made.office.supervisor)
    form = client.get("/cases/meeting").follow("Record the decision on C-0001").form()

    page = form.submit({} if "outcome" in change else {"outcome": "closed"} | change)

    assert page.status_code == 422
    assert error in page.errors[0]


def test_a_form_is_taken_off_the_list_again(stage: Stage, client: CheckedClient) -> None:
    made = asked(stage, client)

    page = client.get(f"/cases/{made.id}/closing").form("Take it off the list").submit()

    assert "Taken off the list" in page.main
    assert "Ask for closing" in page.links()


def test_only_those_who_lead_decide(stage: Stage, client: CheckedClient) -> None:
    made = asked(stage, client)
    people = around(stage, made.office)
    waiting = client.sign_in(made.office.supervisor).get("/cases/meeting").links()
    address = waiting["Record the decision on C-0001"]

    for name in ("worker", "specialist", "elsewhere", "administrator"):
        client.sign_in(people[name])
        assert "No closure form waits" in client.get("/cases/meeting").main
        assert client.get(address).status_code == 404


def test_after_closing_people_are_told_followed_up_and_can_come_back(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_case(stage, "closed")  # on 24 April, with consent to follow-ups
    client.sign_in(made.office.worker)
    page = client.get(f"/cases/{made.id}/closing")

    page = page.follow("Record a follow-up").form().submit({"note": "Client said: well."})
    assert "Made on 8 May 2026" in page.main
    page = page.follow("The client came back").form().submit()

    assert page.request.path == f"/cases/{made.id}"
    assert "Assessment" in page.main


def test_nobody_comes_back_after_nine_months(
    stage: Stage, client: CheckedClient, clock: FixedClock
) -> None:
    made = a_case(stage, "closed")
    clock.now = datetime(2027, 1, 25, 10, tzinfo=UTC)
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/closing")
    assert "The time for a quick return ended on 24 January 2027." in page.main
    page = client.get(f"/cases/{made.id}/closing/return").form().submit()

    assert page.status_code == 422
    assert page.errors


def test_a_closed_case_is_held_back_with_a_reason_by_those_who_lead(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_case(stage, "closed")
    client.sign_in(made.office.worker)
    assert client.get(f"/cases/{made.id}/hold").status_code == 403

    client.sign_in(made.office.supervisor)
    page = client.get(f"/cases/{made.id}/closing").follow("Hold it back from disposal")
    page = page.form().submit({"reason": "A complaint is open."})

    assert "Held back A complaint is open." in page.main
    with statements(client.application) as sent:
        client.get(f"/cases/{made.id}/closing")
    assert len(sent) <= 12
