"""A referral: logged, accepted or refused in writing, appealed against; its details and team."""

from datetime import date
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseFile, CaseName
from competency.cases.service import referring, register
from competency.kernel.actor import Role
from tests.builders.cases import Made, Office, a_case, a_member, an_office, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pdf_text import text as text_of
from tests.support.sending import send

RECEIVED = {"received_on-day": "4", "received_on-month": "5", "received_on-year": "2026"}
AGREED = {"consent_on-day": "4", "consent_on-month": "5", "consent_on-year": "2026"}


def typed(office: Office, **changes: str) -> dict[str, str]:
    facts = {
        "reference": "n-2026/7",
        "practice_area_id": str(office.area.id),
        "team_id": str(office.team.id),
        "consent": "yes",
        "route": "alcohol",
        "postcode": "fy1 4ab",
        "referrer": "Dr Ray",
    }
    return facts | RECEIVED | AGREED | changes


def cases(look: Session) -> list[CaseFile]:
    look.rollback()
    return list(look.scalars(select(CaseFile)))


def discussed(stage: Stage, client: CheckedClient, **more: Any) -> Made:
    made = a_case(stage, "in-discussion", **more)
    client.sign_in(made.office.worker)
    return made


def test_a_referral_that_is_logged_is_open_as_in_discussion(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    office = an_office(stage)

    form = client.sign_in(office.worker).get("/cases/new").form("referral")
    page = form.submit(typed(office) | {"drinks_alcohol": "y"})

    assert page.heading == "Case N-2026/7"
    assert "In discussion" in page.main
    assert "Accept the referral" in page.links()
    [case] = cases(look)
    kept = (case.reference, case.postcode_area, case.route, case.drinks_alcohol, case.referrer)
    assert kept == ("N-2026/7", "FY1 4", "alcohol", True, "Dr Ray")


def test_a_form_that_is_sent_twice_opens_one_case(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    office = an_office(stage)
    form = client.sign_in(office.worker).get("/cases/new").form("referral")

    first, second = (form.submit(typed(office), follow=False) for _ in range(2))

    assert first.location == second.location
    assert len(cases(look)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reference": ""}, "Enter a reference for the case."),
        ({"reference": "Jo Smith"}, "It is not the client's name."),
        ({"reference": "C-0001"}, "There is a case with the reference C-0001 already."),
        ({"received_on-day": "31", "received_on-month": "2"}, "Enter a real date"),
        ({"received_on-day": "20"}, "This day has not come yet."),
        ({"received_on-year": ""}, "needs a year"),
        ({"consent_on-day": "9"}, "This day has not come yet."),
        ({"consent_on-day": "", "consent_on-month": "", "consent_on-year": ""},
         "Enter the day on which the client agreed."),
        ({"postcode": "nonsense"}, "Enter a postcode, such as FY1 4AB"),
        ({"referrer": "x" * 201}, "Use at most 200 characters."),
        ({"practice_area_id": ""}, "Choose the practice area."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    stage: Stage, client: CheckedClient, look: Session, change: dict[str, str], said: str
) -> None:
    made = discussed(stage, client)
    values = typed(made.office, **change)

    page = client.get("/cases/new").form("referral").submit(values)

    assert page.status_code == 422
    assert said in page.errors[0]
    kept = page.form("referral").values
    assert {name: kept[name] for name in values} == values
    assert len(cases(look)) == 1


def test_whether_the_client_agreed_is_never_presumed(stage: Stage, client: CheckedClient) -> None:
    made = discussed(stage, client)
    values = {name: text for name, text in typed(made.office).items() if name != "consent"}

    page = client.get("/cases/new").form("referral").submit(values)

    assert page.errors == ["Say whether the client has agreed."]


def test_only_the_own_teams_referrals_can_be_logged(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    office = an_office(stage)
    client.sign_in(office.worker)

    form = client.get("/cases/new").form("referral")
    forged = form.submit(typed(office), tampered={"team_id": str(office.other_team.id)})

    assert forged.status_code == 422
    assert cases(look) == []
    nobody = around(stage, office)["auditor"]
    assert client.sign_in(nobody).get("/cases/new").status_code == 403


def test_a_name_is_asked_for_only_where_names_are_kept(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = discussed(stage, client)
    assert "name" not in client.get("/cases/new").form("referral").values
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)
    stage.do(administrator, lambda w: register.choose_settings(w, keeps_names=True, version=0))

    page = client.get(f"/cases/{made.id}/details").form().submit({"name": "Jo Smith"})

    assert "Jo Smith" in page.main
    assert [row.name for row in look.scalars(select(CaseName))] == ["Jo Smith"]
    assert "Jo Smith" in client.get("/cases/find?words=smith", follow_redirects=True).main


def test_a_referral_is_accepted_and_the_referrer_told(stage: Stage, client: CheckedClient) -> None:
    made = discussed(stage, client)

    page = client.get(f"/cases/{made.id}/accept").form("accept")
    letter = page.submit({"appointment": "with Kit on Tuesday at 10 am"})

    assert "Accepted on 8 May 2026" in letter.main
    assert "Dear Dr Ray," in letter.main
    assert "The appointment: with Kit on Tuesday at 10 am" in letter.main
    assert "Assessment" in client.get(f"/cases/{made.id}").main


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"consent_on": None}, "Record the client's consent to the referral first."),
        ({"postcode_area": "M1 1"}, "the postcode recorded here is not in it"),
        ({"route": ""}, "Choose the team that will assess"),
    ],
)
def test_a_referral_is_not_accepted_before_everything_is_there(
    stage: Stage, client: CheckedClient, missing: dict[str, object], said: str
) -> None:
    made = discussed(stage, client, **missing)
    shown = client.get(f"/cases/{made.id}/accept")
    assert "Still to do" in shown.main

    page = shown.form("accept").submit({"appointment": "Kept as typed"})

    assert page.status_code == 422
    assert said in page.errors[0]
    assert page.form("accept").values["appointment"] == "Kept as typed"
    assert "In discussion" in client.get(f"/cases/{made.id}").main


