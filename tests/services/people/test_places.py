"""Regions, teams, posts, practice areas, and the organisation itself."""

from datetime import timedelta

import pytest

from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, Stale
from competency.people.models import Person
from competency.people.service import directory, organisation, places
from competency.people.service.directory import Settings
from competency.people.service.places import Kind, Place
from tests.builders.people import a_person, a_region, a_team, an_area
from tests.services.people.conftest import Office


@pytest.fixture
def admin(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Ada Min", roles=[Role.ADMINISTRATOR])


def add(office: Office, admin: Person, kind: Kind, name: str, region: int | None = None) -> int:
    new = Place(name=name, region_id=region)
    return office.do(admin, lambda work: places.add_place(work, kind, new))


@pytest.mark.parametrize("kind", [Kind.REGION, Kind.POST, Kind.PRACTICE_AREA])
def test_a_place_is_added_renamed_and_listed(office: Office, admin: Person, kind: Kind) -> None:
    number = add(office, admin, kind, " North  end ")
    place, version = office.ask(admin, lambda work: places.get_place(work, kind, number))
    assert (place.name, version) == ("North end", 1)

    new = Place(name="South end")
    office.do(admin, lambda work: places.change_place(work, kind, number, new, version=1))

    rows = office.ask(admin, lambda work: places.list_places(work)[kind])
    assert [(row.id, row.name, row.people) for row in rows] == [(number, "South end", 0)]


def test_a_team_stands_in_a_region_and_can_move(office: Office, admin: Person) -> None:
    north = add(office, admin, Kind.REGION, "North")
    south = add(office, admin, Kind.REGION, "South")
    team = add(office, admin, Kind.TEAM, "Quay", north)

    moved = Place(name="Quay", region_id=south)
    office.do(admin, lambda work: places.change_place(work, Kind.TEAM, team, moved, version=1))

    (row,) = office.ask(admin, lambda work: places.list_places(work)[Kind.TEAM])
    assert row.within == "South"


@pytest.mark.parametrize("region", [None, 99])
def test_a_team_without_a_region_is_refused(
    office: Office, admin: Person, region: int | None
) -> None:
    new = Place(name="Quay", region_id=region)

    assert office.refusal(admin, lambda work: places.add_place(work, Kind.TEAM, new)) == (
        "unknown_region",
        "region_id",
    )


def test_a_name_is_given_once_whatever_its_capitals(office: Office, admin: Person) -> None:
    add(office, admin, Kind.POST, "Case manager")

    again = Place(name="CASE Manager")
    assert office.refusal(admin, lambda work: places.add_place(work, Kind.POST, again)) == (
        "name_taken",
        "name",
    )
    add(office, admin, Kind.REGION, "Case manager")


def test_a_practice_area_goes_out_of_use(office: Office, admin: Person) -> None:
    with office.building() as session:
        area = an_area(session)
    out = Place(name=area.name, in_use=False)

    office.do(
        admin,
        lambda work: places.change_place(work, Kind.PRACTICE_AREA, area.id, out, version=1),
    )

    (row,) = office.ask(admin, lambda work: places.list_places(work)[Kind.PRACTICE_AREA])
    assert row.in_use is False


def test_people_who_have_left_are_not_counted(office: Office, admin: Person) -> None:
    yesterday = office.clock().date() - timedelta(days=1)
    with office.building() as session:
        team = a_team(session, "Quay", a_region(session))
        for name, left in (("Here", None), ("Gone", yesterday)):
            a_person(session, name, team=team, areas=["Children"], left_on=left)

    found = office.ask(admin, places.list_places)

    assert [rows[0].people for rows in found.values() if rows] == [1, 1, 1]


def test_a_place_changed_meanwhile_shows_both_versions(office: Office, admin: Person) -> None:
    number = add(office, admin, Kind.REGION, "North")

    def rename(name: str) -> None:
        new = Place(name=name)
        office.do(
            admin, lambda work: places.change_place(work, Kind.REGION, number, new, version=1)
        )

    rename("First")
    with pytest.raises(Stale) as stale:
        rename("Second")

    assert list(stale.value.mine.facts) == [("Name", "Second")]
    assert list(stale.value.theirs.facts) == [("Name", "First")]


def test_the_organisation_chooses_open_or_independent_ratings(
    office: Office, admin: Person
) -> None:
    new = Settings("Riverside Care", open_ratings=True)
    office.do(admin, lambda work: organisation.change_organisation(work, new, version=1))

    assert office.ask(admin, organisation.get_organisation) == (new, 2)
    assert office.ask(None, lambda work: directory.organisation(work.session)) == new
    with pytest.raises(Stale):
        office.do(admin, lambda work: organisation.change_organisation(work, new, version=1))


def test_an_installation_without_an_organisation_has_a_name_for_its_pages(office: Office) -> None:
    found = office.ask(None, lambda work: directory.organisation(work.session))

    assert found == Settings(directory.UNNAMED, open_ratings=False)


def test_nobody_but_an_administrator_keeps_places(office: Office, admin: Person) -> None:
    with office.building() as session:
        ann = a_person(session, "Ann", roles=[Role.CENTRAL_OFFICE])
        region = a_region(session)

    for attempt in (
        places.list_places,
        lambda w: places.list_names(w, Kind.TEAM),
        lambda w: places.add_place(w, Kind.POST, Place(name="x")),
        lambda w: places.change_place(w, Kind.REGION, region.id, Place(name="x"), version=1),
        organisation.get_organisation,
        lambda w: organisation.change_organisation(w, Settings("x", True), version=1),
    ):
        with pytest.raises(Forbidden):
            office.do(ann, attempt)
