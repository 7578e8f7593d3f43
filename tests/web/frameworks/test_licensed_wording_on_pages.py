"""The organisation's licensed wording is what its people read, with a note that says so."""

from collections.abc import Callable
from datetime import date
from typing import Any

from competency.frameworks import service
from competency.infra.db import Database
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.people.models import Person
from tests.support.client import CheckedClient

SECTION = "/framework/case-management-framework/SUP"


def test_licensed_wording_is_shown_with_a_note(
    client: CheckedClient, database: Database, save: Callable[..., Any], clock: Callable[[], Any]
) -> None:
    person = Person(name="Ada Byron", email="ada@example.org", started_on=date(2024, 1, 8))
    client.sign_in(int(save(person).id))
    assert "publisher's wording" not in client.get(SECTION).main

    with database.writing() as session:
        work = Work(actor=SYSTEM, now=clock(), session=session)
        content = b"code,level,text\nSUP-1a,CMP1,Words that the publisher chose.\n"
        service.load_wording(
            work, service.get_framework(), source_name="licensed.csv", content=content
        )
        session.commit()

    page = client.get(SECTION)
    assert "Words that the publisher chose." in page.main
    assert "publisher's wording" in page.main
