"""An office: people are put in by builders, and each can do something as the edge lets them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency import reactions
from competency.audit.models import AuditEntry
from competency.infra.db import Database
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM, Actor, Role
from competency.kernel.clock import london_date
from competency.kernel.errors import Refused
from competency.people.models import Person
from tests.builders.people import PASSWORD, a_person, actor_for
from tests.conftest import FixedClock

Result = TypeVar("Result")


@dataclass
class Office:
    """Runs services as somebody, with the roles that they hold on the day."""

    database: Database
    clock: FixedClock

    @contextmanager
    def building(self) -> Iterator[Session]:
        """Give a session for builders, committed at the end."""
        with self.database.writing() as session:
            yield session
            session.commit()

    def actor(self, person: Person | None) -> Actor:
        """Return who the person is at work today."""
        if person is None:
            return SYSTEM
        with self.database.reading() as session:
            return actor_for(session, person, london_date(self.clock()))

    def do(self, person: Person | None, act: Callable[[Work], Result]) -> Result:
        """Let this person (None: the system) do it, settled and committed."""
        actor = self.actor(person)
        with self.database.writing() as session:
            work = Work(actor=actor, now=self.clock(), session=session)
            result = act(work)
            reactions.settle(work, b"only-for-tests" * 3)
            return result

    def ask(self, person: Person | None, question: Callable[[Work], Result]) -> Result:
        """Let this person read something."""
        actor = self.actor(person)
        with self.database.reading() as session:
            return question(Work(actor=actor, now=self.clock(), session=session))

    def refusal(self, person: Person | None, act: Callable[[Work], Any]) -> tuple[str, str | None]:
        """Return code and field of the refusal that the act meets; nothing may be written."""
        with pytest.raises(Refused) as refused:
            self.do(person, act)
        return refused.value.code, refused.value.field

    def trail(self) -> list[str]:
        """Return what the trail of changes holds, the oldest first."""

        def lines(work: Work) -> list[str]:
            rows = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [f"{row.event} {row.facts}" for row in rows]

        return self.ask(None, lines)


@pytest.fixture
def office(database: Database, clock: FixedClock) -> Office:
    """The office of an organisation without people."""
    return Office(database, clock)


@pytest.fixture
def admin(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Ada Min", roles=[Role.ADMINISTRATOR], password=PASSWORD)


@pytest.fixture
def sue(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Sue Pervisor", roles=[Role.SUPERVISOR])


@pytest.fixture
def cas(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Cas Manager", staff_number="S-7")
