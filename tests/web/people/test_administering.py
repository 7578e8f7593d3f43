"""The administrator's pages, in good and in bad weather."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.db import Database
from competency.kernel.actor import Role
from competency.people.models import Organisation, Person, Post, RoleGrant, SupervisionLine
from tests.builders.people import a_person
from tests.support.client import CheckedClient
from tests.support.statements import statements
from tests.web.people.conftest import Browser, House

FROM_HERE = {"Referer": "https://localhost/"}


@pytest.fixture
def ada(browser: Browser, house: House) -> CheckedClient:
    """The administrator's browser."""
    return browser(house.admin)


PAGES = [
    "/admin/people",
    "/admin/people/add",
    "/admin/people/{cas}",
    "/admin/people/{cas}/edit",
    "/admin/people/{cas}/roles/add",
    "/admin/people/{cas}/lines/add",
    "/admin/people/{cas}/practice-areas",
    "/admin/roles/1/end",
    "/admin/lines/1/end",
    "/admin/places",
    "/admin/places/region/add",
    "/admin/places/team/1/edit",
    "/admin/places/practice_area/1/edit",
    "/admin/organisation",
]
ACTS = ["link", "end-sign-ins", "unlock", "edit", "roles/add", "lines/add", "practice-areas"]


@pytest.mark.parametrize("address", PAGES)
def test_each_page_is_there_for_administrators_alone(
    browser: Browser, ada: CheckedClient, house: House, address: str
) -> None:
    address = address.format(cas=house.cas.id)

    assert ada.get(address).status_code == 200
    for other in (house.sue, house.cas):
        assert browser(other).get(address).status_code == 403


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_can_send_their_forms(browser: Browser, house: House, act: str) -> None:
    sue = browser(house.sue)
    token = sue.get("/").form("/sign-out").values["csrf_token"]

    for person_id in (house.cas.id, 999):
        answer = sue.post(
            f"/admin/people/{person_id}/{act}", data={"csrf_token": token}, headers=FROM_HERE
        )
        assert answer.status_code == 403


@pytest.mark.parametrize("address", [p for p in PAGES if "{cas}" in p or "1/" in p])
def test_what_is_not_there_is_not_found(ada: CheckedClient, address: str) -> None:
    assert ada.get(address.format(cas=999).replace("1/", "999/")).status_code == 404


def test_only_administrators_are_shown_the_way(browser: Browser, house: House) -> None:
    assert "People" in browser(house.admin).get("/").links()
    assert "People" not in browser(house.sue).get("/").links()


def test_a_person_is_added_and_given_a_place_in_a_few_steps(
    ada: CheckedClient, look: Session
) -> None:
    page = ada.get("/admin/people").follow("Add a person")
    page = page.form().submit({"name": "Bob Ray", "email": "Bob@example.org", "team_id": 1})
    assert page.heading == "Bob Ray"
    page = (
        page.follow("Grant a role")
        .form()
        .submit({"role": "quality_specialist", "reach": "region-1"})
    )
    assert ["Quality specialist", "North", "Since 8 May 2026", "Holds today"] in [
        row[:4] for row in page.rows
    ]
    page = (
        page.follow("Start a supervision line")
        .form()
        .submit({"direction": "supervisor", "other": "S-1"})
    )
    assert ["Sue Pervisor", "Supervises Bob Ray"] in [row[:2] for row in page.rows]
    page = page.follow("Change practice areas").form().submit({"areas": ["1"]})

    assert "Children" in page.main
    assert look.scalar(select(Person.email).where(Person.name == "Bob Ray")) == "bob@example.org"


def test_a_form_sent_twice_adds_one_person(ada: CheckedClient, look: Session) -> None:
    form = ada.get("/admin/people/add").form()
    typed = {"name": "Bob Ray", "email": "bob@example.org"}

    first, second = form.submit(typed), form.submit(typed)

    assert first.heading == second.heading == "Bob Ray"
    assert len(look.scalars(select(Person).where(Person.name == "Bob Ray")).all()) == 1


def test_a_form_with_a_broken_key_is_carried_out_as_one_without(ada: CheckedClient) -> None:
    form = ada.get("/admin/places/post/add").form()

    page = form.submit({"name": "Lead"}, tampered={"form_key": "no key/of ours"})

    assert "Lead is added" in page.main


