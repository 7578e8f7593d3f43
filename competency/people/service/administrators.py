"""That there is always somebody who can administer, from the first start on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import NotFound, Refused
from competency.people.domain.entries import check_email, check_name, normal_email
from competency.people.events import OrganisationChanged, PersonAdded, RoleGranted
from competency.people.models import Credential, Organisation, Person, RoleGrant
from competency.people.queries.lists import role_in_force
from competency.people.service.passwords import issue_password_link


def create_administrator(work: Work, *, name: str, email: str, organisation: str) -> str:
    """Return the token of a link with which the first administrator sets a password.

    For the command line. Makes the organisation where there is none, and the person unless the
    address is known. Refuses where an administrator works here who has set a password.
    """
    name, email = check_name(name), check_email(email)
    if list_working(work):
        raise Refused(
            "administrator_there_already",
            "An administrator works here already and can make others. If the password is lost, "
            "make a link with: flask people link EMAIL",
        )
    if work.session.get(Organisation, 1) is None:
        work.session.add(Organisation(id=1, name=check_name(organisation, field="organisation")))
        work.record(OrganisationChanged(fields=("name",)))
    person = _find(work.session, email)
    if person is None:
        person = Person(name=name, email=email, started_on=work.today)
        work.session.add(person)
        work.session.flush()
        work.record(PersonAdded(person_id=person.id))
    _make_administrator(work, person)
    return issue_password_link(work, person.id)


def make_link_for(work: Work, email: str) -> str:
    """Return the token of a link for whoever has this address; for the command line."""
    person = _find(work.session, normal_email(email))
    if person is None:
        raise NotFound("Nobody has this email address.")
    return issue_password_link(work, person.id)


def list_working(work: Work) -> list[int]:
    """Return the administrators who can sign in and whose role and work have no end in sight."""
    return list(
        work.session.scalars(
            select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .join(Credential, Credential.person_id == Person.id)
            .where(
                RoleGrant.role == Role.ADMINISTRATOR.value,
                role_in_force(work.today),
                RoleGrant.ends_on.is_(None),
                Person.left_on.is_(None),
            )
            .distinct()
            .order_by(Person.id)
        )
    )


def refuse_to_lose(work: Work, person_id: int, *, field: str) -> None:
    """Refuse to take the role or the work from the last administrator; others may lose both."""
    if list_working(work) == [person_id]:
        raise Refused(
            "last_administrator",
            "This is the only administrator who can sign in. Make another one first, and let "
            "them set their password.",
            field=field,
        )


def _find(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email))


def _make_administrator(work: Work, person: Person) -> None:
    held = work.session.scalar(
        select(RoleGrant.id).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == Role.ADMINISTRATOR.value,
            RoleGrant.ends_on.is_(None),
            role_in_force(work.today),
        )
    )
    if held is not None:
        return
    grant = RoleGrant(
        person_id=person.id,
        role=Role.ADMINISTRATOR.value,
        scope=ScopeKind.EVERYONE.value,
        starts_on=work.today,
    )
    work.session.add(grant)
    work.session.flush()
    work.record(
        RoleGranted(
            person_id=person.id,
            grant_id=grant.id,
            role=grant.role,
            scope=grant.scope,
            scope_id=None,
        )
    )
