"""`flask reviews draw`: the month's cases, in words and as JSON."""

import json

import pytest
from click.testing import Result
from flask import Flask

from competency.reviews.models import ReviewDraw
from tests.builders.reviews import a_department, add_cases, reviews_of
from tests.builders.stage import Stage
from tests.support.statements import statements


def run(app: Flask, *more: str) -> Result:
    return app.test_cli_runner().invoke(args=["reviews", "draw", *more])


def test_a_draw_as_json(app: Flask, stage: Stage) -> None:
    a_department(stage)

    done = run(app, "--month", "2026-05", "--seed", "7", "--json")

    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["seed"] == 7
    assert len(found["frame_hash"]) == 64
    assert len(found["first_level"]) == 12
    assert set(found["first_level"][0]) == {"supervisor", "reviewer", "worker", "case_ref"}
    assert {one["supervisor"] for one in found["first_level"]} == {
        "S-Sue Visor",
        "S-Ola Visor",
        "S-Fin Visor",
    }
    assert found["second_level"][0]["reviewer"] is None
    assert set(found["second_level"][0]) == {"region", "case_ref", "reviewer"}
    assert found["eligible"] == {"S-Fin Visor": 6, "S-Ola Visor": 6, "S-Sue Visor": 12}
    assert len(reviews_of(stage)) == 24


def test_the_second_call_prints_the_same(app: Flask, stage: Stage) -> None:
    made = a_department(stage)
    first = run(app, "--month", "2026-05", "--json")
    add_cases(stage, made, made["worker"], made.quayside, ["Z1"])

    second = run(app, "--month", "2026-05", "--json")

    assert json.loads(second.stdout) == json.loads(first.stdout)


def test_another_seed_for_a_drawn_month_is_told(app: Flask, stage: Stage) -> None:
    a_department(stage)
    first = run(app, "--month", "2026-05", "--seed", "7", "--json")

    second = run(app, "--month", "2026-05", "--seed", "8", "--json")

    assert json.loads(second.stdout) == json.loads(first.stdout)
    assert "drawn already, with the seed 7" in second.stderr


def test_a_dry_run_stores_nothing(app: Flask, stage: Stage) -> None:
    a_department(stage)

    one = run(app, "--month", "2026-05", "--seed", "7", "--dry-run", "--json")
    two = run(app, "--month", "2026-05", "--seed", "7", "--dry-run", "--json")

    assert one.stdout == two.stdout
    assert reviews_of(stage) == []


def test_a_draw_in_words(app: Flask, stage: Stage) -> None:
    made = a_department(stage)
    add_cases(stage, made, made["manager"], made.quayside, ["M"])

    dry = run(app, "--month", "2026-05", "--seed", "7", "--dry-run")
    done = run(app, "--month", "2026-05", "--seed", "7")
    again = run(app, "--month", "2026-05")

    assert dry.output.startswith("May 2026: Drawn, not stored, with the seed 7.\n")
    assert done.output.startswith("May 2026: Drawn, with the seed 7.\n")
    assert again.output.startswith("May 2026: Drawn already, with the seed 7.\n")
    assert "First level: 12 cases of 3 supervisors. Second level: 12 cases." in done.output
    assert "Cases to draw from: 24; left out: 1 case whose key worker nobody superv" in done.output


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["--month", "2026-13"], 1, "Write the month as 2026-05"),
        (["--month", "May"], 1, "Write the month as 2026-05"),
        ([], 2, "--month"),
        (["--month", "2026-05", "--seed", "-1"], 1, "A seed is a whole number from 0"),
        (["--month", "2026-05", "--seed", "9223372036854775808"], 1, "A seed is a whole number"),
        (["--month", "2026-05", "--seed", "seven"], 2, "seven"),
    ],
)
def test_bad_input_is_refused_in_words(
    app: Flask, stage: Stage, more: list[str], code: int, words: str
) -> None:
    a_department(stage)

    done = run(app, *more)

    assert done.exit_code == code
    assert words in done.stderr
    assert "Traceback" not in done.output
    assert reviews_of(stage) == []


def test_without_a_case_to_draw_it_says_so(app: Flask, stage: Stage) -> None:
    a_department(stage, cases=0)

    done = run(app, "--month", "2026-05")

    assert done.exit_code == 1
    assert "no case to draw" in done.stderr
    with stage.database.reading() as session:
        assert session.query(ReviewDraw).count() == 0


def test_the_questions_do_not_grow_with_the_cases(app: Flask, stage: Stage) -> None:
    made = a_department(stage)
    with statements(app) as few:
        run(app, "--month", "2026-05", "--dry-run")
    add_cases(stage, made, made["worker"], made.quayside, [f"N-{n:03}" for n in range(120)])

    with statements(app) as many:
        run(app, "--month", "2026-05", "--dry-run")

    assert len(many) == len(few) <= 12
