"""Recording a contact takes two fields and a button; the list says which were direct."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseContact, CaseEvent
from competency.cases.service import contacting
from competency.infra.work import Work
from tests.builders.cases import a_case, a_member, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient


def contacts(look: Session) -> list[CaseContact]:
    return list(look.scalars(select(CaseContact)))


def test_two_fields_and_a_button_record_a_contact_of_today(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = a_case(stage, "assessment")
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/contacts/new")
    answer = page.form().submit({"how": "telephone"}, follow=False)

    assert answer.location == f"/cases/{made.id}"
    [kept] = contacts(look)
    assert (kept.with_whom, kept.how, kept.is_direct) == ("client", "telephone", True)
    event = look.get_one(CaseEvent, kept.event_id)
    assert event.happened_on == stage.clock().date()


def test_the_form_remembers_how_it_was_the_last_time(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "assessment")
    stage.do(
        made.office.worker,
        lambda w: contacting.record_contact(w, made.id, with_whom="gp", how="letter"),
    )
    client.sign_in(made.office.worker)

    values = client.get(f"/cases/{made.id}/contacts/new").form().values

    assert (values["with_whom"], values["how"]) == ("gp", "letter")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({}, "Choose how."),
        ({"how": "visit", "happened_on-year": "2027"}, "has not come yet"),
        (
            {"how": "visit", "happened_on-day": "31", "happened_on-month": "2"},
            "Enter a real date",
        ),
        (
            {"how": "visit", "happened_on-day": "1", "happened_on-month": "3"},
            "would be before the referral",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    stage: Stage, client: CheckedClient, look: Session, change: dict[str, str], error: str
) -> None:
    made = a_case(stage, "assessment")
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/contacts/new").form()

    page = form.submit({"note": "Client said: all is well."} | change)

    assert page.status_code == 422
    assert error in page.errors[0]
    assert page.form().values["note"] == "Client said: all is well."
    assert contacts(look) == []


def test_a_contact_sent_twice_is_recorded_once(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = a_case(stage, "assessment")
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/contacts/new").form()

    first = form.submit({"how": "visit"}, follow=False)
    second = form.submit({"how": "visit"}, follow=False)

    assert first.location == second.location
    assert len(contacts(look)) == 1


def test_the_list_counts_the_direct_ones_and_shows_who_wrote_late(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_case(stage, "assessment")

    def record(w: Work) -> None:
        note = "Client said: fine."
        some = contacting.record_contact
        some(w, made.id, with_whom="client", how="visit", on=date(2026, 5, 4), note=note)
        some(w, made.id, with_whom="gp", how="letter", note=note)

    stage.do(made.office.worker, record)
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/contacts")

    assert "1 of 2 (50 %) were direct" in page.main
    assert "Friday 8 May 2026 GP: Letter Client said: fine." in page.main
    assert "Client: Visit at home or elsewhere Direct" in page.main
    assert "Recorded by Kit Worker, 4 days later" in page.main


def test_a_case_that_is_not_theirs_is_not_found(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "assessment")
    client.sign_in(a_member(stage, "Eli Where", made.office.other_team))

    assert client.get(f"/cases/{made.id}/contacts").status_code == 404
    assert client.get(f"/cases/{made.id}/contacts/new").status_code == 404


def test_who_only_reads_a_case_is_not_offered_to_write(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "assessment")
    client.sign_in(around(stage, made.office)["specialist"])

    assert "Record a contact" not in client.get(f"/cases/{made.id}/contacts").links()
    assert client.get(f"/cases/{made.id}/contacts/new").status_code == 403
