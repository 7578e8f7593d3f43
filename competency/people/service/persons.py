"""Adding and changing people's entries, and what follows when somebody leaves."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value, asdict
from competency.people.domain.entries import check_days, check_email, check_name, plain_line
from competency.people.domain.leaving import Consequences, Dated, what_follows
from competency.people.events import PersonAdded, PersonChanged, PersonLeaves
from competency.people.models import Person, Post, RoleGrant, SupervisionLine, Team
from competency.people.permissions import KEEP_PEOPLE
from competency.people.queries import account
from competency.people.service.access import require_role
from competency.people.service.administrators import refuse_to_lose
from competency.people.service.keeping import Facts, check_version, get_row, hold_directory

LONGEST_STAFF_NUMBER = 40
Row = TypeVar("Row", SupervisionLine, RoleGrant)


class Entry(Value, kw_only=True):
    """What is kept about a person."""

    name: str
    email: str
    staff_number: str | None = None
    team_id: int | None = None
    post_id: int | None = None
    started_on: date
    left_on: date | None = None


def add_person(work: Work, entry: Entry) -> int:
    """Add somebody to the directory and return their number; refuses what is held already."""
    require_role(work, KEEP_PEOPLE)
    hold_directory(work)
    entry = _checked(work.session, entry, None)
    person = Person(**asdict(entry))
    work.session.add(person)
    work.session.flush()
    work.record(PersonAdded(person_id=person.id))
    return person.id


def get_entry(work: Work, person_id: int) -> tuple[Entry, int]:
    """Return what is kept about a person, and its version."""
    require_role(work, KEEP_PEOPLE)
    person = get_row(work.session, Person, person_id, "person")
    return _entry(person), person.version


def change_person(work: Work, person_id: int, entry: Entry, *, version: int | None) -> None:
    """Keep a changed entry; with a new last day, lines and roles end as `leaving_ends` says.

    Refuses what others hold, a last day before the first, and the last administrator's leaving;
    raises Stale when somebody else changed the entry meanwhile.
    """
    require_role(work, KEEP_PEOPLE)
    hold_directory(work)
    person = get_row(work.session, Person, person_id, "person")
    check_version(
        person,
        version,
        mine=_facts(work.session, entry),
        theirs=_facts(work.session, _entry(person)),
    )
    entry = _checked(work.session, entry, person_id)
    before = asdict(_entry(person))
    changed = tuple(name for name, value in asdict(entry).items() if before[name] != value)
    if not changed:
        return
    if entry.left_on is not None and "left_on" in changed:
        _leave(work, person_id, entry.left_on)
    for name in changed:
        setattr(person, name, getattr(entry, name))
    work.record(PersonChanged(person_id=person_id, fields=changed))


def leaving_ends(work: Work, person_id: int, left_on: date) -> Consequences:
    """Return what ends, and what is dropped, if this becomes the person's last day."""
    require_role(work, KEEP_PEOPLE)
    held = (*_lines(work.session, person_id), *_roles(work.session, person_id))
    return what_follows(left_on, held, work.today)


def _leave(work: Work, person_id: int, left_on: date) -> None:
    refuse_to_lose(work, person_id, field="left_on")
    lines = what_follows(left_on, _lines(work.session, person_id), work.today)
    roles = what_follows(left_on, _roles(work.session, person_id), work.today)
    _end(_rows(work.session, SupervisionLine, lines.ended), left_on)
    _end(_rows(work.session, RoleGrant, roles.ended), left_on)
    for line in _rows(work.session, SupervisionLine, lines.dropped):
        work.session.delete(line)
    for role in _rows(work.session, RoleGrant, roles.dropped):
        work.session.delete(role)
    work.record(
        PersonLeaves(
            person_id=person_id,
            lines_ended=_ids(lines.ended),
            lines_dropped=_ids(lines.dropped),
            roles_ended=_ids(roles.ended),
            roles_dropped=_ids(roles.dropped),
        )
    )


def _rows(session: Session, model: type[Row], held: Sequence[Dated]) -> list[Row]:
    return [session.get_one(model, one.id) for one in held]


def _end(rows: Sequence[SupervisionLine | RoleGrant], left_on: date) -> None:
    for row in rows:
        row.ends_on = left_on


def _ids(held: Sequence[Dated]) -> tuple[int, ...]:
    return tuple(one.id for one in held)


def _lines(session: Session, person_id: int) -> list[Dated]:
    return [
        Dated(row.id, f"{row.supervisor} supervises {row.supervisee}", row.starts_on, row.ends_on)
        for row in account.list_lines(session, person_id)
    ]


def _roles(session: Session, person_id: int) -> list[Dated]:
    return [
        Dated(row.id, f"Role: {row.role.label}", row.starts_on, row.ends_on)
        for row in account.list_grants(session, person_id)
    ]


def _entry(person: Person) -> Entry:
    return Entry(
        name=person.name,
        email=person.email,
        staff_number=person.staff_number,
        team_id=person.team_id,
        post_id=person.post_id,
        started_on=person.started_on,
        left_on=person.left_on,
    )


def _facts(session: Session, entry: Entry) -> Facts:
    team = session.get(Team, entry.team_id) if entry.team_id else None
    post = session.get(Post, entry.post_id) if entry.post_id else None
    return (
        ("Name", entry.name),
        ("Email address", entry.email),
        ("Staff number", entry.staff_number or ""),
        ("Team", team.name if team else ""),
        ("Post", post.name if post else ""),
        ("First day", plain_day(entry.started_on)),
        ("Last day", plain_day(entry.left_on) if entry.left_on else ""),
    )


def _checked(session: Session, entry: Entry, person_id: int | None) -> Entry:
    """Return the entry as it is kept, or refuse it."""
    checked = Entry(
        name=check_name(entry.name),
        email=check_email(entry.email),
        staff_number=_staff_number(entry.staff_number),
        team_id=_known(session, Team, entry.team_id, "team"),
        post_id=_known(session, Post, entry.post_id, "post"),
        started_on=entry.started_on,
        left_on=entry.left_on,
    )
    check_days(checked.started_on, checked.left_on)
    _refuse_taken(session, person_id, email=checked.email, staff_number=checked.staff_number)
    return checked


def _staff_number(text: str | None) -> str | None:
    number = plain_line(text or "")
    if len(number) > LONGEST_STAFF_NUMBER:
        raise Refused(
            "long_staff_number",
            f"Use at most {LONGEST_STAFF_NUMBER} characters.",
            field="staff_number",
        )
    return number or None


def _known(
    session: Session, model: type[Team] | type[Post], row_id: int | None, what: str
) -> int | None:
    if row_id is not None and session.get(model, row_id) is None:
        raise Refused(f"unknown_{what}", f"Choose a {what} from the list.", field=f"{what}_id")
    return row_id


def _refuse_taken(
    session: Session, person_id: int | None, *, email: str, staff_number: str | None
) -> None:
    for column, value, words in (
        (Person.email, email, "email address"),
        (Person.staff_number, staff_number, "staff number"),
    ):
        holder = value and session.scalar(select(Person).where(column == value))
        if holder and holder.id != person_id:
            raise Refused(
                f"{column.key}_taken", f"{holder.name} has this {words}.", field=column.key
            )
