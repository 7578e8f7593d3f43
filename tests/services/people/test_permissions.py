"""Who may do what to whom: the table, held against plain facts, for one person and for lists.

The oracle below knows nothing of SQL: it computes each relation from the facts of a small
organisation. A point check (`require`) and the list of an action (`scope`) must both agree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import Forbidden, NotFound
from competency.people import permissions
from competency.people.models import Person, Region, Team
from competency.people.service import access
from tests.builders.people import RoleWanted, a_line, a_person, a_region, a_role, a_team
from tests.services.people.conftest import Office

LONG_AGO, LAST_WEEK, NEXT_WEEK = date(2020, 1, 1), date(2026, 5, 1), date(2026, 5, 15)
TODAY = date(2026, 5, 8)

# action: the relations of which any one is enough, as a reader would say them
TABLE = {
    "SEE_PERSON": "self supervises manages own_region training_lead administrator auditor",
    "SEE_TEAM": "supervises manages",
    "SEE_SIGN_INS": "self",
    "CHANGE_PASSWORD": "self",
    "END_SIGN_INS": "self administrator",
    "MAKE_PASSWORD_LINK": "administrator",
    "UNLOCK": "administrator",
    "SEE_ACCOUNT": "administrator",
    "KEEP_PEOPLE": "administrator",
    "KEEP_ROLES": "administrator",
    "KEEP_LINES": "administrator",
    "KEEP_PLACES": "administrator",
    "KEEP_ORGANISATION": "administrator",
}

# person: team, region, roles (with the place they reach, and days where they do not always hold)
NORTH, SOUTH = "North", "South"
PEOPLE: dict[str, tuple[str | None, str | None]] = {
    "cas": ("Quay", NORTH),
    "col": ("Quay", NORTH),
    "sue": ("Quay", NORTH),
    "max": ("Harbour", NORTH),
    "zoe": ("Island", SOUTH),
    "tim": (None, None),
    "tia": ("Island", SOUTH),
    "tea": ("Quay", NORTH),
    "qua": ("Harbour", NORTH),
    "reg": ("Island", SOUTH),
    "cen": (None, None),
    "pat": ("Quay", NORTH),
    "saf": ("Quay", NORTH),
    "ada": (None, None),
    "aud": (None, None),
    "was": ("Quay", NORTH),
    "old": ("Quay", NORTH),
    "out": (None, None),
}
ROLES: list[tuple[str, Role, str | None, date, date | None]] = [
    ("cas", Role.CASE_MANAGER, None, LONG_AGO, None),
    ("col", Role.CASE_MANAGER, None, LONG_AGO, None),
    ("sue", Role.SUPERVISOR, None, LONG_AGO, None),
    ("max", Role.MANAGER, None, LONG_AGO, None),
    ("zoe", Role.MANAGER, None, LONG_AGO, LAST_WEEK),
    ("tim", Role.TRAINING_LEAD, None, LONG_AGO, None),
    ("tia", Role.TRAINING_LEAD, SOUTH, LONG_AGO, None),
    ("tea", Role.TRAINING_LEAD, "Harbour", LONG_AGO, None),
    ("qua", Role.QUALITY_SPECIALIST, NORTH, LONG_AGO, None),
    ("reg", Role.REGIONAL_LEADERSHIP, SOUTH, LONG_AGO, None),
    ("cen", Role.CENTRAL_OFFICE, None, LONG_AGO, None),
    ("pat", Role.PEER_REVIEWER, None, LONG_AGO, None),
    ("saf", Role.SAFEGUARDING_LEAD, None, LONG_AGO, None),
    ("ada", Role.ADMINISTRATOR, None, LONG_AGO, None),
    ("aud", Role.AUDITOR, None, LONG_AGO, None),
    ("was", Role.ADMINISTRATOR, None, LONG_AGO, LAST_WEEK),
    ("old", Role.TRAINING_LEAD, None, NEXT_WEEK, None),
]
# supervisor, supervisee, first and last day
LINES: list[tuple[str, str, date, date | None]] = [
    ("sue", "cas", LONG_AGO, None),
    ("sue", "old", LONG_AGO, TODAY),  # the last day still counts
    ("sue", "col", LONG_AGO, LAST_WEEK),
    ("was", "col", TODAY, None),  # so does the first
    ("pat", "cas", NEXT_WEEK, None),
    ("max", "sue", LONG_AGO, None),
    ("max", "was", LONG_AGO, LAST_WEEK),  # and with it those below
    ("zoe", "max", LONG_AGO, None),  # no longer manager: sees the next below only
]


@dataclass(frozen=True)
class Facts:
    """What is so today, as sets of names."""

    below: dict[str, set[str]]
    held: dict[str, set[tuple[Role, str | None]]]

    def stands(self, word: str, actor: str, person: str) -> bool:
        """Return whether the actor stands so to the person."""
        return bool(RELATIONS[word](self, actor, person))

    def whole_line(self, actor: str) -> set[str]:
        """Return everyone below, at any depth."""
        found: set[str] = set()
        waiting = list(self.below.get(actor, ()))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.below.get(name, ()))
        return found

    def reaches(self, actor: str, role: Role, person: str) -> bool:
        """Return whether a role of the actor reaches the person's team, region or everyone."""
        places = {place for held, place in self.held.get(actor, ()) if held is role}
        return bool(places & {None, *filter(None, PEOPLE[person])})


