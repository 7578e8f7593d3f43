"""Persons, roles, lines and practice areas, as an administrator keeps them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from competency.audit.models import AuditEntry
from competency.infra.work import Work
from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import Forbidden, NotFound, Stale
from competency.people.domain.lines import Line
from competency.people.domain.roles import Held
from competency.people.models import (
    Person,
    PersonPracticeArea,
    PracticeArea,
    RoleGrant,
    SupervisionLine,
)
from competency.people.service import lines, persons, practice, roles
from competency.people.service.persons import Entry
from tests.builders.people import (
    LONG_AGO,
    PASSWORD,
    a_line,
    a_person,
    a_region,
    a_role,
    an_area,
)
from tests.services.people.conftest import Office

TODAY = date(2026, 5, 8)
YESTERDAY, TOMORROW, NEXT_WEEK = (TODAY + timedelta(days=n) for n in (-1, 1, 7))
BOB = Entry(name="Bob Ray", email="bob@example.org", started_on=LONG_AGO)


@pytest.fixture
def admin(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Ada Min", roles=[Role.ADMINISTRATOR], password=PASSWORD)


@pytest.fixture
def sue(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Sue Pervisor", roles=[Role.SUPERVISOR])


@pytest.fixture
def cas(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Cas Manager", staff_number="S-7")


def add(office: Office, admin: Person, entry: Entry = BOB) -> int:
    return office.do(admin, lambda work: persons.add_person(work, entry))


def entry_of(office: Office, admin: Person, person_id: int) -> tuple[Entry, int]:
    return office.ask(admin, lambda work: persons.get_entry(work, person_id))


def change(
    office: Office, admin: Person, person_id: int, version: int | None = None, **what: object
) -> None:
    entry, now = entry_of(office, admin, person_id)
    new = replace(entry, **what)  # type: ignore[arg-type]
    office.do(
        admin,
        lambda work: persons.change_person(work, person_id, new, version=version or now),
    )


def trail(office: Office) -> list[str]:
    return office.ask(
        None,
        lambda work: [
            f"{row.event} {row.facts}"
            for row in work.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        ],
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
    wrong = replace(BOB, **what)  # type: ignore[arg-type]

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
    (line,) = trail(office)
    assert line == f'PersonChanged {{"fields":["name","staff_number"],"person_id":{cas.id}}}'


def test_nothing_changed_is_no_change(office: Office, admin: Person, cas: Person) -> None:
    change(office, admin, cas.id)

    assert (trail(office), entry_of(office, admin, cas.id)[1]) == ([], 1)


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
    assert any(line.startswith("PersonLeaves") for line in trail(office))


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


def test_a_role_is_granted_and_ended(office: Office, admin: Person, cas: Person) -> None:
    with office.building() as session:
        north = a_region(session, "North")
    new = Held(Role.TRAINING_LEAD, ScopeKind.REGION, north.id, TODAY, None)

    number = office.do(admin, lambda work: roles.grant_role(work, cas.id, new))
    office.do(admin, lambda work: roles.end_role(work, number, NEXT_WEEK, version=1))

    facts = office.ask(admin, lambda work: roles.get_role(work, number))
    assert (facts.person, facts.role, facts.starts_on, facts.ends_on, facts.version) == (
        "Cas Manager",
        Role.TRAINING_LEAD,
        TODAY,
        NEXT_WEEK,
        2,
    )
    assert [line.split()[0] for line in trail(office)] == ["RoleGranted", "RoleEnded"]


def test_a_role_granted_by_mistake_today_is_taken_back_whole(
    office: Office, admin: Person, cas: Person
) -> None:
    new = Held(Role.AUDITOR, ScopeKind.EVERYONE, None, TODAY, None)
    number = office.do(admin, lambda work: roles.grant_role(work, cas.id, new))

    office.do(admin, lambda work: roles.end_role(work, number, None, version=1))

    with pytest.raises(NotFound):
        office.ask(admin, lambda work: roles.get_role(work, number))


def test_an_administrator_may_take_further_roles_but_not_the_auditor_s(
    office: Office, admin: Person
) -> None:
    lead = Held(Role.TRAINING_LEAD, ScopeKind.EVERYONE, None, TODAY, None)

    office.do(admin, lambda work: roles.grant_role(work, admin.id, lead))

    assert office.refusal(
        admin, lambda work: roles.grant_role(work, admin.id, replace(lead, role=Role.AUDITOR))
    ) == ("administrator_and_auditor", "role")


@pytest.mark.parametrize(
    ("scope", "place"),
    [(ScopeKind.REGION, 99), (ScopeKind.REGION, None), (ScopeKind.EVERYONE, 1)],
)
def test_a_role_reaches_only_places_that_there_are(
    office: Office, admin: Person, cas: Person, scope: ScopeKind, place: int | None
) -> None:
    new = Held(Role.TRAINING_LEAD, scope, place, TODAY, None)

    assert office.refusal(admin, lambda work: roles.grant_role(work, cas.id, new)) == (
        "unknown_place",
        "reach",
    )


def test_roles_and_lines_end_with_the_person(office: Office, admin: Person, sue: Person) -> None:
    with office.building() as session:
        leaving = a_person(session, "Leaving", left_on=NEXT_WEEK)
    held = Held(Role.CASE_MANAGER, ScopeKind.EVERYONE, None, TODAY, None)

    grant = office.do(admin, lambda w: roles.grant_role(w, leaving.id, held))
    line = office.do(admin, lambda w: lines.start_line(w, Line(sue.id, leaving.id, TODAY)))

    assert office.ask(admin, lambda w: roles.get_role(w, grant).ends_on) == NEXT_WEEK
    assert office.ask(admin, lambda w: lines.get_line(w, line).ends_on) == NEXT_WEEK
    too_late = replace(held, starts_on=NEXT_WEEK + timedelta(days=1))
    assert office.refusal(admin, lambda w: roles.grant_role(w, leaving.id, too_late)) == (
        "starts_after_leaving",
        "starts_on",
    )


def test_a_line_is_started_and_ended(
    office: Office, admin: Person, sue: Person, cas: Person
) -> None:
    number = office.do(admin, lambda w: lines.start_line(w, Line(sue.id, cas.id, LONG_AGO)))
    office.do(admin, lambda w: lines.end_line(w, number, TODAY, version=1))

    facts = office.ask(admin, lambda w: lines.get_line(w, number))
    assert (facts.supervisor, facts.supervisee, facts.ends_on) == (
        "Sue Pervisor",
        "Cas Manager",
        TODAY,
    )
    assert trail(office)[-1].startswith("SupervisionEnded")


def test_a_line_in_a_circle_is_refused(
    office: Office, admin: Person, sue: Person, cas: Person
) -> None:
    office.do(admin, lambda w: lines.start_line(w, Line(sue.id, cas.id, LONG_AGO)))

    back = Line(cas.id, sue.id, TODAY)
    assert office.refusal(admin, lambda w: lines.start_line(w, back)) == (
        "line_in_a_circle",
        "other",
    )


def test_a_line_changed_meanwhile_shows_both_versions(
    office: Office, admin: Person, sue: Person, cas: Person
) -> None:
    number = office.do(admin, lambda w: lines.start_line(w, Line(sue.id, cas.id, LONG_AGO)))
    office.do(admin, lambda w: lines.end_line(w, number, NEXT_WEEK, version=1))

    with pytest.raises(Stale) as stale:
        office.do(admin, lambda w: lines.end_line(w, number, TODAY, version=1))

    assert ("Last day", "8 May 2026") in stale.value.mine.facts
    assert ("Last day", "15 May 2026") in stale.value.theirs.facts


@pytest.mark.parametrize("words", ["S-7", "CAS.MANAGER@example.org", "cas manager", "Cas  Manager"])
def test_the_other_person_is_found_by_number_address_or_name(
    office: Office, admin: Person, words: str
) -> None:
    with office.building() as session:
        cas = a_person(session, "Cas Manager", staff_number="S-7", email="cas.manager@example.org")

    assert office.ask(admin, lambda work: lines.find_person(work, words)) == cas.id


def test_nobody_and_several_of_a_name_are_told_apart(office: Office, admin: Person) -> None:
    with office.building() as session:
        a_person(session, "Jo Park")
        a_person(session, "Jo Park")

    for words, code in (("Jo Park", "several_found"), ("Joe", "nobody_found")):
        assert office.refusal(admin, lambda w, t=words: lines.find_person(w, t)) == (code, "other")


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


def test_nobody_but_an_administrator_keeps_the_directory(
    office: Office, sue: Person, cas: Person
) -> None:
    held = Held(Role.ADMINISTRATOR, ScopeKind.EVERYONE, None, TODAY, None)
    with office.building() as session:
        line, grant = a_line(session, sue, cas), a_role(session, cas, Role.CASE_MANAGER)
    attempts = (
        lambda w: persons.add_person(w, BOB),
        lambda w: persons.get_entry(w, cas.id),
        lambda w: persons.change_person(w, cas.id, BOB, version=1),
        lambda w: persons.leaving_ends(w, cas.id, TODAY),
        lambda w: roles.grant_role(w, sue.id, held),
        lambda w: roles.get_role(w, grant.id),
        lambda w: roles.end_role(w, grant.id, TODAY, version=1),
        lambda w: lines.find_person(w, "Cas Manager"),
        lambda w: lines.start_line(w, Line(sue.id, cas.id, TODAY)),
        lambda w: lines.get_line(w, line.id),
        lambda w: lines.end_line(w, line.id, TODAY, version=1),
        lambda w: practice.list_choices(w, cas.id),
        lambda w: practice.choose_practice_areas(w, cas.id, set(), version=1),
    )

    for attempt in attempts:
        with pytest.raises(Forbidden):
            office.do(sue, attempt)
    assert trail(office) == []


def test_what_is_not_there_is_not_found(office: Office, admin: Person) -> None:
    def change_nobody(work: Work) -> None:
        persons.change_person(work, 999, BOB, version=1)

    for attempt in (
        change_nobody,
        lambda w: lines.end_line(w, 999, TODAY, version=1),
        lambda w: roles.end_role(w, 999, TODAY, version=1),
        lambda w: lines.start_line(w, Line(999, admin.id, TODAY)),
    ):
        with pytest.raises(NotFound):
            office.do(admin, attempt)
