"""The directory as other rooms read it under the actor's own permissions, and what was chosen.

`lookup` beside it answers for records that the asking room has authorised already.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.domain.entries import check_email, check_name
from competency.people.events import OutsideRaterAdded
from competency.people.models import Organisation, Person, Post, Region, Team
from competency.people.queries import lists
from competency.people.queries.lists import PersonRow, Wanted
from competency.people.service.access import require, scope
from competency.people.service.keeping import hold_directory

UNNAMED = "Your organisation"


class Settings(Value):
    """What the organisation calls itself and has chosen."""

    name: str
    open_ratings: bool


class PersonFacts(Value):
    """Who somebody is and where they work; an outside rater has no staff number."""

    id: int
    name: str
    email: str
    staff_number: str | None
    post_id: int | None
    post: str | None
    team_id: int | None
    team: str | None
    region_id: int | None
    region: str | None
    started_on: date
    left_on: date | None


def organisation_name(session: Session) -> str:
    """Return what the organisation calls itself."""
    return organisation(session).name


def organisation(session: Session) -> Settings:
    """Return the organisation's settings; a new installation begins with independent ratings."""
    row = session.execute(select(Organisation.name, Organisation.open_ratings)).one_or_none()
    return Settings(row.name, row.open_ratings) if row else Settings(UNNAMED, False)


def get_person(work: Work, person_id: int, *, see: Action) -> PersonFacts:
    """Return who it is, or raise NotFound where the action does not let the actor see them."""
    require(work, see, person_id, see=see)
    row = work.session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.staff_number,
            Person.post_id,
            Post.name.label("post"),
            Person.team_id,
            Team.name.label("team"),
            Team.region_id,
            Region.name.label("region"),
            Person.started_on,
            Person.left_on,
        )
        .outerjoin(Post, Post.id == Person.post_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(Region, Region.id == Team.region_id)
        .where(Person.id == person_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    return PersonFacts(**row._mapping)


def persons_in_scope(work: Work, action: Action, *, text: str = "") -> list[PersonRow]:
    """Return those working here on whom the actor may carry out the action, by name."""
    reach = scope(work.actor, work.today, action, Person.__table__.c.id)
    return lists.list_people(work.session, reach, work.today, Wanted(text=text, working=True))


def add_outside_rater(work: Work, name: str, email: str) -> int:
    """Return the number of a person from outside, added unless the address is known.

    They hold no role: what they may see rests on the invitation of the room that asks, which
    has checked that the actor may invite. Refuses the address of somebody who has left.
    """
    name, email = check_name(name), check_email(email)
    hold_directory(work)
    known = work.session.scalar(select(Person).where(Person.email == email))
    if known is None:
        known = Person(name=name, email=email, started_on=work.today)
        work.session.add(known)
        work.session.flush()
        work.record(OutsideRaterAdded(person_id=known.id))
    elif known.left_on is not None and known.left_on < work.today:
        raise Refused(
            "rater_has_left",
            "This address belongs to an account that is closed. Use another address.",
            field="email",
        )
    return known.id