RELATIONS: dict[str, Callable[[Facts, str, str], bool]] = {
    "self": lambda f, a, p: a == p,
    "supervises": lambda f, a, p: p in f.below.get(a, ()),
    "manages": lambda f, a, p: (Role.MANAGER, None) in f.held.get(a, ()) and p in f.whole_line(a),
    "own_region": lambda f, a, p: (
        f.reaches(a, Role.QUALITY_SPECIALIST, p) or f.reaches(a, Role.REGIONAL_LEADERSHIP, p)
    ),
    "training_lead": lambda f, a, p: f.reaches(a, Role.TRAINING_LEAD, p),
    "administrator": lambda f, a, p: f.reaches(a, Role.ADMINISTRATOR, p),
    "auditor": lambda f, a, p: f.reaches(a, Role.AUDITOR, p),
}


def todays(day: date) -> Facts:
    below: dict[str, set[str]] = {}
    for above, under, starts, ends in LINES:
        if starts <= day <= (ends or date.max):
            below.setdefault(above, set()).add(under)
    held: dict[str, set[tuple[Role, str | None]]] = {}
    for name, role, place, starts, ends in ROLES:
        if starts <= day <= (ends or date.max):
            held.setdefault(name, set()).add((role, place))
    return Facts(below, held)


@pytest.fixture
def everybody(office: Office) -> dict[str, Person]:
    """The small organisation, in the database."""
    with office.building() as session:
        places = {name: a_region(session, name) for name in (NORTH, SOUTH)}
        teams = {
            team: a_team(session, team, places[region])
            for team, region in PEOPLE.values()
            if team and region
        }
        people = {
            name: a_person(session, name, team=teams[team] if team else None)
            for name, (team, _region) in PEOPLE.items()
        }
        for name, role, place, starts, ends in ROLES:
            reach: Region | Team | None = places.get(place or "") or teams.get(place or "")
            wanted: RoleWanted = (role, reach) if reach else role
            a_role(session, people[name], wanted, starts_on=starts, ends_on=ends)
        for above, under, starts, ends in LINES:
            a_line(session, people[above], people[under], starts_on=starts, ends_on=ends)
    return people


def actions() -> dict[str, Action]:
    return {name: value for name, value in vars(permissions).items() if isinstance(value, Action)}


def test_the_table_names_every_action_and_no_other() -> None:
    assert set(TABLE) == set(actions())
    assert set(permissions.ALL) == set(actions().values())


def test_the_organisation_has_somebody_in_every_role() -> None:
    assert {role for _name, role, *_rest in ROLES} == set(Role)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_action_is_allowed_to_those_of_the_table_and_to_nobody_else(
    name: str, office: Office, everybody: dict[str, Person]
) -> None:
    action, facts = actions()[name], todays(TODAY)
    by_id = {person.id: key for key, person in everybody.items()}

    for actor_name, actor in everybody.items():
        allowed = {
            key
            for key in everybody
            if any(facts.stands(word, actor_name, key) for word in TABLE[name].split())
        }

        def listed(work: Work, action: Action = action) -> set[str]:
            reach = access.scope(work.actor, work.today, action, Person.__table__.c.id)
            return {by_id[i] for i in work.session.scalars(select(Person.id).where(reach))}

        def permitted(work: Work, action: Action = action) -> set[str]:
            return {key for key, person in everybody.items() if may(work, action, person.id)}

        assert office.ask(actor, listed) == allowed, actor_name
        assert office.ask(actor, permitted) == allowed, actor_name


def may(work: Work, action: Action, person_id: int) -> bool:
    try:
        access.require(work, action, person_id, see=action)
    except NotFound:
        return False
    return True


def test_who_sees_somebody_but_may_not_act_is_told_so(
    office: Office, everybody: dict[str, Person]
) -> None:
    cas = everybody["cas"].id

    def make_link(work: Work) -> None:
        access.require(work, permissions.MAKE_PASSWORD_LINK, cas, see=permissions.SEE_PERSON)

    with pytest.raises(Forbidden):
        office.ask(everybody["sue"], make_link)
    with pytest.raises(NotFound):
        office.ask(everybody["col"], make_link)
    office.ask(everybody["ada"], make_link)


def test_the_system_itself_stands_to_nobody(office: Office, everybody: dict[str, Person]) -> None:
    cas = everybody["cas"].id

    def permitted(work: Work) -> set[str]:
        return {name for name, action in actions().items() if may(work, action, cas)}

    assert office.ask(None, permitted) == set()


def test_every_signed_in_person_is_anyone_and_nobody_else_is(
    office: Office, everybody: dict[str, Person]
) -> None:
    anyone = Action("be here", (frozenset({Relation.ANYONE}),))

    assert office.ask(everybody["out"], lambda w: may(w, anyone, everybody["cas"].id))
    assert not office.ask(None, lambda w: may(w, anyone, everybody["cas"].id))


def test_all_relations_of_a_clause_have_to_hold(
    office: Office, everybody: dict[str, Person]
) -> None:
    both = Action("do both", (frozenset({Relation.SUPERVISES, Relation.MANAGES}),))
    max_, sue, cas = (everybody[name] for name in ("max", "sue", "cas"))

    assert office.ask(max_, lambda w: may(w, both, sue.id))
    assert not office.ask(max_, lambda w: may(w, both, cas.id))
    assert not office.ask(sue, lambda w: may(w, both, cas.id))
