"""Roles and supervision lines, as an administrator keeps them."""

from datetime import date, timedelta

import pytest

from competency.infra.work import Work
from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import Forbidden, NotFound, Stale
from competency.kernel.values import replace
from competency.people.domain.lines import Line
from competency.people.domain.roles import Held
from competency.people.models import (
    Person,
)
from competency.people.service import lines, persons, practice, roles
from competency.people.service.persons import Entry
from tests.builders.people import (
    LONG_AGO,
    a_line,
    a_person,
    a_region,
    a_role,
)
from tests.services.people.conftest import Office

TODAY = date(2026, 5, 8)
NEXT_WEEK = TODAY + timedelta(days=7)
BOB = Entry(name="Bob Ray", email="bob@example.org", started_on=LONG_AGO)


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
    assert [line.split()[0] for line in office.trail()] == ["RoleGranted", "RoleEnded"]


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
    assert office.trail()[-1].startswith("SupervisionEnded")


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

    several = office.refusal(admin, lambda w: lines.find_person(w, "Jo Park"))
    nobody = office.refusal(admin, lambda w: lines.find_person(w, "Joe"))

    assert several == ("several_found", "other")
    assert nobody == ("nobody_found", "other")


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
    assert office.trail() == []


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
