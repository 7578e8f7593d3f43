"""What notices are tried on."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from competency.infra.work import Work
from competency.notifications.events import DigestsWritten
from competency.notifications.models import Notice
from competency.notifications.service.telling import Said, notify_each
from competency.people.models import Person
from tests.builders.stage import Cast, Stage, a_cast


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """A small organisation."""
    return a_cast(stage)


@pytest.fixture
def tell(stage: Stage) -> Callable[..., None]:
    """Tell somebody something, as a room would."""

    def tell(
        person: Person,
        key: str = "k1",
        words: str = "Something happened",
        due_on: date | None = None,
    ) -> None:
        said = Said(to_id=person.id, kind="test", words=words, path="/", key=key, due_on=due_on)

        def act(work: Work) -> None:
            notify_each(work, [said])
            work.record(DigestsWritten(mails=0, notices=1))  # rooms tell of their own events

        stage.do(None, act)

    return tell


@pytest.fixture
def told(stage: Stage) -> Callable[[Person], list[tuple[str, str]]]:
    """Return the words and paths of a person's notices, oldest first."""

    def told(person: Person) -> list[tuple[str, str]]:
        question = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
        return stage.ask(person, lambda w: [(n.words, n.path) for n in w.session.scalars(question)])

    return told
