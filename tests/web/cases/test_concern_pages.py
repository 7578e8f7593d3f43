"""Concerns: to whom they went, the clock of an incident's form, the tag that cannot be missed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseEscalation, CaseFile
from tests.builders.cases import Made, a_case, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements

INCIDENT = {
    "kind": "incident",
    "what": "A chair was thrown in the waiting room.",
    "known_time": "9:15",
    "told": ["line-manager", "corporate-services"],
}
WORRY = INCIDENT | {"kind": "safeguarding", "what": "Client said: “He hits me.”"}


def in_review(stage: Stage, client: CheckedClient) -> Made:
    made = a_case(stage, "review")
    client.sign_in(made.office.worker)
    return made


def test_an_incident_has_a_form_due_48_hours_after_it_was_known(
    stage: Stage, client: CheckedClient
) -> None:
    made = in_review(stage, client)

    page = client.get(f"/cases/{made.id}/concerns").follow("Escalate a concern")
    page = page.form().submit(INCIDENT)

    assert "Due by 10 May 2026 at 09:15" in page.main
    assert "Line manager and Corporate services" in page.main
    sent = page.follow("Record that the form was sent, concern of 8 May 2026 at 09:15").form()
    early = sent.submit({"sent_time": "8:00"})
    assert early.errors == ["Enter a moment between the incident and now."]
    assert "Sent on 8 May 2026 at 10:20 In time" in early.form().submit({"sent_time": "10.20"}).main


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "accident", "told": ["safeguarding-lead"]}, "Line manager: tell them first"),
        ({"known_time": "25:00"}, "Enter a time of the day, such as 9:30 or 14:05."),
        ({"known_time": "23:59"}, "This moment has not come yet."),
        ({"known_at-day": "1", "known_at-month": "3"}, "would be before the referral"),
        ({"what": ""}, "Say what was seen or said."),
    ],
)
def test_a_concern_that_is_not_whole_is_not_kept(
    stage: Stage, client: CheckedClient, look: Session, change: dict[str, object], error: str
) -> None:
    made = in_review(stage, client)

    page = client.get(f"/cases/{made.id}/concerns/new").form().submit(INCIDENT | change)

    assert page.status_code == 422
    assert error in page.errors[0]
    assert page.form().values["known_time"] == (INCIDENT | change)["known_time"]
    assert look.scalars(select(CaseEscalation)).all() == []


def test_a_safeguarding_concern_sets_the_tag_and_asks_for_the_risks_again(
    stage: Stage, client: CheckedClient
) -> None:
    made = in_review(stage, client)

    page = client.get(f"/cases/{made.id}/concerns/new").form().submit(WORRY)

    assert "the risks are looked at again. Due today" in page.main
    for place in ("contacts", "contacts/new", "plan", "reviews", "closing", "close"):
        shown = client.get(f"/cases/{made.id}/{place}").main
        assert "There is a safeguarding concern on this case" in shown, place
    reviews = client.get(f"/cases/{made.id}/reviews")
    assert [
        "Risk assessment",
        "Friday 8 May 2026 Due today",
        "The concern of 8 May 2026",
    ] in reviews.rows


def test_who_else_was_told_is_added_once(stage: Stage, client: CheckedClient) -> None:
    made = in_review(stage, client)
    page = (
        client.get(f"/cases/{made.id}/concerns/new")
        .form()
        .submit(WORRY | {"told": ["line-manager"]})
    )

    form = page.follow("Record who else was told, concern of 8 May 2026 at 09:15").form()
    page = form.submit({"recipient": "safeguarding-lead"})

    assert "Line manager and Safeguarding lead" in page.main
    assert (
        form.submit({"recipient": "corporate-services"}, tampered={"form_key": "x"}).status_code
        == 422
    )


def test_only_those_who_lead_clear_the_tag_and_say_why(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = in_review(stage, client)
    form = client.get(f"/cases/{made.id}/concerns").follow("Set the safeguarding tag").form()
    page = form.submit({"reason": "The school telephoned."})
    assert "Clear the safeguarding tag" not in page.links()
    assert client.get(f"/cases/{made.id}/safeguarding/clear").status_code == 403

    client.sign_in(made.office.supervisor)
    form = client.get(f"/cases/{made.id}/concerns").follow("Clear the safeguarding tag").form()
    assert form.submit({"reason": ""}).errors == ["Say why."]
    page = form.submit({"reason": "The school was mistaken."})

    assert "Not set" in page.main
    assert look.get_one(CaseFile, made.id).safeguarding_since is None


def test_the_safeguarding_lead_sees_the_concerns_and_nothing_else(
    stage: Stage, client: CheckedClient
) -> None:
    made = in_review(stage, client)
    people = around(stage, made.office)
    address = f"/cases/{made.id}/concerns"
    assert client.sign_in(people["safeguarding"]).get(address).status_code == 404
    client.sign_in(made.office.worker).get(f"{address}/new").form().submit(WORRY)

    page = client.sign_in(people["safeguarding"]).get(address)

    assert "“He hits me.”" in page.main
    for place in ("", "/new", "/1/tell"):
        assert "There is a safeguarding concern on this case" in client.get(address + place).main
    assert client.get(f"/cases/{made.id}/plan").status_code == 404
    page = page.follow("Record who else was told, concern of 8 May 2026 at 09:15")
    assert page.form().submit({"recipient": "safeguarding-lead"}).status_code == 200
    assert client.sign_in(people["specialist"]).get(address).status_code == 403
    assert client.sign_in(people["elsewhere"]).get(address).status_code == 404


def test_the_concerns_ask_few_questions_however_many_there_are(
    stage: Stage, client: CheckedClient
) -> None:
    made = in_review(stage, client)
    for _ in range(3):
        client.get(f"/cases/{made.id}/concerns/new").form().submit(INCIDENT)

    with statements(client.application) as asked:
        client.get(f"/cases/{made.id}/concerns")

    assert len(asked) <= 12, asked


def test_a_safeguarding_lead_finds_the_cases_with_a_safeguarding_concern(
    stage: Stage, client: CheckedClient
) -> None:
    made = in_review(stage, client)
    other = a_case(stage, "review", made.office, reference="C-0002")
    people = around(stage, made.office)
    for case, concern in ((made, WORRY), (other, INCIDENT)):
        client.get(f"/cases/{case.id}/concerns/new").form().submit(concern)

    seen = client.get("/cases/concerns").links()
    assert {"C-0001: Safeguarding concern", "C-0002: Incident"} <= set(seen)
    page = client.sign_in(people["safeguarding"]).get("/cases/concerns")
    assert "C-0002: Incident" not in page.links()
    assert page.follow("C-0001: Safeguarding concern").heading == "Concerns"
    for name in ("elsewhere", "specialist", "administrator"):
        page = client.sign_in(people[name]).get("/cases/concerns")
        assert "No concern is recorded" in page.main, name
