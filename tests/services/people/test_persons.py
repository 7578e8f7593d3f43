"""Persons and their practice areas, as an administrator keeps them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from competency.kernel.actor import Role
from competency.kernel.errors import Stale
from competency.kernel.values import replace
from competency.people.models import (
    Person,
    PersonPracticeArea,
    PracticeArea,
    RoleGrant,
    SupervisionLine,
)
from competency.people.service import persons, practice, roles
from competency.people.service.persons import Entry
from tests.builders.people import (
    LONG_AGO,
    PASSWORD,
    a_line,
    a_person,
    an_area,
)
from tests.services.people.conftest import Office

TODAY = date(2026, 5, 8)
YESTERDAY, TOMORROW, NEXT_WEEK = (TODAY + timedelta(days=n) for n in (-1, 1, 7))
BOB = Entry(name="Bob Ray", email="bob@example.org", started_on=LONG_AGO)


def add(office: Office, admin: Person, entry: Entry = BOB) -> int:
    return office.do(admin, lambda work: persons.add_person(work, entry))


def entry_of(office: Office, admin: Person, person_id: int) -> tuple[Entry, int]:
    return office.ask(admin, lambda work: persons.get_entry(work, person_id))


def change(
    office: Office, admin: Person, person_id: int, version: int | None = None, **what: object
) -> None:
    entry, now = entry_of(office, admin, person_id)
    new = replace(entry, **what)
    office.do(
        admin,
        lambda work: persons.change_person(work, person_id, new, version=version or now),
    )


def test_a_person_is_added_as_tidied(office: Office, admin: Person) -> None:
    number = add(
        office, admin, replace(BOB, name=" Bob  Ray ", email="BOB@example.org", staff_number=" 7 ")
    )

    entry, version = entry_of(office, admin, number)
    assert (entry, version) == (replace(BOB, staff_number="7"), 1)


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({"name": " "}, ("no_name", "name")),
        ({"email": "bob"}, ("no_email", "email")),
        ({"staff_number": "S-7"}, ("staff_number_taken", "staff_number")),
        ({"staff_number": "9" * 41}, ("long_staff_number", "staff_number")),
        ({"team_id": 99}, ("unknown_team", "team_id")),
        ({"post_id": 99}, ("unknown_post", "post_id")),
        ({"left_on": LONG_AGO - timedelta(days=1)}, ("left_before_start", "left_on")),
    ],
)
def test_an_entry_that_cannot_be_is_refused_at_its_field(
    office: Office, admin: Person, cas: Person, what: dict[str, object], refusal: tuple[str, str]
) -> None:
    wrong = replace(BOB, **what)

    assert office.refusal(admin, lambda work: persons.add_person(work, wrong)) == refusal


def test_an_address_belongs_to_one_person(office: Office, admin: Person, cas: Person) -> None:
    taken = replace(BOB, email=cas.email.upper())

    assert office.refusal(admin, lambda work: persons.add_person(work, taken)) == (
        "email_taken",
        "email",
    )


def test_a_change_is_kept_with_the_names_of_its_fields_and_no_content(
    office: Office, admin: Person, cas: Person
) -> None:
    change(office, admin, cas.id, name="Cassandra Manager", staff_number=None)

    assert entry_of(office, admin, cas.id)[0].name == "Cassandra Manager"
    (line,) = office.trail()
    assert line == f'PersonChanged {{"fields":["name","staff_number"],"person_id":{cas.id}}}'


def test_nothing_changed_is_no_change(office: Office, admin: Person, cas: Person) -> None:
    change(office, admin, cas.id)

    assert (office.trail(), entry_of(office, admin, cas.id)[1]) == ([], 1)


def test_of_two_who_change_an_entry_the_second_sees_both_versions(
    office: Office, admin: Person, cas: Person
) -> None:
    change(office, admin, cas.id, name="First Come")

    with pytest.raises(Stale) as stale:
        change(office, admin, cas.id, version=1, name="Second Come")

    assert ("Name", "Second Come") in stale.value.mine.facts
    assert ("Name", "First Come") in stale.value.theirs.facts
    assert entry_of(office, admin, cas.id)[0].name == "First Come"


def test_leaving_ends_lines_and_roles_that_day_and_drops_what_had_not_begun(
    office: Office, admin: Person, sue: Person, cas: Person
) -> None:
    with office.building() as session:
        dan = a_person(session, "Dan")
        open_line, old = a_line(session, sue, cas), a_line(session, sue, dan, ends_on=YESTERDAY)
        above, later = a_line(session, dan, sue), a_line(session, sue, dan, starts_on=NEXT_WEEK)
    said = office.ask(admin, lambda work: persons.leaving_ends(work, sue.id, TOMORROW))

    change(office, admin, sue.id, left_on=TOMORROW)

    ends = office.ask(
        None,
        lambda w: {row.id: row.ends_on for row in w.session.scalars(select(SupervisionLine))},
    )
    assert ends == {open_line.id: TOMORROW, old.id: YESTERDAY, above.id: TOMORROW}
    assert later.id not in ends
    roles_end = office.ask(None, lambda w: w.session.scalars(select(RoleGrant.ends_on)).all())
    assert sorted(roles_end, key=str) == [TOMORROW, None]
    assert sorted(one.words for one in said.ended) == [
        "Dan supervises Sue Pervisor",
        "Role: Supervisor",
        "Sue Pervisor supervises Cas Manager",
    ]
    assert [one.words for one in said.dropped] == ["Sue Pervisor supervises Dan"]
    assert any(line.startswith("PersonLeaves") for line in office.trail())


def test_the_last_administrator_cannot_leave_nor_lose_the_role(
    office: Office, admin: Person
) -> None:
    grant = office.ask(None, lambda w: w.session.scalars(select(RoleGrant)).one())
    with office.building() as session:  # another who never set a password does not count
        a_person(session, "Not Yet", roles=[Role.ADMINISTRATOR])
    entry, version = entry_of(office, admin, admin.id)

    assert office.refusal(
        admin, lambda w: roles.end_role(w, grant.id, TODAY, version=grant.version)
    ) == ("last_administrator", "ends_on")
    assert office.refusal(
        admin,
        lambda w: persons.change_person(
            w, admin.id, replace(entry, left_on=NEXT_WEEK), version=version
        ),
    ) == ("last_administrator", "left_on")

    with office.building() as session:
        a_person(session, "Second", roles=[Role.ADMINISTRATOR], password=PASSWORD)
    office.do(admin, lambda w: roles.end_role(w, grant.id, TODAY, version=grant.version))


def test_practice_areas_are_chosen_as_a_whole(office: Office, admin: Person, cas: Person) -> None:
    with office.building() as session:
        brain, children = an_area(session), an_area(session, "Children")

    def choose(chosen: set[int], version: int) -> None:
        office.do(
            admin,
            lambda w: practice.choose_practice_areas(w, cas.id, chosen, version=version),
        )

    choose({brain.id}, 1)
    choose({children.id}, 2)

    kept = office.ask(
        None, lambda w: w.session.scalars(select(PersonPracticeArea.practice_area_id)).all()
    )
    assert kept == [children.id]
    with pytest.raises(Stale):
        choose({brain.id}, 2)
    assert office.refusal(
        admin, lambda w: practice.choose_practice_areas(w, cas.id, {99}, version=3)
    ) == ("unknown_area", "areas")


def test_an_area_out_of_use_is_offered_only_to_whoever_works_in_it(
    office: Office, admin: Person, cas: Person
) -> None:
    with office.building() as session:
        old: PracticeArea = an_area(session, "Asbestos", in_use=False)
        ann = a_person(session, "Ann", areas=[old, "Children"])

    def offered(person: Person) -> list[str]:
        return office.ask(
            admin, lambda w: [name for _i, name in practice.list_choices(w, person.id)[0]]
        )

    assert offered(ann) == ["Asbestos (out of use)", "Children"]
    assert offered(cas) == ["Children"]
