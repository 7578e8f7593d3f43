"""What other rooms ask of the directory, and how a first start makes its administrator."""

from datetime import timedelta

import pytest

from competency.kernel.actor import Role
from competency.kernel.errors import NotFound
from competency.people.models import Person
from competency.people.permissions import SEE_PERSON, SEE_TEAM
from competency.people.queries.lists import Wanted
from competency.people.service import accounts, administrators, directory, passwords
from tests.builders.people import (
    PASSWORD,
    a_line,
    a_password,
    a_person,
    a_post,
    a_region,
    a_team,
)
from tests.services.people.conftest import Office


def test_a_supervisor_s_people_are_those_of_today(office: Office) -> None:
    yesterday = office.clock().date() - timedelta(days=1)
    with office.building() as session:
        sue, max_ = a_person(session, "Sue"), a_person(session, "Max", roles=[Role.MANAGER])
        post, team = a_post(session), a_team(session, "Quay", a_region(session))
        cas = a_person(session, "Cas", post=post, team=team, supervised_by=sue)
        gone = a_person(session, "Gone")
        a_line(session, sue, gone, ends_on=yesterday)
        a_line(session, max_, sue)

    (row,) = office.ask(sue, lambda work: directory.persons_in_scope(work, SEE_TEAM))
    assert (row.id, row.name, row.post, row.team) == (cas.id, "Cas", "Case manager", "Quay")
    below = office.ask(max_, lambda work: directory.persons_in_scope(work, SEE_TEAM))
    assert [one.name for one in below] == ["Cas", "Sue"]


def test_a_person_is_seen_with_team_and_region_or_not_at_all(office: Office) -> None:
    with office.building() as session:
        team = a_team(session, "Quay", a_region(session, "North"))
        cas, other = a_person(session, "Cas", team=team), a_person(session, "Other")

    facts = office.ask(cas, lambda work: directory.get_person(work, cas.id, see=SEE_PERSON))

    assert (facts.name, facts.team, facts.region, facts.post) == ("Cas", "Quay", "North", None)
    with pytest.raises(NotFound):
        office.ask(other, lambda work: directory.get_person(work, cas.id, see=SEE_PERSON))
    with pytest.raises(NotFound):
        office.ask(other, lambda work: directory.get_person(work, 999, see=SEE_PERSON))


def test_people_are_found_by_part_of_name_address_or_number(office: Office) -> None:
    with office.building() as session:
        admin = a_person(session, "Ada Min", roles=[Role.ADMINISTRATOR])
        team = a_team(session, "Quay", a_region(session))
        emile = a_person(session, "\u00c9mile 100%", team=team, staff_number="S_1")
        yesterday = office.clock().date() - timedelta(days=1)
        gone = a_person(session, "Gone", left_on=yesterday, roles=[Role.SUPERVISOR])

    def found(wanted: Wanted) -> list[int]:
        return office.ask(
            admin, lambda work: [row.id for row in accounts.list_people(work, wanted, 1).people]
        )

    assert found(Wanted(text="\u00e9mile")) == [emile.id]
    assert found(Wanted(text="0%")) == [emile.id]
    assert found(Wanted(text="s_1")) == [emile.id]
    assert found(Wanted(text="%")) == [emile.id]
    assert found(Wanted(text="a_m")) == []
    assert found(Wanted(team_id=team.id)) == [emile.id]
    assert found(Wanted(role=Role.ADMINISTRATOR)) == [admin.id]
    assert found(Wanted(working=False)) == [gone.id]
    assert set(found(Wanted(working=True))) == {admin.id, emile.id}
    assert len(found(Wanted())) == 3


@pytest.mark.parametrize(
    ("asked", "given", "rows"), [(1, 1, 25), (2, 2, 6), (99, 2, 6), (0, 1, 25)]
)
def test_a_long_list_comes_in_pages(office: Office, asked: int, given: int, rows: int) -> None:
    with office.building() as session:
        admin = a_person(session, "Ada Min", roles=[Role.ADMINISTRATOR])
        for _ in range(30):
            a_person(session, "Same Name")

    page = office.ask(admin, lambda work: accounts.list_people(work, Wanted(), asked))

    assert (page.found, page.page, page.pages, len(page.people)) == (31, given, 2, rows)


def test_an_outside_rater_is_added_once_and_holds_no_role(office: Office) -> None:
    with office.building() as session:
        sue = a_person(session, "Sue")

    first = office.do(
        sue, lambda work: directory.add_outside_rater(work, " Rae  Ter ", "RAE@else.org")
    )
    again = office.do(sue, lambda work: directory.add_outside_rater(work, "Rae", "rae@else.org"))

    assert first == again
    facts = office.ask(
        office_person(office, first),
        lambda work: directory.get_person(work, first, see=SEE_PERSON),
    )
    assert (facts.name, facts.email, facts.staff_number) == ("Rae Ter", "rae@else.org", None)
    assert office.actor(office_person(office, first)).grants == frozenset()


def test_the_address_of_somebody_who_has_left_invites_nobody(office: Office) -> None:
    with office.building() as session:
        sue = a_person(session, "Sue")
        yesterday = office.clock().date() - timedelta(days=1)
        a_person(session, "Gone", email="gone@example.org", left_on=yesterday)

    assert office.refusal(
        sue, lambda work: directory.add_outside_rater(work, "Gone", "gone@example.org")
    ) == ("rater_has_left", "email")


def test_a_first_start_makes_the_organisation_and_its_administrator(office: Office) -> None:
    token = first_start(office)

    assert office.ask(None, lambda work: passwords.link_is_live(work, token))
    settings = office.ask(None, lambda work: directory.organisation(work.session))
    assert settings.name == "Riverside Care"


def test_a_first_start_can_be_made_again_until_somebody_can_sign_in(office: Office) -> None:
    first_start(office)
    token = first_start(office)
    office.do(None, lambda w: passwords.set_password_by_link(w, token, PASSWORD, cheap=True))

    refusal = office.refusal(
        None,
        lambda work: administrators.create_administrator(
            work, name="Eve", email="eve@example.org", organisation="Mine"
        ),
    )

    assert refusal == ("administrator_there_already", None)


def test_whoever_has_the_machine_can_make_a_link(office: Office) -> None:
    with office.building() as session:
        admin = a_person(session, "Ada", email="ada@example.org", roles=[Role.ADMINISTRATOR])
        a_password(session, admin)

    token = office.do(None, lambda work: administrators.make_link_for(work, " ADA@example.org"))

    assert office.ask(None, lambda work: passwords.link_is_live(work, token))
    with pytest.raises(NotFound):
        office.do(None, lambda work: administrators.make_link_for(work, "nobody@example.org"))


def first_start(office: Office) -> str:
    return office.do(
        None,
        lambda work: administrators.create_administrator(
            work, name="Ada Min", email="ada@example.org", organisation="Riverside Care"
        ),
    )


def office_person(office: Office, person_id: int) -> Person:
    return office.ask(None, lambda work: work.session.get_one(Person, person_id))
