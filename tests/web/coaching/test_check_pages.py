"""The pages of the sample: the list, one place with its form, and what those concerned read."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from competency.coaching.library import load_spot_check_rules
from competency.coaching.service import spot_checks
from competency.kernel.values import replace
from competency.people.models import Person
from competency.reviews.models import ReviewAnswer
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.reviewed import reviewed
from tests.builders.reviews import a_department
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements

Window = Callable[[Person], CheckedClient]


@pytest.fixture(autouse=True)
def every_record_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = load_spot_check_rules()
    everything = {kind: replace(one, share_percent=100) for kind, one in shipped.of.items()}
    monkeypatch.setattr(
        spot_checks, "load_spot_check_rules", lambda: replace(shipped, of=everything)
    )


@pytest.fixture
def made(stage: Stage) -> Made:
    return an_appraisal(stage, "agreed")


def places(stage: Stage, made: Made) -> list[str]:
    found: Any = stage.ask(made.cast.manager, spot_checks.list_sample)
    return [f"/checks/{p.kind}/{p.record.id}/{p.code}" for _, of_kind in found for p in of_kind]


def test_a_manager_looks_and_the_two_read_what_was_said(
    app: Flask, stage: Stage, made: Made, window: Window
) -> None:
    manager, practitioner = window(made.cast.manager), window(made.cast.practitioner)
    first, second = places(stage, made)
    with statements(app) as asked:
        page = manager.get("/checks")
    assert len(asked) <= 12
    assert page.text.count("Not yet") == 2
    with statements(app) as asked:
        home = manager.get("/")
    assert len(asked) <= 12
    assert home.links()["Look at 2 places of a sample"] == "/checks"
    assert 'href="/checks"' in manager.get("/team").text
    assert practitioner.get(first).status_code == 404

    answer = manager.get(first).form().submit({"verdict": "talk", "words": " "})
    assert answer.status_code == 422
    assert "Say in a few words what is worth talking about." in answer.text
    answer = manager.get(first).form().submit({"words": "Well grounded."})
    assert answer.status_code == 422
    assert "Say whether it stands or is worth talking about." in answer.text
    assert "Well grounded." in answer.text

    said = {"verdict": "talk", "words": "What did you both mean?"}
    assert "Kept. Thank you for looking." in manager.get(first).form().submit(said).text
    manager.get(second).form().submit({"verdict": "stands"})
    page = manager.get("/checks")
    assert "Not yet" not in page.text
    assert page.text.count("Talk about it") == 1

    read = practitioner.get(first).text
    assert "What did you both mean?" in read
    assert "Nothing was changed by it." in read
    assert "would like to talk about it" in practitioner.get("/notices").text
    assert practitioner.get(second).status_code == 200


def test_nobody_else_gets_to_it(stage: Stage, made: Made, window: Window) -> None:
    [address, _] = places(stage, made)
    for person in (made.cast.colleague, made.cast.administrator, made.cast.supervisor):
        client = window(person)
        assert client.get(address).status_code == 404
        assert "of a sample" not in client.get("/").main
        token = {"csrf_token": client.get("/").form("/sign-out").values["csrf_token"]}
        headers = {"Referer": "https://localhost/"}
        sent = client.post(address, data={"verdict": "stands"} | token, headers=headers)
        assert sent.status_code == 404
        assert "Nothing of the sample is yours to look at." in client.get("/checks").text
    assert window(made.cast.manager).get("/checks/confirmed/1/B1").status_code == 404
    assert window(made.cast.manager).get("/checks/weather/1/B1").status_code == 404


def test_a_specialist_looks_at_confirmed_answers(app: Flask, stage: Stage, window: Window) -> None:
    department = a_department(stage)
    review = reviewed(stage, department, {"B1": "yes"}, at=datetime(2026, 5, 6, tzinfo=UTC))
    with stage.database.aside() as session:
        session.execute(
            update(ReviewAnswer)
            .where(ReviewAnswer.review_id == review.id)
            .values(confirmed=True, suggested="yes")
            .execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)
    specialist = window(department["specialist"])

    with statements(app) as asked:
        page = specialist.get("/checks")

    assert len(asked) <= 12
    assert "B1 First contact in time" in page.text
    assert specialist.get("/").links()["Look at 1 place of a sample"] == "/checks"
    answer = (
        specialist.get(f"/checks/confirmed/{review.id}/B1").form().submit({"verdict": "stands"})
    )
    assert "It stands" in answer.text
    assert specialist.get("/").links().get("Look at 1 place of a sample") is None
    assert 'href="/checks"' in specialist.get("/reviews/monitoring").text
