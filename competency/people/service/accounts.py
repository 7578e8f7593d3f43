"""The administrator's list of people, and everything on the page of one person."""

from datetime import datetime

from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.values import Value
from competency.people.models import Person
from competency.people.permissions import SEE_ACCOUNT
from competency.people.queries import account, lists
from competency.people.queries.account import AreaRow, GrantRow, LineRow, SignInState
from competency.people.queries.lists import PersonRow, Wanted
from competency.people.service.access import require_role, scope
from competency.people.service.directory import PersonFacts, get_person
from competency.people.service.throttling import keys_of_person

PAGE = 25


class PeoplePage(Value):
    """One page of the list, with the roles that each person holds today."""

    people: list[PersonRow]
    roles: dict[int, tuple[Role, ...]]
    found: int
    page: int
    pages: int


class Account(Value):
    """All that an administrator sees of one person."""

    person: PersonFacts
    grants: list[GrantRow]
    supervisors: list[LineRow]
    supervisees: list[LineRow]
    areas: list[AreaRow]
    sign_in: SignInState


def list_people(work: Work, wanted: Wanted, page: int) -> PeoplePage:
    """Return one page of the persons wanted; a number beyond the last page gives the last."""
    require_role(work, SEE_ACCOUNT)
    reach = scope(work.actor, work.today, SEE_ACCOUNT, Person.__table__.c.id)
    found = lists.count_people(work.session, reach, work.today, wanted)
    pages = max(1, -(-found // PAGE))
    page = min(max(page, 1), pages)
    people = lists.list_people(
        work.session, reach, work.today, wanted, limit=PAGE, offset=(page - 1) * PAGE
    )
    roles = lists.roles_of(work.session, [row.id for row in people], work.today)
    return PeoplePage(people, roles, found, page, pages)


def get_account(work: Work, person_id: int) -> Account:
    """Return everything on the administrator's page of a person; no appraisal, no case."""
    require_role(work, SEE_ACCOUNT)
    person = get_person(work, person_id, see=SEE_ACCOUNT)
    lines = account.list_lines(work.session, person_id)
    return Account(
        person=person,
        grants=account.list_grants(work.session, person_id),
        supervisors=[row for row in lines if row.supervisee_id == person_id],
        supervisees=[row for row in lines if row.supervisor_id == person_id],
        areas=account.list_practice_areas(work.session, person_id),
        sign_in=sign_in_state(work.session, person, work.now),
    )


def sign_in_state(session: Session, person: PersonFacts, now: datetime) -> SignInState:
    """Return how a person stands with signing in."""
    return account.sign_in_state(session, person.id, keys_of_person(person.id, person.email), now)
