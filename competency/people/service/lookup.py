"""What other rooms ask about people: names, lines and practice areas; no permissions here.

The caller has already authorised the record these facts belong to.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from competency.kernel.errors import Refused
from competency.kernel.values import Value
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
)
from competency.people.queries import in_force
from competency.people.queries.lists import find_by_words

NAMED = Person.__table__.alias("named")  # beside rows that stand beside persons already


class Named(Value):
    """Something with an id and a name."""

    id: int
    name: str


class Subject(Value):
    """A person as the subject of a record: name, post and whether they still work here."""

    id: int
    name: str
    post_id: int | None
    post: str
    left_on: date | None


class Account(Value):
    """Whether somebody belongs to the organisation, and whether they can sign in already."""

    is_colleague: bool
    has_password: bool


class Contact(Value):
    """Who somebody is by name and email address."""

    name: str
    email: str


def get_contact(session: Session, person_id: int) -> Contact:
    """Return a person's name and email address; raises LookupError where there is none."""
    row = session.execute(
        select(Person.name, Person.email).where(Person.id == person_id)
    ).one_or_none()
    if row is None:
        raise LookupError(person_id)
    return Contact(row.name, row.email)


def contacts_here(session: Session, ids: Iterable[int], today: date) -> dict[int, Contact]:
    """Return name and email address by id of those who have not left, in one query."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = session.execute(
        select(Person.id, Person.name, Person.email).where(
            Person.id.in_(wanted), or_(Person.left_on.is_(None), Person.left_on >= today)
        )
    )
    return {row.id: Contact(row.name, row.email) for row in rows}


def account(session: Session, person_id: int) -> Account:
    """Return what kind of account a person has; a staff number or a role makes a colleague."""
    row = session.execute(
        select(
            Person.staff_number,
            exists().where(RoleGrant.person_id == Person.id).label("has_role"),
            exists().where(Credential.person_id == Person.id).label("has_password"),
        ).where(Person.id == person_id)
    ).one()
    return Account(row.staff_number is not None or bool(row.has_role), bool(row.has_password))


def subject(session: Session, person_id: int) -> Subject | None:
    """Return a person as the subject of a record, or None."""
    row = session.execute(
        select(Person.id, Person.name, Person.post_id, Post.name.label("post"), Person.left_on)
        .outerjoin(Post, Post.id == Person.post_id)
        .where(Person.id == person_id)
    ).one_or_none()
    return row and Subject(row.id, row.name, row.post_id, row.post or "", row.left_on)


def get_subject(session: Session, person_id: int) -> Subject:
    """Return a person as the subject of a record; raises LookupError where there is none."""
    found = subject(session, person_id)
    if found is None:
        raise LookupError(person_id)
    return found


_SUBJECT_IN = (
    select(
        Person.id,
        Person.name,
        Person.post_id,
        Post.name.label("post"),
        Person.left_on,
        PracticeArea.name.label("area"),
    )
    .select_from(Person)
    .join(PracticeArea, PracticeArea.id == bindparam("area_id"))
    .outerjoin(Post, Post.id == Person.post_id)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
)


def get_subject_in(session: Session, person_id: int, practice_area_id: int) -> tuple[Subject, str]:
    """Return the subject of a record and the name of its practice area, in one query."""
    found, area, _names = get_subject_among(session, person_id, practice_area_id, ())
    return found, area


def get_subject_among(
    session: Session, person_id: int, practice_area_id: int, others: Iterable[int | None]
) -> tuple[Subject, str, dict[int, str]]:
    """Return the subject, the name of the practice area, and the names of subject and others.

    In one query; ids that are None are left out.
    """
    ids = sorted({person_id, *(one for one in others if one is not None)})
    rows = {
        row.id: row
        for row in session.execute(_SUBJECT_IN, {"ids": ids, "area_id": practice_area_id})
    }
    row = rows[person_id]
    found = Subject(row.id, row.name, row.post_id, row.post or "", row.left_on)
    return found, row.area, {one.id: one.name for one in rows.values()}


_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)))


def names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of persons by id, in one query; ids that are None are left out."""
    wanted = sorted({i for i in ids if i is not None})
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(_NAMES, {"ids": wanted})}


def name_of(person: ColumnElement[int]) -> ColumnElement[str]:
    """Return as SQL the name of the person of a column, for a list that wants it beside each."""
    return select(NAMED.c.name).where(NAMED.c.id == person).scalar_subquery()


