"""Home: what waits for each of the people of an appraisal, and how things stand for each role."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from competency.assessments.service.overview import STEPS
from competency.insights.domain import needs as known
from competency.kernel.actor import Role
from competency.people.models import PersonPracticeArea
from tests.builders.appraisals import an_appraisal
from tests.builders.cases import a_case, a_risk
from tests.builders.reviews import a_department, a_draw, set_past_the_rules, the_four
from tests.builders.stage import Stage, a_line, a_person
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements

MOST_STATEMENTS = 12
DUE = date(2026, 5, 20)


def needs(page: Page) -> dict[str, str]:
    """Return what waits, with where it leads."""
    lists = [e for e in page.document.all("ul") if "cb-needs" in e.get("class", "")]
    links = [a for found in lists for a in found.iter("a")]
    return {"".join(a.itertext()): a.get("href", "") for a in links}


def test_every_step_that_can_wait_has_its_reason_and_its_place() -> None:
    assert set(known.STEPS) == set(STEPS)


def test_both_are_asked_to_rate_until_each_has_submitted(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "self_submitted", due_on=DUE)

    supervisors = client.sign_in(made.cast.supervisor).get("/")
    assert needs(supervisors) == {"Rate and submit: Asha Patel, Brain injury": made.path}
    assert "By Wednesday 20 May 2026, in 12 days" in supervisors.main

    own = client.sign_in(made.cast.practitioner).get("/")
    assert needs(own) == {}
    assert "Nothing is waiting for you." in own.main
    assert "Next: Appraisal 2026, due on Wednesday 20 May 2026, in 12 days." in own.main


@pytest.mark.parametrize(("state", "below"), [("revealed", "/talk"), ("agreed", "/sign")])
def test_what_both_can_do_waits_for_both(
    stage: Stage, client: CheckedClient, state: str, below: str
) -> None:
    made = an_appraisal(stage, state)

    for person in (made.cast.practitioner, made.cast.supervisor):
        assert list(needs(client.sign_in(person).get("/")).values()) == [made.path + below]
    assert needs(client.sign_in(made.cast.manager).get("/")) == {}


def test_a_signature_waits_only_for_whoever_has_not_signed(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "signed_by_one")

    assert needs(client.sign_in(made.cast.practitioner).get("/")) == {}
    assert needs(client.sign_in(made.cast.supervisor).get("/")) == {
        "Read and sign: Asha Patel, Brain injury": f"{made.path}/sign"
    }


def test_a_day_that_has_passed_is_said_without_blame(
    stage: Stage, client: CheckedClient, clock: Any
) -> None:
    made = an_appraisal(stage, "started", due_on=DUE)
    clock.move(days=20)

    page = client.sign_in(made.cast.practitioner).get("/")
    assert "Was due Wednesday 20 May 2026, 8 days ago" in page.main


def test_a_practitioner_sees_the_profile_of_the_last_signed_appraisal(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "signed")
    page = client.sign_in(made.cast.practitioner).get("/")

    assert "Your profile: Appraisal 2026, signed on 8 May 2026" in page.main
    assert "Agreed: 65 of 65 strands that apply have a position." in page.main
    drawings = [e.get("src", "") for e in page.document.all("img")]
    assert f"{made.path}/picture.svg" in drawings
    assert page.follow("The profile with its numbers, and what moved").heading == "Profile"


def test_a_supervisor_sees_how_many_of_the_line_have_signed(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "signed")
    _others_in_the_line(stage, made.cast.supervisor, made.cast.practice_area.id, 3)
    page = client.sign_in(made.cast.supervisor).get("/")

    assert "1 of 4 people have signed an appraisal this year" in page.main
    assert "No appraisal is under way." in page.main
    assert page.links()["See your team"] == "/team"


def test_a_signature_of_last_year_does_not_count_for_this_one(
    stage: Stage, client: CheckedClient, clock: Any
) -> None:
    made = an_appraisal(stage, "signed")
    clock.move(days=365)

    page = client.sign_in(made.cast.supervisor).get("/")
    assert "0 of 1 people have signed" in page.main


def test_a_manager_sees_the_whole_line_below_by_state(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "revealed")
    page = client.sign_in(made.cast.manager).get("/")

    assert ["To talk about", "1 of 1 (100 %)"] in page.rows
    assert made.cast.practitioner.name not in page.main


def test_central_office_sees_people_only_as_a_count(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "signed")
    central = a_person(stage, "Cora Field", Role.CENTRAL_OFFICE)
    page = client.sign_in(central).get("/")

    assert "1 of 1 people who work in a practice area have signed" in page.main
    assert made.cast.practitioner.name not in page.main


def test_an_administrator_is_told_who_cannot_sign_in_yet(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "started")
    page = client.sign_in(made.cast.administrator).get("/")  # who has a password from now on

    assert needs(page) == {"Send 4 people a link to set a password": "/admin/people"}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_something_and_never_an_empty_room(
    stage: Stage, client: CheckedClient, role: Role
) -> None:
    made = an_appraisal(stage, "started")
    page = client.sign_in(a_person(stage, "Rue Hall", role)).get("/")

    assert page.heading == "What needs you now"
    assert "Nothing is waiting for you." in page.main or needs(page)
    assert made.cast.practitioner.name not in page.main


@pytest.mark.parametrize("state", ["started", "revealed", "agreed"])
def test_what_waits_leads_to_a_page_that_is_there(
    stage: Stage, client: CheckedClient, state: str
) -> None:
    made = an_appraisal(stage, state)
    page = client.sign_in(made.cast.practitioner).get("/")

    for path in needs(page).values():
        assert client.get(path).status_code == 200, path


def test_home_takes_few_statements_however_many_people_there_are(
    stage: Stage, client: CheckedClient, app: Flask
) -> None:
    made = an_appraisal(stage, "signed")
    everything = a_person(stage, "Max Roles", *Role)
    a_line(stage, everything, made.cast.practitioner)
    a_line(stage, made.cast.manager, everything)
    client.sign_in(everything)
    with statements(app) as few:
        client.get("/")
    _others_in_the_line(stage, everything, made.cast.practice_area.id, 25)
    with statements(app) as many:
        client.get("/")

    assert len(many) == len(few)
    assert len(many) <= MOST_STATEMENTS


def _others_in_the_line(stage: Stage, supervisor: Any, area_id: int, number: int) -> None:
    for n in range(number):
        person = a_person(stage, f"Colleague {n} of {number}", Role.CASE_MANAGER)
        stage.save(PersonPracticeArea(person_id=person.id, practice_area_id=area_id))
        a_line(stage, supervisor, person)


def test_what_is_due_on_cases_and_sign_offs_wait_on_the_home(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_case(stage, "assessment", reference="C-0042")
    a_risk(stage, made, date(2026, 5, 6))

    own = client.sign_in(made.office.worker).get("/")
    leads = client.sign_in(made.office.supervisor).get("/")

    assert any(path.startswith("/cases") for path in needs(own).values())
    assert "C-0042" in own.main
    assert needs(leads)["Sign off a risk assessment"] == "/cases/team"
    assert "Sign off a risk assessment" not in needs(own)


def test_a_supervisor_sees_how_many_of_the_months_reviews_are_complete(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_department(stage)
    a_draw(stage)
    four = the_four(stage, made["supervisor"])
    at = stage.clock()
    set_past_the_rules(stage, four[0].id, state="submitted", started_at=at, submitted_at=at)
    page = client.sign_in(made["supervisor"]).get("/")

    assert f"1 of {len(four)} of your case reviews of this month are complete" in page.main
    assert "case reviews of this month" not in client.sign_in(made["worker"]).get("/").main


@pytest.mark.parametrize(
    "role", [Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP, Role.CENTRAL_OFFICE, Role.MANAGER]
)
def test_those_who_lead_reach_their_dashboards_from_everywhere(
    stage: Stage, client: CheckedClient, role: Role
) -> None:
    an_appraisal(stage, "started")
    page = client.sign_in(a_person(stage, "Rue Hall", role)).get("/")

    assert page.links()["Dashboards"] == "/dashboards"
    assert client.get("/dashboards").status_code in (200, 302)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reaches_the_framework_from_home(
    stage: Stage, client: CheckedClient, role: Role
) -> None:
    an_appraisal(stage, "started")
    page = client.sign_in(a_person(stage, "Rue Hall", role)).get("/")

    assert "/framework" in {path.split("?")[0].rstrip("/") for path in page.links().values()}
