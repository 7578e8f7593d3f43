"""What the pages of supervision offer, to whom it opens."""

from datetime import timedelta

import pytest

from competency.kernel.actor import Role
from tests.builders.stage import a_cast, a_line, a_person
from tests.builders.supervision import an_agreement
from tests.builders.training import change
from tests.web.coaching.test_supervision_pages import day_in


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def test_a_group_is_offered_to_who_has_somebody_to_meet_with(stage, cast, window):
    alone = a_person(stage, "Ally Lone", Role.CASE_MANAGER)
    a_line(stage, cast.manager, alone)
    change(stage, cast.colleague, team_id=None)

    for person, offered in (
        (alone, True),  # the supervisor has the same manager
        (cast.supervisor, True),
        (cast.practitioner, False),
        (cast.colleague, False),
    ):
        client = window(person)
        links = client.get("/supervision").links()
        assert ("Meet as a group" in links) is offered, person.name
        answer = client.get("/supervision/groups/new").status_code
        assert answer == (200 if offered else 404), person.name


def test_what_is_agreed_anew_begins_with_what_was_agreed(stage, cast, window):
    an_agreement(stage, cast)
    theirs = window(cast.supervisor)
    page = theirs.get(f"/supervision/people/{cast.practitioner.id}")
    form = page.follow("Agree anew: Case management supervision").form("Write it down")
    page = form.submit({"every": "6", **day_in("starts_on", stage.clock().date() + timedelta(7))})

    assert "every 6 weeks" in page.main