def test_a_slip_stands_beside_its_box_and_nothing_typed_is_lost(
    ada: CheckedClient, house: House
) -> None:
    form = ada.get("/admin/people/add").form()
    typed = {"name": "Bob Ray", "email": "cas@example.org", "started_on-month": "13"}

    page = form.submit(typed)
    assert page.errors == ["Enter a real date for “First day”, such as 27 3 2026"]
    page = page.form().submit({"started_on-month": "3"})

    assert (page.status_code, page.errors) == (422, ["Cas Manager has this email address."])
    values = page.form().values
    assert (values["name"], values["email"], values["started_on-month"]) == (
        "Bob Ray",
        "cas@example.org",
        "3",
    )


def test_hidden_characters_in_a_name_are_refused(ada: CheckedClient) -> None:
    page = (
        ada.get("/admin/people/add")
        .form()
        .submit({"name": "Bob\u202eyaR", "email": "bob@example.org"})
    )

    assert page.errors == [
        "This text holds an invisible character that we cannot keep. "
        "Please type it instead of pasting it."
    ]


def test_before_somebody_leaves_it_is_said_what_ends(
    ada: CheckedClient, house: House, look: Session
) -> None:
    form = ada.get(f"/admin/people/{house.sue.id}/edit").form()
    last = {"left_on-day": "29", "left_on-month": "5", "left_on-year": "2026"}

    page = form.submit(last)
    assert page.heading == "What ends with the last day"
    assert "Sue Pervisor supervises Cas Manager: ends that day" in page.main
    assert "Role: Supervisor: ends that day" in page.main
    assert look.scalar(select(Person.left_on).where(Person.id == house.sue.id)) is None
    look.rollback()
    moved = page.form().submit({"left_on-day": "28"})
    assert moved.heading == "What ends with the last day"
    saved = moved.form().submit(press="Save, and end these")

    assert saved.heading == "Sue Pervisor"
    assert look.scalars(select(SupervisionLine.ends_on)).all() == [date(2026, 5, 28)]
    assert "28 May 2026" in saved.main


def test_two_who_change_an_entry_at_once_see_both_versions(
    browser: Browser, house: House, database: Database
) -> None:
    with database.writing() as session:
        second = a_person(session, "Second Admin", roles=[Role.ADMINISTRATOR])
        session.commit()
    mine = browser(house.admin).get(f"/admin/people/{house.cas.id}/edit").form()
    browser(second).get(f"/admin/people/{house.cas.id}/edit").form().submit({"name": "Theirs"})

    page = mine.submit({"name": "Mine"})

    assert page.status_code == 409
    assert "Mine" in page.main
    assert "Theirs" in page.main


def test_a_role_is_ended_or_taken_back(ada: CheckedClient, house: House, look: Session) -> None:
    address = f"/admin/people/{house.cas.id}"
    ada.get(f"{address}/roles/add").form().submit({"role": "auditor"})
    new = look.scalars(select(RoleGrant).where(RoleGrant.role == "auditor")).one()
    look.rollback()

    form = ada.get(f"/admin/roles/{new.id}/end").form()
    page = form.submit(press="It was a mistake: take it back")
    assert "Auditor" not in page.main

    page = (
        page.follow("End the role Case manager")
        .form()
        .submit({"ends_on-day": "7", "ends_on-month": "5", "ends_on-year": "2026"})
    )
    assert ["Case manager", "Own record", "1 Jan 2020 to 7 May 2026", "Over"] in [
        row[:4] for row in page.rows
    ]


def test_a_role_that_has_begun_cannot_be_taken_back(ada: CheckedClient, house: House) -> None:
    form = ada.get(f"/admin/people/{house.cas.id}").follow("End the role Case manager").form()

    page = form.submit(tampered={"mistake": "y"})

    assert page.status_code == 422
    assert "part of what happened" in page.errors[0]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"other": "cas@example.org"}, "Nobody supervises themselves."),
        ({"other": "S-1"}, "Sue Pervisor supervises Cas Manager in these days already."),
        ({"other": "Nobody"}, "Nobody has this email address, staff number or full name."),
        ({"other": ""}, "Enter the other person."),
        ({"other": "S-1", "direction": "supervisee"}, "Sue Pervisor stands above Cas Manager"),
        ({"other": "Ada Min", "ends_on-day": "1"}, "“Last day (if it is known)” needs a month"),
    ],
)
def test_a_line_that_cannot_be_says_why(
    ada: CheckedClient, house: House, typed: dict[str, str], error: str
) -> None:
    form = ada.get(f"/admin/people/{house.cas.id}/lines/add").form()

    page = form.submit({"direction": "supervisor"} | typed)

    assert page.status_code == 422
    assert page.errors[0].startswith(error)