def test_a_refusal_names_its_ground_and_makes_a_letter_with_the_right_of_appeal(
    stage: Stage, client: CheckedClient
) -> None:
    made = discussed(stage, client)
    form = client.get(f"/cases/{made.id}/refuse").form()

    assert form.submit({"reason": "Away."}).errors == ["Choose the ground."]
    odd = form.submit({"reason": "Away."}, tampered={"criterion": "care-act"})
    assert odd.status_code == 422
    page = form.submit({"criterion": "outside-area", "reason": "Lives in Leeds."})

    assert "Refused on 8 May 2026" in page.main
    assert "because the person lives outside the area that the service is for." in page.main
    assert "Why we came to this decision: Lives in Leeds." in page.main
    assert "have the right to appeal" in page.main
    assert "Record that the letter was sent" in page.links()
    again = client.get(f"/cases/{made.id}/refuse").form()
    twice = again.submit({"criterion": "no-consent", "reason": "Again."})
    assert "Only a case in discussion can be refused." in twice.errors[0]


def test_the_letter_on_paper_holds_the_letter_alone(stage: Stage, client: CheckedClient) -> None:
    made = discussed(stage, client)
    stage.do(
        made.office.worker,
        lambda w: referring.refuse(w, made.id, date(2026, 5, 5), "outside-area", "Lives in Leeds."),
    )
    links = client.get(f"/cases/{made.id}/letters").links()
    [address] = [href for words, href in links.items() if words.startswith("Take the letter")]

    answer = client.get(address)

    assert answer.mimetype == "application/pdf"
    printed = text_of(answer.data)
    assert "Dear Dr Ray," in printed
    assert "Lives in Leeds." in printed
    assert "Quayside" not in printed
    assert client.get(f"/cases/{made.id}/letters/99.pdf").status_code == 404


