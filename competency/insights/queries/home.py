"""What home pages count, in a number of statements that does not grow with people."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from competency.assessments.domain.state import Facts, State, state_of
from competency.assessments.models import Appraisal, Signature
from competency.kernel.values import Value
from competency.people.models import Credential, Person, PersonPracticeArea, RoleGrant
from competency.reviews.domain.levels import Level
from competency.reviews.domain.levels import State as ReviewState
from competency.reviews.models import Review, ReviewDraw

DRAWN, DONE = "reviews drawn", "reviews done"
BIGGEST_ID = 2_147_483_647
RUNNING = (Appraisal.sealed_at.is_(None), Appraisal.withdrawn_at.is_(None))


class SignedThisYear(Value):
    """Of how many people who are appraised how many have signed an appraisal this year."""

    signed: int
    people: int


class Underway(Value):
    """A running appraisal of somebody's own or in their hands, the soonest due."""

    title: str
    due_on: date


def signed_this_year(
    reaches: Mapping[str, ColumnElement[bool]], today: date
) -> dict[str, Select[int]]:
    """Return the queries for how many people of each reach have signed this year, and of how many.

    Of those who work in a practice area; the year is the calendar year of the day, and one person
    counts once. `signed_of` reads what was counted.
    """
    begin = datetime(today.year, 1, 1, tzinfo=UTC)
    has_signed = exists().where(Appraisal.person_id == Person.id, Appraisal.sealed_at >= begin)
    found: dict[str, Select[int]] = {}
    for name, within in reaches.items():
        people = select(func.count(Person.id)).where(
            within,
            or_(Person.left_on.is_(None), Person.left_on >= today),
            exists().where(PersonPracticeArea.person_id == Person.id),
        )
        found[f"{name} people"] = people
        found[f"{name} signed"] = people.where(has_signed)
    return found


def signed_of(counted: Mapping[str, int], name: str) -> SignedThisYear | None:
    """Return what was counted of a reach; None where it was not asked for."""
    if f"{name} people" not in counted:
        return None
    return SignedThisYear(counted[f"{name} signed"], counted[f"{name} people"])


def running_by_state(session: Session, within: ColumnElement[bool]) -> dict[State, int]:
    """Return how many running appraisals in reach stand in each state that occurs, in its order."""
    signatures = (
        select(func.count(Signature.id))
        .where(Signature.appraisal_id == Appraisal.id, Signature.voided_at.is_(None))
        .correlate(Appraisal)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Appraisal.self_submitted_at,
            Appraisal.supervisor_submitted_at,
            Appraisal.agreed_at,
            signatures.label("signatures"),
        ).where(*RUNNING, within)
    )
    counted = Counter(state_of(Facts(**row._mapping)) for row in rows)
    return {state: counted[state] for state in State if counted[state]}


def next_due(session: Session, person_id: int | None) -> Underway | None:
    """Return the running appraisal with the soonest day in which this person has a part."""
    row = session.execute(
        select(Appraisal.title, Appraisal.due_on)
        .where(
            *RUNNING,
            Appraisal.due_on.is_not(None),
            or_(Appraisal.person_id == person_id, Appraisal.supervisor_id == person_id),
        )
        .order_by(Appraisal.due_on, Appraisal.id)
        .limit(1)
    ).one_or_none()
    return Underway(row.title, row.due_on) if row else None


def of_the_four(person_id: int | None, month: date) -> dict[str, Select[int]]:
    """Return the queries for how many first-level reviews of a month are a supervisor's own four,
    and how many of them are complete; what was substituted is not among them."""
    own = (
        select(func.count(Review.id))
        .join(ReviewDraw, ReviewDraw.id == Review.draw_id)
        .where(
            ReviewDraw.month == month,
            Review.level == Level.FIRST.value,
            Review.supervisor_id == person_id,
            Review.state != ReviewState.SUBSTITUTED.value,
        )
    )
    return {DRAWN: own, DONE: own.where(Review.state == ReviewState.SUBMITTED.value)}


def without_password(today: date) -> Select[int]:
    """Return the query for how many people with a role cannot sign in for want of a password."""
    return select(func.count(Person.id)).where(
        or_(Person.left_on.is_(None), Person.left_on >= today),
        exists().where(RoleGrant.person_id == Person.id),
        ~exists().where(Credential.person_id == Person.id),
    )


def counts(session: Session, wanted: Mapping[str, Select[Any]]) -> dict[str, Any]:
    """Return all the counts that are wanted, by their names, in one statement."""
    if not wanted:
        return {}
    columns = [query.scalar_subquery().label(name) for name, query in wanted.items()]
    return dict(session.execute(select(*columns)).one()._mapping)


def persons_named(session: Session, text: str) -> list[int]:
    """Return the numbers of the persons whose number it is, else whose name holds the words."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return [int(text)] if int(text) <= BIGGEST_ID else []
    holds = func.lower(Person.name).contains(text.lower(), autoescape=True)
    return list(session.scalars(select(Person.id).where(holds).order_by(Person.id)))
