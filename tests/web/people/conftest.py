"""An organisation whose administrator, supervisor and case manager have a browser each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from competency.infra.db import Database
from competency.kernel.actor import Role
from competency.people.models import Person
from tests.builders.people import PASSWORD, a_line, a_person, a_post, a_region, a_team, an_area
from tests.support.client import CheckedClient


@dataclass
class House:
    """Who works here."""

    admin: Person
    sue: Person
    cas: Person


@pytest.fixture
def house(database: Database) -> House:
    """Ada administers, Sue supervises, Cas manages cases; a team, a post, an area."""
    with database.writing() as session:
        north = a_region(session, "North")
        team = a_team(session, "Quayside", north)
        post = a_post(session)
        an_area(session, "Children")
        admin = a_person(
            session,
            "Ada Min",
            email="ada@example.org",
            roles=[Role.ADMINISTRATOR],
            password=PASSWORD,
        )
        sue = a_person(session, "Sue Pervisor", roles=[Role.SUPERVISOR], staff_number="S-1")
        cas = a_person(
            session,
            "Cas Manager",
            email="cas@example.org",
            roles=[Role.CASE_MANAGER],
            team=team,
            post=post,
            areas=["Brain injury"],
            password=PASSWORD,
        )
        a_line(session, sue, cas)
        session.commit()
    return House(admin, sue, cas)


Browser = Callable[[Person], CheckedClient]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Give somebody a browser of their own, signed in."""

    def open_for(person: Person) -> CheckedClient:
        client: Any = app.test_client()
        assert isinstance(client, CheckedClient)
        return client.sign_in(person)

    return open_for
