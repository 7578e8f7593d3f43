"""The draws: drawing a month with its preview, the page of a draw, and making it again."""

import pytest
from flask import Flask
from sqlalchemy import select

from competency.reviews.models import ReviewDraw
from tests.builders.reviews import (
    Department,
    a_department,
    a_draw,
    reviews_of,
    set_past_the_rules,
    the_four,
)
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements
from tests.support.workbooks import rows_of

MOST_STATEMENTS = 12
SEED = "123456789"


@pytest.fixture
def made(stage: Stage) -> Department:
    """A department with two cases of each worker, so that some have fewer than four."""
    return a_department(stage, cases=3)


def test_central_office_sees_what_a_draw_would_give_and_then_draws(
    made: Department, stage: Stage, client: CheckedClient, look
) -> None:
    page = client.sign_in(made["central"]).get("/reviews/draws")
    assert "No month has been drawn yet." in page.main
    page = page.follow("Draw a month").form("draw").submit({"month": "2026-05", "seed": SEED})

    assert "10 cases at the first level, of 3 supervisors; 10 of them flagged" in page.main
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["Ola Visor"] == ["3", "3 open cases in all"]
    assert "Sue Visor" not in rows
    assert look.scalars(select(ReviewDraw)).all() == []
    page = page.form("draw").submit(press="Draw these now")

    assert page.heading == "The draw of May 2026"
    assert "by Cen Tral" in page.main
    assert SEED in page.main
    drawn = reviews_of(stage, level="first")
    assert len(drawn) == 10
    again = page.follow("Make it again")
    assert "The same list came out: 10 cases at the first level" in again.main
    listed = client.get("/reviews/draws")
    assert listed.rows[1][2:] == ["10", "10", SEED]


@pytest.mark.parametrize(
    ("typed", "tampered", "said"),
    [
        ({"seed": "12x"}, {}, "A seed is a whole number"),
        ({"seed": "9" * 30}, {}, "A seed is a whole number"),
        ({"seed": "-1"}, {}, "A seed is a whole number"),
        ({"seed": SEED}, {"month": "2026-13"}, "Write the month as 2026-05"),
        ({"seed": SEED}, {"month": "2027-01"}, "Only this month's and the next month's"),
        ({"seed": SEED}, {"month": "2026-04"}, "Only this month's and the next month's"),
        ({"seed": SEED}, {"month": ""}, "Choose the month."),
    ],
)
@pytest.mark.parametrize("sure", [{}, {"sure": "yes"}])
def test_a_refused_month_keeps_what_was_typed(
    made: Department, client: CheckedClient, look, sure: dict[str, str],
    typed: dict[str, str], tampered: dict[str, str], said: str,
) -> None:  # fmt: skip
    form = client.sign_in(made["central"]).get("/reviews/draws/new").form("draw")

    page = form.submit(typed, tampered=tampered | sure)

    assert page.status_code == 422
    assert said in page.errors[0]
    assert page.form("draw").values["seed"] == typed["seed"]
    assert look.scalars(select(ReviewDraw)).all() == []


def test_a_month_that_was_drawn_is_not_drawn_again(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    a_draw(stage)
    form = client.sign_in(made["central"]).get("/reviews/draws/new").form("draw")

    for sure in ({}, {"sure": "yes"}):
        page = form.submit({"month": "2026-05"}, tampered=sure)
        assert page.errors == ["The cases of May 2026 have been drawn already."]
    after = form.submit({"month": "2026-06"})
    assert "Drawn the month before: 10" in after.main


def test_the_page_of_a_draw_shows_as_much_as_its_reader_reaches(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    a_draw(stage)

    whole = client.sign_in(made["central"]).get("/reviews/draws/2026-05")
    assert "Fin Visor" in whole.main
    assert "All regions" in whole.main
    north = client.sign_in(made["specialist"]).get("/reviews/draws/2026-05")
    assert "Fin Visor" not in north.main
    assert "What you see North" in north.main
    supply = {row[0]: row[1:] for row in north.rows}
    assert supply["Sue Visor"] == ["6", "6", "4", ""]
    assert supply["Ola Visor"] == ["3", "3", "3", "3 open cases in all"]
    assert "No case was left out." in north.main


def test_what_was_left_out_is_counted_and_can_be_taken_away(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    a_draw(stage)
    clock.move(days=25)
    form = client.sign_in(made["central"]).get("/reviews/draws/new").form("draw")
    page = form.submit({"month": "2026-06"}).form("draw").submit(press="Draw these now")

    assert "Drawn the month before: 10" in page.main
    rows = rows_of(page.follow("Take the cases left out away (XLSX)").data)
    assert len(rows) == 10 + 1
    assert rows[1][1] == "Drawn the month before"
    near = client.sign_in(made["leadership"]).get("/reviews/draws/2026-06/left-out.csv")
    assert len(near.text.splitlines()) == 7 + 1
    assert "S1-" not in near.text


def test_a_list_that_was_changed_past_the_program_is_not_the_same(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    a_draw(stage)
    drawn = {one.case_id for one in reviews_of(stage, level="first")}
    other = next(case for case in made.cases.values() if case.id not in drawn)
    set_past_the_rules(stage, the_four(stage, made["supervisor"])[0].id, case_id=other.id)

    page = client.sign_in(made["specialist"]).get("/reviews/draws/2026-05/again")

    assert "The same list did not come out." in page.main
    assert "The reviews of this draw are not those that its frame and seed give." in page.main


@pytest.mark.parametrize(
    ("who", "sees", "draws"),
    [
        ("central", 200, 200),
        ("specialist", 200, 403),
        ("leadership", 200, 403),
        ("supervisor", 403, 403),
        ("peer", 403, 403),
        ("worker", 403, 403),
        ("administrator", 403, 403),
        ("auditor", 403, 403),
    ],
)
def test_who_sees_draws_and_who_draws(
    made: Department, stage: Stage, client: CheckedClient, who: str, sees: int, draws: int
) -> None:
    a_draw(stage)
    client.sign_in(made[who])

    for path in ("", "/2026-05", "/2026-05/again", "/2026-05/left-out.csv"):
        assert client.get(f"/reviews/draws{path}").status_code == sees, path
    assert client.get("/reviews/draws/new").status_code == draws


@pytest.mark.parametrize("month", ["2026-04", "2026-13", "May", "2026-05-01", "0"])
def test_a_month_that_is_none_is_not_found(
    made: Department, stage: Stage, client: CheckedClient, month: str
) -> None:
    a_draw(stage)
    client.sign_in(made["central"])

    for path in ("", "/again", "/left-out.csv"):
        assert client.get(f"/reviews/draws/{month}{path}").status_code == 404


def test_the_pages_ask_the_database_few_times(
    made: Department, stage: Stage, app: Flask, client: CheckedClient
) -> None:
    a_draw(stage)
    client.sign_in(made["central"])
    for path in ("", "/new", "/2026-05", "/2026-05/again"):
        with statements(app) as asked:
            assert client.get(f"/reviews/draws{path}").status_code == 200
        assert len(asked) <= MOST_STATEMENTS, path