def region_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of regions by id, in one query."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = session.execute(select(Region.id, Region.name).where(Region.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def supervisors_of(session: Session, person_id: int, today: date) -> list[Named]:
    """Return who supervises the person on the day, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(SupervisionLine, SupervisionLine.supervisor_id == Person.id)
        .where(SupervisionLine.supervisee_id == person_id, in_force(today))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [Named(row.id, row.name) for row in rows]


def supervisors_of_each(
    session: Session, person_ids: Iterable[int], today: date
) -> dict[int, set[int]]:
    """Return by person who supervises them on the day, all lines, in one query."""
    rows = session.execute(
        select(SupervisionLine.supervisee_id, SupervisionLine.supervisor_id).where(
            SupervisionLine.supervisee_id.in_(sorted(set(person_ids))), in_force(today)
        )
    )
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row.supervisee_id, set()).add(row.supervisor_id)
    return found


def names_and_line(
    session: Session, ids: Iterable[int | None], person_id: int | None, today: date
) -> tuple[dict[int, str], list[Named]]:
    """Return the names by id, and who supervises the person on the day by name, in one query."""
    above = Person.id.in_(
        select(SupervisionLine.supervisor_id).where(
            SupervisionLine.supervisee_id == (person_id or 0), in_force(today)
        )
    )
    wanted = sorted({id_ for id_ in ids if id_ is not None})
    rows = session.execute(
        select(Person.id, Person.name, above.label("is_above"))
        .where(or_(Person.id.in_(wanted), above))
        .order_by(Person.name, Person.id)
    ).all()
    line = [Named(row.id, row.name) for row in rows if row.is_above]
    return {row.id: row.name for row in rows}, line


def practice_areas_of(session: Session, person_id: int) -> list[Named]:
    """Return the practice areas in use in which the person works, by name."""
    rows = session.execute(
        select(PracticeArea.id, PracticeArea.name)
        .join(PersonPracticeArea, PersonPracticeArea.practice_area_id == PracticeArea.id)
        .where(PersonPracticeArea.person_id == person_id, PracticeArea.in_use)
        .order_by(PracticeArea.name, PracticeArea.id)
    )
    return [Named(row.id, row.name) for row in rows]


def practice_areas(session: Session) -> list[Named]:
    """Return all practice areas in use, by name."""
    rows = session.execute(
        select(PracticeArea.id, PracticeArea.name)
        .where(PracticeArea.in_use)
        .order_by(PracticeArea.name, PracticeArea.id)
    )
    return [Named(row.id, row.name) for row in rows]


def posts(session: Session) -> list[Named]:
    """Return all posts, by name."""
    rows = session.execute(select(Post.id, Post.name).order_by(Post.name, Post.id))
    return [Named(row.id, row.name) for row in rows]


def regions(session: Session) -> list[Named]:
    """Return all regions, by name."""
    rows = session.execute(select(Region.id, Region.name).order_by(Region.name, Region.id))
    return [Named(row.id, row.name) for row in rows]


def has_open_ratings(session: Session) -> bool:
    """Return whether the organisation lets both see each other's rating from the start."""
    return bool(session.scalar(select(Organisation.open_ratings)))


def names_and_practice_areas(
    session: Session, ids: Iterable[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of persons and of all practice areas by id, in one query."""
    yes, no = literal_column("1", Integer), literal_column("0", Integer)
    persons = select(yes, Person.id, Person.name).where(Person.id.in_(sorted(set(ids))))
    areas = select(no, PracticeArea.id, PracticeArea.name)
    found: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for is_person, id_, name in session.execute(union_all(persons, areas)):
        found[0 if is_person else 1][id_] = name
    return found


def practice_area_of(area_id: ColumnElement[int]) -> ColumnElement[str]:
    """Return SQL for the name of the practice area that a column of other rows is about."""
    area = select(PracticeArea.name).where(PracticeArea.id == area_id)
    return area.scalar_subquery()


def practice_area_names(session: Session) -> dict[int, str]:
    """Return the names of all practice areas, in use or not, by id."""
    return dict(session.execute(select(PracticeArea.id, PracticeArea.name)).all())


def find_working(session: Session, words: str, today: date, *, field: str) -> Named:
    """Return who works here and has this email address, staff number or full name.

    Refuses nobody, several, and who has left; `field` is where it was typed.
    """
    line = " ".join(words.split())
    found = [
        one
        for one in (find_by_words(session, line) if line else [])
        if one.left_on is None or one.left_on >= today
    ]
    if not found:
        raise Refused(
            "nobody_found",
            "Nobody who works here has this email address, staff number or full name. Check its "
            "spelling.",
            field=field,
        )
    if len(found) > 1:
        raise Refused(
            "several_found",
            f"{len(found)} people have this name. Enter the email address or staff number.",
            field=field,
        )
    return Named(found[0].id, found[0].name)
