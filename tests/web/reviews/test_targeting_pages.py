"""Central office has cases reviewed for a purpose, and chooses who does it."""

from typing import Any

import pytest
from flask import Flask

from tests.builders.reviews import Department, a_department, reviews_of
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements

MOST_STATEMENTS = 12
WISH = {
    "title": "Risk plans",
    "purpose": "To see whether risk plans are written with the client.",
    "count": "5",
    "due_on-day": "1",
    "due_on-month": "7",
    "due_on-year": "2026",
}


@pytest.fixture
def made(stage: Stage) -> Department:
    """A department with open cases."""
    return a_department(stage)


def test_cases_are_counted_opened_and_given_to_a_reviewer(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    page = client.sign_in(made["central"]).get("/reviews/targeted")
    assert "Central office has had no cases reviewed yet." in page.main
    form = page.follow("Have cases reviewed").form("target")
    counted = form.submit({**WISH, "region": made.north.id})
    assert "18 cases fit." in counted.main
    assert reviews_of(stage) == []

    page = counted.form("target").submit(press="Open the reviews")
    assert page.heading == "Risk plans"
    assert "Open cases, region North" in page.main
    assert "18 cases found, 5 chosen at random" in page.main
    review = reviews_of(stage, level="central")[0]
    choose = client.get(f"/reviews/{review.id}").follow("Choose who reviews this case")
    page = choose.form("Save").submit({"reviewer": made["central"].id})

    assert page.heading == "Risk plans"
    assert "Cen Tral reviews this case now." in page.main
    assert [row[2] for row in page.rows[1:]].count("Cen Tral Choose") == 0
    assert reviews_of(stage, id=review.id)[0].reviewer_id == made["central"].id
    listed = client.get("/reviews/targeted")
    assert listed.rows[1][1:] == [WISH["purpose"], "0 of 5", "1 Jul 2026"]


@pytest.mark.parametrize(
    ("typed", "tampered", "said"),
    [
        ({"title": ""}, {}, "Give them a name."),
        ({"purpose": "  "}, {}, "Say what these reviews are to show."),
        ({"count": "0"}, {}, "Choose 1 to 200 cases."),
        ({"count": "many"}, {}, "Enter a whole number, such as 12."),
        ({"due_on-year": "2025"}, {}, "Choose a day that is still to come."),
        ({"due_on-month": "13"}, {}, "Enter a real date"),
        ({}, {"missed": "KPI_99"}, "Choose one of the standards."),
        ({}, {"standing": "all of them"}, "Choose one of the list."),
    ],
)
@pytest.mark.parametrize("sure", [{}, {"sure": "yes"}])
def test_what_cannot_be_asked_for_is_said_and_what_was_typed_stays(
    made: Department, stage: Stage, client: CheckedClient, sure: dict[str, str],
    typed: dict[str, Any], tampered: dict[str, str], said: str,
) -> None:  # fmt: skip
    form = client.sign_in(made["central"]).get("/reviews/targeted/new").form("target")

    page = form.submit(WISH | typed, tampered=tampered | sure)

    assert page.status_code == 422
    assert any(said in one for one in page.errors), page.errors
    assert page.form("target").values["count"] == (WISH | typed)["count"]
    assert reviews_of(stage) == []


def test_a_query_that_finds_nothing_opens_nothing(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    form = client.sign_in(made["central"]).get("/reviews/targeted/new").form("target")
    counted = form.submit({**WISH, "safeguarding": "y"})
    assert "0 cases fit. Ask for less at once." in counted.main
    assert "Open the reviews" not in counted.main

    page = counted.form("target").submit(tampered={"sure": "yes"})
    assert page.status_code == 422
    assert page.errors == ["No case fits. Ask for less at once."]


@pytest.mark.parametrize("who", ["specialist", "leadership", "supervisor", "worker", "auditor"])
def test_only_central_office_has_cases_reviewed(
    made: Department, stage: Stage, client: CheckedClient, who: str
) -> None:
    form = client.sign_in(made["central"]).get("/reviews/targeted/new").form("target")
    form.submit(WISH, tampered={"sure": "yes"})
    client.sign_in(made[who])

    for path in ("", "/new", "/1", "/99"):
        assert client.get(f"/reviews/targeted{path}").status_code == 403
    assert client.sign_in(made["central"]).get("/reviews/targeted/99").status_code == 404


def test_the_pages_ask_the_database_few_times(
    made: Department, stage: Stage, app: Flask, client: CheckedClient
) -> None:
    form = client.sign_in(made["central"]).get("/reviews/targeted/new").form("target")
    form.submit(WISH, tampered={"sure": "yes"})
    review = reviews_of(stage, level="central")[0]

    for path in ("targeted", "targeted/new", "targeted/1", f"{review.id}/reviewer"):
        with statements(app) as asked:
            assert client.get(f"/reviews/{path}").status_code == 200
        assert len(asked) <= MOST_STATEMENTS, path
