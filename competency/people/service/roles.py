"""Granting and ending roles."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.domain.lines import end_with
from competency.people.domain.roles import Held, check_grant, check_still_open
from competency.people.events import RoleEnded, RoleGranted
from competency.people.models import Person, Region, RoleGrant, Team
from competency.people.permissions import KEEP_ROLES
from competency.people.service.access import require_role
from competency.people.service.administrators import refuse_to_lose
from competency.people.service.keeping import Facts, check_version, get_row, hold_directory


class RoleFacts(Value):
    """A role on the page that ends it."""

    id: int
    person_id: int
    person: str
    role: Role
    starts_on: date
    ends_on: date | None
    version: int


def grant_role(work: Work, person_id: int, new: Held) -> int:
    """Grant a role and return the grant's number; it ends at the latest on the last day.

    Refuses a reach that the role does not have, a role held already, administrator and auditor
    together, and a first day after somebody has left.
    """
    require_role(work, KEEP_ROLES)
    hold_directory(work)
    person = get_row(work.session, Person, person_id, "person")
    _check_place(work.session, new)
    if person.left_on is not None and new.starts_on > person.left_on:
        raise Refused("starts_after_leaving", f"{person.name} has left by then.", field="starts_on")
    check_grant(new, _held(work.session, person_id))
    grant = RoleGrant(
        person_id=person_id,
        role=new.role.value,
        scope=new.scope.value,
        scope_id=new.scope_id,
        starts_on=new.starts_on,
        ends_on=end_with(new.ends_on, person.left_on),
    )
    work.session.add(grant)
    work.session.flush()
    work.record(
        RoleGranted(
            person_id=person_id,
            grant_id=grant.id,
            role=grant.role,
            scope=grant.scope,
            scope_id=grant.scope_id,
        )
    )
    return grant.id


def get_role(work: Work, grant_id: int) -> RoleFacts:
    """Return a role as the page that ends it shows it."""
    require_role(work, KEEP_ROLES)
    grant = get_row(work.session, RoleGrant, grant_id, "role")
    person = work.session.get_one(Person, grant.person_id)
    return RoleFacts(
        id=grant.id,
        person_id=person.id,
        person=person.name,
        role=Role(grant.role),
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        version=grant.version,
    )


def end_role(work: Work, grant_id: int, ends_on: date | None, *, version: int | None) -> None:
    """Let a role end after the day; without a day, take back one that begins today or later.

    Refuses what is over, a day before the first, a later end than there is, and to leave the
    installation without an administrator; raises Stale when somebody else changed it meanwhile.
    """
    require_role(work, KEEP_ROLES)
    hold_directory(work)
    grant = get_row(work.session, RoleGrant, grant_id, "role")
    check_version(grant, version, mine=_facts(grant, ends_on), theirs=_facts(grant, grant.ends_on))
    check_still_open(grant.ends_on, ends_on, grant.starts_on, work.today)
    if grant.role == Role.ADMINISTRATOR.value:
        refuse_to_lose(work, grant.person_id, field="ends_on")
    if ends_on is None:
        work.session.delete(grant)
    else:
        grant.ends_on = ends_on
    work.record(RoleEnded(person_id=grant.person_id, grant_id=grant.id, role=grant.role))


def _held(session: Session, person_id: int) -> list[Held]:
    rows = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id))
    return [
        Held(Role(row.role), ScopeKind(row.scope), row.scope_id, row.starts_on, row.ends_on)
        for row in rows
    ]


def _check_place(session: Session, new: Held) -> None:
    model = {ScopeKind.REGION: Region, ScopeKind.TEAM: Team}.get(new.scope)
    missing = model is not None and (
        new.scope_id is None or session.get(model, new.scope_id) is None
    )
    if missing or (model is None and new.scope_id is not None):
        raise Refused("unknown_place", "Choose from the list how far it reaches.", field="reach")


def _facts(grant: RoleGrant, ends_on: date | None) -> Facts:
    return (
        ("Role", Role(grant.role).label),
        ("First day", plain_day(grant.starts_on)),
        ("Last day", plain_day(ends_on) if ends_on else ""),
    )
