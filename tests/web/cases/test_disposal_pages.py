"""Disposal: looked at, proposed by one, carried out by another, held, dropped, certified."""

import pytest

from competency.cases.service import disposing
from competency.kernel.actor import Role
from competency.people.models import Person
from tests.builders.cases import Made, a_case, a_member
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.statements import statements

REASON = {"reason": "The end of the time that records are kept."}


@pytest.fixture
def made(stage: Stage, clock: FixedClock) -> Made:
    """A case that ended so long ago that its time is over."""
    made = a_case(stage, "closed")
    clock.move(days=366 * 7)
    return made


@pytest.fixture
def second(stage: Stage, made: Made) -> Person:
    """Somebody else who may dispose."""
    return a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)


def test_one_proposes_another_carries_out_and_a_certificate_stays(
    client: CheckedClient, made: Made, second: Person
) -> None:
    client.sign_in(made.office.manager)
    page = client.get("/cases/disposals")
    assert page.rows[1][:2] == ["C-0001", "24 Apr 2026"]
    page = page.form().submit(REASON)
    assert "You proposed this. Somebody else carries it out." in page.main
    assert len([form for form in page.document.all("form")]) == 2  # to sign out, and to drop it

    page = client.sign_in(second).get("/cases/disposals").follow("Look at the proposal")
    page = page.form("Dispose of 1 case").submit()

    assert "1 case disposed of. The certificates stay." in page.main
    assert page.rows[1][0] == "C-0001"
    assert client.get(f"/cases/{made.id}/plan").status_code == 404
    file = page.follow("Take the certificates away (CSV)").text
    assert file.splitlines()[1].startswith("C-0001,2026-04-24,2033-04-24,")


def test_a_proposal_can_be_dropped_and_nothing_is_removed(
    client: CheckedClient, made: Made, second: Person
) -> None:
    client.sign_in(made.office.manager).get("/cases/disposals").form().submit(REASON)

    page = client.get("/cases/disposals").follow("Look at the proposal")
    page = page.form("Drop the proposal").submit()

    assert "Dropped by Mo Ager" in page.main
    assert client.sign_in(made.office.worker).get(f"/cases/{made.id}/plan").status_code == 200


def test_a_case_that_is_held_back_is_shown_and_not_proposed(
    stage: Stage, client: CheckedClient, made: Made
) -> None:
    stage.do(made.office.supervisor, lambda w: disposing.hold(w, made.id, "A complaint."))

    page = client.sign_in(made.office.manager).get("/cases/disposals")

    assert page.rows[1] == ["C-0001", "24 Apr 2026", "24 Apr 2033", "Held back"]
    assert "Propose a disposal" not in page.main


def test_a_ground_is_needed(client: CheckedClient, made: Made) -> None:
    page = client.sign_in(made.office.manager).get("/cases/disposals").form().submit()

    assert (page.status_code, page.errors) == (422, ["Say on which ground."])


def test_only_managers_and_administrators_dispose_and_the_page_asks_few_questions(
    client: CheckedClient, made: Made, second: Person
) -> None:
    client.sign_in(made.office.manager).get("/cases/disposals").form().submit(REASON)
    for person in (made.office.worker, made.office.supervisor):
        assert client.sign_in(person).get("/cases/disposals").status_code == 403
        assert client.get("/cases/disposals/1").status_code == 403

    client.sign_in(second)
    assert client.get("/cases/disposals/2").status_code == 404
    for address in ("/cases/disposals", "/cases/disposals/1"):
        with statements(client.application) as asked:
            client.get(address)
        assert len(asked) <= 12
