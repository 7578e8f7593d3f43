"""Lists of persons: the directory with its filters, and who stands in line with whom."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from competency.kernel.actor import Role
from competency.kernel.values import Value
from competency.people.models import Person, Post, RoleGrant, Team

Rows = Select[int, str, str | None, str | None, str, str | None, date | None]


class PersonRow(Value):
    """One person in a list."""

    id: int
    name: str
    post: str | None
    team: str | None
    email: str
    staff_number: str | None
    left_on: date | None


class Wanted(Value, kw_only=True):
    """Which persons a list shows; None and an empty text leave nobody out."""

    text: str = ""
    team_id: int | None = None
    role: Role | None = None
    working: bool | None = None


def list_people(
    session: Session,
    scope: ColumnElement[bool],
    today: date,
    wanted: Wanted,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[PersonRow]:
    """Return the persons of the scope who are wanted, by name, then by id."""
    statement = _rows().where(scope, _is_wanted(wanted, today))
    return _read(session, statement.limit(limit).offset(offset))


def count_people(session: Session, scope: ColumnElement[bool], today: date, wanted: Wanted) -> int:
    """Return how many persons of the scope are wanted."""
    return (
        session.scalar(
            select(func.count()).select_from(Person).where(scope, _is_wanted(wanted, today))
        )
        or 0
    )


def roles_of(
    session: Session, person_ids: Collection[int], today: date
) -> dict[int, tuple[Role, ...]]:
    """Return the roles that each of the persons holds today, in the order of the roles."""
    found: dict[int, set[Role]] = {person_id: set() for person_id in person_ids}
    rows = session.execute(
        select(RoleGrant.person_id, RoleGrant.role).where(
            RoleGrant.person_id.in_(person_ids), role_in_force(today)
        )
    )
    for row in rows:
        found[row.person_id].add(Role(row.role))
    order = list(Role)
    return {key: tuple(sorted(roles, key=order.index)) for key, roles in found.items()}


def role_in_force(today: date) -> ColumnElement[bool]:
    """Return SQL that is true for roles held on the day."""
    return and_(
        RoleGrant.starts_on <= today, or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today)
    )


def find_by_words(session: Session, words: str) -> list[Person]:
    """Return the persons whose email address or staff number it is, else those of that name."""
    exact = session.scalars(
        select(Person)
        .where(or_(Person.email == words.casefold(), Person.staff_number == words))
        .order_by(Person.id)
    ).all()
    if exact:
        return list(exact)
    return list(
        session.scalars(
            select(Person)
            .where(or_(*(func.lower(Person.name) == func.lower(w) for w in _spellings(words))))
            .order_by(Person.id)
        )
    )


def _rows() -> Rows:
    return (
        select(
            Person.id,
            Person.name,
            Post.name.label("post"),
            Team.name.label("team"),
            Person.email,
            Person.staff_number,
            Person.left_on,
        )
        .outerjoin(Post, Post.id == Person.post_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .order_by(Person.name, Person.id)
    )


def _read(session: Session, statement: Rows) -> list[PersonRow]:
    return [PersonRow(*row) for row in session.execute(statement)]


def _is_wanted(wanted: Wanted, today: date) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.text:
        conditions.append(_holds_text(wanted.text))
    if wanted.team_id is not None:
        conditions.append(Person.team_id == wanted.team_id)
    if wanted.role is not None:
        conditions.append(
            exists().where(
                RoleGrant.person_id == Person.id,
                RoleGrant.role == wanted.role.value,
                role_in_force(today),
            )
        )
    if wanted.working is not None:
        gone = and_(Person.left_on.is_not(None), Person.left_on < today)
        conditions.append(~gone if wanted.working else gone)
    return and_(*conditions)


def _holds_text(text: str) -> ColumnElement[bool]:
    columns = (Person.name, Person.email, Person.staff_number)
    return or_(
        *(
            column.icontains(spelling, autoescape=True)
            for column in columns
            for spelling in _spellings(text)
        )
    )


def _spellings(text: str) -> set[str]:
    """Return the text in small and capital first letters: SQLite folds only plain letters."""
    return {text, text.lower(), text.title()}
