"""Somebody with notices, and a browser."""

from collections.abc import Callable

import pytest

from competency.infra.work import Work
from competency.notifications.events import DigestsWritten
from competency.notifications.service.telling import Said, notify_each
from competency.people.models import Person
from tests.builders.stage import Cast, Stage, a_cast

Tell = Callable[..., None]


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """A small organisation."""
    return a_cast(stage)


@pytest.fixture
def tell(stage: Stage) -> Tell:
    """Tell somebody some things."""

    def tell(person: Person, *words: str, path: str = "/framework") -> None:
        def act(work: Work) -> None:
            notify_each(
                work,
                [
                    Said(to_id=person.id, kind="test", words=said, path=path, key=said)
                    for said in words
                ],
            )
            work.record(DigestsWritten(mails=0, notices=len(words)))

        stage.do(None, act)

    return tell
