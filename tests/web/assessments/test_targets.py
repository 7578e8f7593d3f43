"""What a post aims at is set by administrators, on the scale, and written to the trail."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.assessments.models import Target
from competency.audit.models import AuditEntry
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.client import CheckedClient
from tests.support.sending import send


@pytest.fixture
def cast(stage: Stage) -> Cast:
    return a_cast(stage)


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/targets/{cast.practitioner.post_id}"


def stand(look: Session) -> dict[str, int]:
    look.rollback()
    return {row.section: row.position for row in look.scalars(select(Target))}


def test_a_target_is_set_changed_and_taken_away(
    client: CheckedClient, cast: Cast, address: str, look: Session
) -> None:
    client.sign_in(cast.administrator)

    page = client.get(address).form().submit({"SUP": "4", "LEA": "2"})
    assert "The targets of Case manager are saved." in page.text
    assert stand(look) == {"SUP": 4, "LEA": 2}
    client.get(address).form().submit({"SUP": "5"})
    assert stand(look) == {"SUP": 5, "LEA": 2}
    client.get(address).form().submit({"LEA": ""})
    assert stand(look) == {"SUP": 5}

    trail = [row.event for row in look.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert trail == ["TargetSet"] * 4


def test_the_board_shows_every_post(client: CheckedClient, cast: Cast, address: str) -> None:
    client.sign_in(cast.administrator)
    client.get(address).form().submit({"SUP": "4"})

    row = next(r for r in client.get("/targets").rows if r[0].startswith("Case manager"))

    assert row[1:3] == ["4 CMP2", "none"]


@pytest.mark.parametrize("position", ["7", "-1", "x", "9" * 30])
def test_a_target_off_the_scale_is_refused(
    client: CheckedClient, cast: Cast, address: str, look: Session, position: str
) -> None:
    form = client.sign_in(cast.administrator).get(address).form()

    answer = form.submit({"LEA": "2"}, tampered={"SUP": position})

    assert answer.status_code == 422
    assert answer.errors
    assert answer.form().values["LEA"] == "2"
    assert stand(look) == {}


def test_a_target_that_another_administrator_set_meanwhile_is_not_overwritten(
    app: Flask, client: CheckedClient, cast: Cast, address: str, look: Session
) -> None:
    mine = client.sign_in(cast.administrator).get(address).form()
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    other.sign_in(cast.administrator).get(address).form().submit({"SUP": "3"})

    answer = mine.submit({"SUP": "6", "LEA": "1"})

    assert answer.status_code == 409
    assert "Case manager, Supervision" in answer.main
    assert stand(look) == {"SUP": 3}


def test_nobody_but_an_administrator_sets_targets(
    client: CheckedClient, cast: Cast, address: str, look: Session
) -> None:
    for person in (cast.practitioner, cast.supervisor, cast.manager):
        client.sign_in(person)
        assert client.get("/targets").status_code == 403
        assert client.get(address).status_code == 403
        assert send(client, address, SUP="4", SUP_version="0").status_code == 403
    assert stand(look) == {}


def test_a_post_that_does_not_exist_is_not_found(client: CheckedClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)

    assert client.get("/targets/999999").status_code == 404
