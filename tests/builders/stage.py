"""People of a small organisation, and a way to let each of them do something, as the edge does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import bindparam, select, update

from competency import reactions
from competency.infra.db import Base, Database
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM, Actor, Grant, Role, ScopeKind
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.people.models import (
    Organisation,
    Person,
    PersonPracticeArea,
    Post,
    PracticeArea,
    RoleGrant,
    SupervisionLine,
)
from tests.support.replay import kept

Result = TypeVar("Result")
LONG_AGO = date(2020, 1, 6)
_PERSON, _GRANT = (Base.metadata.tables[one.__tablename__] for one in (Person, RoleGrant))
# Plain rows, asked at once: every step of a test begins with it.
WHO = (
    select(_PERSON.c.name, _GRANT.c.role, _GRANT.c.scope, _GRANT.c.scope_id)
    .outerjoin_from(_PERSON, _GRANT, _GRANT.c.person_id == _PERSON.c.id)
    .where(_PERSON.c.id == bindparam("person_id"))
)


class _Undone(Exception):
    """What was tried went through, and is undone."""


@dataclass
class Stage:
    """Runs services as somebody: loads who they are, does it, settles and commits."""

    database: Database
    clock: Callable[[], datetime]
    key: bytes = b"only-for-the-trail-of-tests-" * 2

    def do(self, person: Person | int | None, act: Callable[[Work], Result]) -> Result:
        """Let this person (None: the system) do it and return what came of it."""
        with self.writing(person) as work:
            return act(work)

    def ask(self, person: Person | int | None, question: Callable[[Work], Result]) -> Result:
        """Let this person read something."""
        with self.reading(person) as work:
            return question(work)

    @contextmanager
    def writing(self, person: Person | int | None = None) -> Iterator[Work]:
        """Give a piece of work of this person's that is settled and committed at its end."""
        with self.database.writing() as session:
            work = Work(actor=self._actor(session, person), now=self.clock(), session=session)
            yield work
            reactions.settle(work, self.key)

    @contextmanager
    def reading(self, person: Person | int | None = None) -> Iterator[Work]:
        """Give a piece of work of this person's that only reads."""
        with self.database.reading() as session:
            yield Work(actor=self._actor(session, person), now=self.clock(), session=session)

    def outcome(self, person: Person, act: Callable[[Work], object]) -> str:
        """Return what becomes of it: yes, 403, 404 or the refusal's code; nothing is kept."""

        def try_it(work: Work) -> None:
            act(work)
            raise _Undone

        try:
            self.do(person, try_it)
        except NotFound:
            return "404"
        except Forbidden:
            return "403"
        except Refused as refusal:
            return refusal.code
        except _Undone:
            pass
        return "yes"

    def as_given(self) -> object:
        """Return what a kept builder finds here besides the database."""
        return (self.clock(), self.key)

    def save(self, *rows: Any) -> Any:
        """Put rows in past all rules, committed; return them detached."""
        with self.database.writing() as session:
            work = Work(actor=SYSTEM, now=self.clock(), session=session)
            work.record("rows of a test")  # nothing settles this work: the trail stays empty
            session.add_all(rows)
            session.commit()
        return rows[0] if len(rows) == 1 else rows

    def _actor(self, session: Any, person: Person | int | None) -> Actor:
        if person is None:
            return SYSTEM
        person_id = person if isinstance(person, int) else person.id
        rows = session.execute(WHO, {"person_id": person_id}).all()
        held = (Grant(Role(r.role), ScopeKind(r.scope), r.scope_id) for r in rows if r.role)
        return Actor(person_id=person_id, name=rows[0].name, grants=frozenset(held))


@dataclass(frozen=True)
class Cast:
    """Who takes part: the manager leads the supervisor, the supervisor the practitioner.

    `colleague` works here and has nothing to do with it.
    """

    practitioner: Person
    supervisor: Person
    manager: Person
    colleague: Person
    administrator: Person
    practice_area: PracticeArea
    other_area: PracticeArea
    line: SupervisionLine


def a_person(stage: Stage, name: str, *roles: Role, post_id: int | None = None) -> Person:
    """A person who works here, with these roles for everyone."""
    person: Person = stage.save(
        Person(
            name=name,
            email=f"{name.lower().replace(' ', '.')}@example.org",
            staff_number=f"S-{name}",
            started_on=LONG_AGO,
            post_id=post_id,
        )
    )
    if roles:
        stage.save(
            *(RoleGrant(person_id=person.id, role=role.value, starts_on=LONG_AGO) for role in roles)
        )
    return person


def a_line(stage: Stage, supervisor: Person, supervisee: Person) -> SupervisionLine:
    """A supervision line that began long ago and goes on."""
    line: SupervisionLine = stage.save(
        SupervisionLine(
            supervisor_id=supervisor.id, supervisee_id=supervisee.id, starts_on=LONG_AGO
        )
    )
    return line


def end_line(stage: Stage, line: SupervisionLine) -> None:
    """Let a supervision line end the day before."""
    yesterday = stage.clock().date() - timedelta(days=1)
    with stage.database.aside() as session:
        session.execute(
            update(SupervisionLine)
            .where(SupervisionLine.id == line.id)
            .values(ends_on=yesterday)
            .execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it


@kept
def a_cast(stage: Stage) -> Cast:
    """A new organisation: a practitioner in two practice areas and those around them."""
    stage.save(Organisation(name="Larkfield Case Management"))
    area, other = stage.save(PracticeArea(name="Brain injury"), PracticeArea(name="Children"))
    post = stage.save(Post(name="Case manager"))
    asha = a_person(stage, "Asha Patel", Role.CASE_MANAGER, post_id=post.id)
    priya = a_person(stage, "Priya Nair", Role.SUPERVISOR)
    morgan = a_person(stage, "Morgan Hughes", Role.MANAGER)
    stage.save(
        PersonPracticeArea(person_id=asha.id, practice_area_id=area.id),
        PersonPracticeArea(person_id=asha.id, practice_area_id=other.id),
    )
    a_line(stage, morgan, priya)
    return Cast(
        practitioner=asha,
        supervisor=priya,
        manager=morgan,
        colleague=a_person(stage, "Ben Okoro", Role.CASE_MANAGER),
        administrator=a_person(stage, "Adi Stone", Role.ADMINISTRATOR),
        practice_area=area,
        other_area=other,
        line=a_line(stage, priya, asha),
    )


@kept
def people_around(stage: Stage, cast: Cast) -> dict[str, Person]:
    """Everybody a permission table asks about, by what they are to the practitioner.

    "second" supervises them too, "other" supervises somebody else, "former" did until last month.
    """
    second = a_person(stage, "Sam Second", Role.SUPERVISOR)
    other = a_person(stage, "Olga Other", Role.SUPERVISOR)
    former = a_person(stage, "Fay Former", Role.SUPERVISOR)
    a_line(stage, second, cast.practitioner)
    a_line(stage, other, cast.colleague)
    stage.save(
        SupervisionLine(
            supervisor_id=former.id,
            supervisee_id=cast.practitioner.id,
            starts_on=LONG_AGO,
            ends_on=stage.clock().date() - timedelta(days=30),
        )
    )
    return {
        "self": cast.practitioner,
        "supervisor": cast.supervisor,
        "second": second,
        "manager": cast.manager,
        "other": other,
        "former": former,
        "administrator": cast.administrator,
        "auditor": a_person(stage, "Aud Itor", Role.AUDITOR),
        "training_lead": a_person(stage, "Tess Lead", Role.TRAINING_LEAD),
        "colleague": cast.colleague,
    }
