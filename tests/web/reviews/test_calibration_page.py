"""The page of how reviewers agree: what it tells to whom, and what it says where it is silent."""

from datetime import date
from typing import cast

import pytest
from flask import Flask

from competency.kernel.actor import Role
from competency.people.models import Person
from tests.builders.cases import a_member, on_day
from tests.builders.review_sheets import Pulled, a_pulled_case, done
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements


@pytest.fixture
def both(stage: Stage) -> Pulled:
    """A case that both levels have reviewed, with three differences."""
    made = a_pulled_case(stage)
    done(stage, made, bad=("I1", "I2"))
    done(on_day(stage, date(2026, 5, 8)), made, level="second", bad=("I1", "I3", "I4"))
    return made


def page_of(app: Flask, person: Person, asked: str = "") -> Page:
    """Return the page as this person sees it."""
    client = cast(CheckedClient, app.test_client()).sign_in(person)
    return client.get(f"/reviews/calibration{asked}")


def test_a_specialist_sees_it_by_region_and_by_reviewer(app: Flask, both: Pulled) -> None:
    page = page_of(app, both.specialist)

    assert page.heading == "How reviewers agree"
    assert "items that both rated. Weighted kappa is" in page.main
    names = [row[0] for row in page.rows if row[0] != "Whose"]
    region = both.made.office.region.name
    assert names == ["All that you can see", region, both.supervisor.name, both.specialist.name]
    assert "No single item has 20 answers from both yet" in page.main
    assert "Reviewers are not named here" not in page.main
    assert page.links()["What is due, and my reviews"] == "/reviews"
    assert page_of(app, both.supervisor).links()["How reviewers agree"] == "/reviews/calibration"


def test_central_office_sees_it_without_names(app: Flask, stage: Stage, both: Pulled) -> None:
    page = page_of(app, a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE))

    assert "Reviewers are not named here" in page.main
    for person in (both.supervisor, both.specialist, both.worker):
        assert person.name not in page.main
    assert "All that you can see" in page.main


def test_the_file_holds_the_rows_of_the_page(app: Flask, both: Pulled) -> None:
    client = cast(CheckedClient, app.test_client()).sign_in(both.supervisor)
    page = client.get("/reviews/calibration")

    lines = client.get("/reviews/calibration.csv").text.splitlines()

    rows = [row for row in page.rows if row[0] != "Whose"]
    assert [line.split(",")[0] for line in lines[1:]] == [row[0] for row in rows]
    assert client.get("/reviews/calibration.xlsx").status_code == 200


@pytest.mark.parametrize("asked", ["", "?months=3", "?months=999", "?months=x"])
def test_where_nothing_was_reviewed_twice_it_says_so(app: Flask, stage: Stage, asked: str) -> None:
    pulled = a_pulled_case(stage)
    done(stage, pulled)

    page = page_of(app, pulled.specialist, asked)

    assert "No case that you can see was reviewed at both levels" in page.main
    assert "kappa is 0" not in page.main.partition("What this says")[0]


def test_it_is_closed_to_who_neither_reviews_nor_answers_for_quality(
    app: Flask, both: Pulled
) -> None:
    assert page_of(app, both.worker).status_code == 403


def test_it_asks_the_database_little(app: Flask, both: Pulled) -> None:
    client = cast(CheckedClient, app.test_client()).sign_in(both.specialist)
    client.get("/reviews/calibration")

    with statements(app) as sent:
        assert client.get("/reviews/calibration").status_code == 200

    assert len(sent) <= 12, sent
