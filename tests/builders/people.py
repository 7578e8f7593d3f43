"""People for tests, put into the database past the rules that tests are about."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.actor import SYSTEM, Actor, Grant, Role, ScopeKind
from competency.people.models import (
    Credential,
    Organisation,
    Person,
    PersonPracticeArea,
    Post,
    PracticeArea,
    Region,
    RoleGrant,
    SupervisionLine,
    Team,
)
from competency.people.service.sign_in import hasher

LONG_AGO = date(2020, 1, 1)
PASSWORD = "lamp river quiet seven"
_numbers = count(1)

Row = TypeVar("Row", Region, Post, PracticeArea)
RoleWanted = Role | tuple[Role, Region | Team]


def an_organisation(session: Session, name: str = "Riverside Care", **chosen: bool) -> Organisation:
    """Return the organisation, made where there is none yet."""
    _note(session)
    row = session.get(Organisation, 1)
    if row is None:
        row = Organisation(id=1, name=name, **chosen)
        session.add(row)
        session.flush()
    return row


def a_region(session: Session, name: str = "North") -> Region:
    """Return the region of this name, made where there is none."""
    return _named(session, Region, name)


def a_team(session: Session, name: str = "Quayside", region: Region | None = None) -> Team:
    """Return the team of this name, made in the region (North unless said)."""
    found = session.scalar(select(Team).where(Team.name == name))
    if found is None:
        found = Team(name=name, region=region or a_region(session))
        _add(session, found)
    return found


def a_post(session: Session, name: str = "Case manager") -> Post:
    """Return the post of this name, made where there is none."""
    return _named(session, Post, name)


def an_area(session: Session, name: str = "Brain injury", *, in_use: bool = True) -> PracticeArea:
    """Return the practice area of this name, made where there is none."""
    return _named(session, PracticeArea, name, in_use=in_use)


def a_person(
    session: Session,
    name: str = "Ann Lee",
    *,
    roles: Iterable[RoleWanted] = (),
    supervised_by: Person | Iterable[Person] = (),
    areas: Iterable[str | PracticeArea] = (),
    team: Team | None = None,
    post: Post | None = None,
    password: str | None = None,
    email: str | None = None,
    staff_number: str | None = None,
    started_on: date = LONG_AGO,
    left_on: date | None = None,
) -> Person:
    """Return a new person with roles, supervisors, practice areas and password as wished.

    A role that reaches a place is given as (role, place). The organisation is made as well.
    """
    an_organisation(session)
    number = next(_numbers)
    address = email or f"{'.'.join(name.casefold().split())}.{number}@example.org"
    person = Person(
        name=name,
        email=address,
        staff_number=staff_number,
        team=team,
        post=post,
        started_on=started_on,
        left_on=left_on,
    )
    _add(session, person)
    for wanted in roles:
        a_role(session, person, wanted)
    for supervisor in [supervised_by] if isinstance(supervised_by, Person) else supervised_by:
        a_line(session, supervisor, person)
    for area in areas:
        area = an_area(session, area) if isinstance(area, str) else area
        session.add(PersonPracticeArea(person_id=person.id, practice_area_id=area.id))
    if password is not None:
        a_password(session, person, password)
    session.flush()
    return person


def a_role(
    session: Session,
    person: Person,
    wanted: RoleWanted,
    *,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> RoleGrant:
    """Return a new role of the person."""
    role, place = wanted if isinstance(wanted, tuple) else (wanted, None)
    grant = RoleGrant(
        person_id=person.id,
        role=role.value,
        scope=_scope(place).value,
        scope_id=place.id if place else None,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _add(session, grant)
    return grant


def a_line(
    session: Session,
    supervisor: Person,
    supervisee: Person,
    *,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> SupervisionLine:
    """Return a new supervision line."""
    line = SupervisionLine(
        supervisor_id=supervisor.id,
        supervisee_id=supervisee.id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _add(session, line)
    return line


def a_password(session: Session, person: Person, password: str = PASSWORD) -> Credential:
    """Return the person's new credential; the password costs little to check."""
    credential = Credential(
        person_id=person.id,
        password_hash=hasher(cheap=True).hash(password),
        epoch=1,
        set_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    _add(session, credential)
    return credential


def actor_for(session: Session, person: Person, today: date) -> Actor:
    """Return the person at work on the day, as signing in would make them."""
    rows = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id))
    grants = frozenset(
        Grant(Role(row.role), ScopeKind(row.scope), row.scope_id)
        for row in rows
        if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    )
    return Actor(person_id=person.id, name=person.name, grants=grants)


def _scope(place: Region | Team | None) -> ScopeKind:
    if place is None:
        return ScopeKind.EVERYONE
    return ScopeKind.REGION if isinstance(place, Region) else ScopeKind.TEAM


def _named(session: Session, model: type[Row], name: str, **more: bool) -> Row:
    found = session.scalar(select(model).where(model.name == name))
    if found is None:
        found = model(name=name, **more)
        _add(session, found)
    return found


def _add(session: Session, row: object) -> None:
    _note(session)
    session.add(row)
    session.flush()


def _note(session: Session) -> None:
    """Let a session without a piece of work commit what tests prepare."""
    if session.info.get("work") is None:
        Work(actor=SYSTEM, now=datetime(2026, 1, 1, tzinfo=UTC), session=session).record("a test")