def test_the_way_to_end_a_line_leads_back_to_the_person(ada: CheckedClient, house: House) -> None:
    page = ada.get(f"/admin/people/{house.sue.id}").follow("End the line with Cas Manager")
    page = page.form().submit(press="Save the last day")

    assert page.heading == "Cas Manager"
    assert ["1 Jan 2020 to 8 May 2026", "Holds today"] in [row[2:4] for row in page.rows]


def test_the_list_is_found_by_what_is_asked(
    ada: CheckedClient, house: House, database: Database
) -> None:
    with database.writing() as session:
        for number in range(30):
            a_person(session, f"Person {number:02d}", roles=[Role.PEER_REVIEWER])
        session.commit()
    page = ada.get("/admin/people")
    assert "33 people found" in page.main
    assert "Page 1 of 2" in page.main
    assert "Page 2 of 2" in page.follow("Next page").main

    page = page.form().submit({"text": "person 0", "role": "peer_reviewer"})

    assert "10 people found" in page.main
    assert page.form().values["text"] == "person 0"
    for odd in ("?page=x&team=x&role=x&state=x", "?page=-1", "?page=9999999999"):
        assert ada.get(f"/admin/people{odd}").status_code == 200


@pytest.mark.parametrize(
    ("kind", "name"), [("region", "South"), ("post", "Lead"), ("team", "Isle")]
)
def test_a_place_is_added_and_renamed(ada: CheckedClient, kind: str, name: str) -> None:
    form = ada.get(f"/admin/places/{kind}/add").form()
    page = form.submit({"name": name} | ({"region_id": "1"} if kind == "team" else {}))
    assert name in page.main

    form = page.follow(f"Change the {kind} {name}").form()
    page = form.submit({"name": f"{name} again"})

    assert f"{name} again is saved" in page.main


def test_a_place_of_a_taken_name_or_without_a_region_says_so(ada: CheckedClient) -> None:
    form = ada.get("/admin/places/team/add").form()

    assert form.submit({"name": "Isle"}).errors == ["Choose a region from the list."]
    assert form.submit({"name": "quayside", "region_id": "1"}).errors == [
        "There is a team of this name."
    ]


def test_a_practice_area_goes_out_of_use(ada: CheckedClient) -> None:
    page = ada.get("/admin/places").follow("Change the practice area Children")
    page = page.form().submit({"in_use": []})

    assert ["Children", "Out of use"] in [row[:2] for row in page.rows]


def test_the_organisation_can_choose_open_ratings(ada: CheckedClient, look: Session) -> None:
    page = ada.get("/admin/organisation").form().submit({"ratings": "open", "name": "Riverbank"})

    assert "The settings are saved" in page.main
    assert look.execute(select(Organisation.name, Organisation.open_ratings)).one() == (
        "Riverbank",
        True,
    )


def test_a_locked_account_says_until_when_and_is_unlocked(
    ada: CheckedClient, client: CheckedClient, house: House
) -> None:
    for _ in range(5):
        client.get("/sign-in").form().submit({"email": "cas@example.org", "password": "wrong"})
    page = ada.get(f"/admin/people/{house.cas.id}")
    assert "Locked until 8 May 2026 at 10:31" in page.main

    page = page.form("Unlock").submit()

    assert "Not locked" in page.main


def test_an_administrator_ends_somebody_s_sign_ins(
    ada: CheckedClient, browser: Browser, house: House
) -> None:
    cas = browser(house.cas)

    ada.get(f"/admin/people/{house.cas.id}").form("End all sign-ins").submit()

    assert cas.get("/me/sign-ins").status_code == 302


def test_a_refused_change_leaves_nothing_behind(ada: CheckedClient, look: Session) -> None:
    page = ada.get("/admin/places/post/add").form().submit({"name": "Case manager"})

    assert page.status_code == 422
    assert len(look.scalars(select(Post)).all()) == 1


def statements_of(app: Flask, browser: CheckedClient, address: str) -> int:
    """Return how many statements a page sends."""
    with statements(app) as asked:
        browser.get(address)
    return len(asked)


def test_lists_and_pages_cost_the_same_for_few_and_for_many(
    app: Flask, ada: CheckedClient, house: House, database: Database
) -> None:
    addresses = ["/admin/people?state=all", f"/admin/people/{house.sue.id}", "/admin/places"]
    few = [statements_of(app, ada, address) for address in addresses]
    with database.writing() as session:
        for number in range(60):
            a_person(session, f"P {number}", roles=[Role.CASE_MANAGER], supervised_by=house.sue)
        session.commit()

    many = [statements_of(app, ada, address) for address in addresses]

    assert few == many
    assert max(many) <= 12, many