def test_a_refusal_without_a_referrer_has_nobody_to_write_to(
    stage: Stage, client: CheckedClient
) -> None:
    made = discussed(stage, client, referrer="")

    page = client.get(f"/cases/{made.id}/refuse").form()
    answer = page.submit({"criterion": "outside-area", "reason": "Kept."})

    assert answer.errors == ["The letter cannot be made without: referrer."]
    assert answer.form().values["reason"] == "Kept."


def test_an_appeal_is_decided_by_somebody_who_did_not_refuse(
    stage: Stage, client: CheckedClient
) -> None:
    made = discussed(stage, client)
    office = made.office
    stage.do(
        office.supervisor,
        lambda w: referring.refuse(w, made.id, date(2026, 5, 5), "outside-area", "Leeds."),
    )
    page = client.get(f"/cases/{made.id}/letters").follow("Record an appeal")
    early = {"happened_on-day": "4", "happened_on-month": "5", "happened_on-year": "2026"}
    assert "would be before" in page.form().submit(early | {"grounds": "No."}).errors[0]

    page = page.form().submit(early | {"happened_on-day": "6", "grounds": "They are back."})

    assert "Somebody who leads the team and did not refuse" in page.main
    assert (
        "Decide the appeal" not in client.sign_in(office.supervisor).get(page.request.url).links()
    )
    decide = client.sign_in(office.manager).get(f"/cases/{made.id}/letters")
    form = decide.follow("Decide the appeal").form()
    assert form.submit({"reason": "So."}).status_code == 422
    done = form.submit(early | {"happened_on-day": "7", "outcome": "upheld", "reason": "Proven."})
    assert "Upheld" in done.main
    assert "In discussion" in client.get(f"/cases/{made.id}").main


def test_details_that_changed_meanwhile_are_shown_both(
    stage: Stage, client: CheckedClient, app: Flask
) -> None:
    made = discussed(stage, client)
    mine = client.get(f"/cases/{made.id}/details").form()
    other = cast(CheckedClient, app.test_client()).sign_in(made.office.supervisor)
    other.get(f"/cases/{made.id}/details").form().submit({"referrer": "The new GP"})

    answer = mine.submit({"referrer": "My own words"})

    assert answer.status_code == 409
    assert "My own words" in answer.main
    assert "The new GP" in answer.main
    kept = client.get(f"/cases/{made.id}/details").form().values
    assert kept["referrer"] == "The new GP"


def test_a_postcode_that_is_none_is_refused_beside_its_field(
    stage: Stage, client: CheckedClient
) -> None:
    made = discussed(stage, client)

    page = client.get(f"/cases/{made.id}/details").form().submit({"postcode": "???"})

    assert page.status_code == 422
    assert "Enter a postcode" in page.errors[0]
    assert page.form().values["postcode"] == "???"


def test_a_case_that_goes_to_another_team_leaves_ones_sight(
    stage: Stage, client: CheckedClient
) -> None:
    made = discussed(stage, client)

    form = client.get(f"/cases/{made.id}/team").form()
    page = form.submit({"team_id": str(made.office.other_team.id)})

    assert page.request.path == "/cases/team"
    assert client.get(f"/cases/{made.id}").status_code == 404


def test_a_lead_chooses_the_key_worker_and_nobody_else_does(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = discussed(stage, client)
    stage.do(made.office.worker, lambda w: referring.accept(w, made.id, date(2026, 5, 6)))
    address = f"/cases/{made.id}/key-worker"
    assert client.get(address).status_code == 403
    assert send(client, address, person_id=str(made.office.worker.id)).status_code == 403

    form = client.sign_in(made.office.supervisor).get(address).form()
    assert form.submit().errors == ["Choose the key worker."]
    ahead = form.submit({"person_id": str(made.office.worker.id), "happened_on-day": "9"})
    assert "has not come yet" in ahead.errors[0]
    page = form.submit({"person_id": str(made.office.worker.id)})

    assert "Key worker: Kit Worker" in page.main
    assert cases(look)[0].key_worker_id == made.office.worker.id
    again = client.get(address).form().submit({"person_id": str(made.office.worker.id)})
    assert "is its key worker already" in again.errors[0]
