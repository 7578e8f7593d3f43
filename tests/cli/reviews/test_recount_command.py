"""`flask reviews recount`: the kept counts, against the answers."""

from flask import Flask
from sqlalchemy import delete

from competency.reviews.models import ReviewTally
from tests.builders.reviewed import reviewed
from tests.builders.reviews import a_department
from tests.builders.stage import Stage


def run(app: Flask) -> str:
    done = app.test_cli_runner().invoke(args=["reviews", "recount"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_recount_says_what_it_found(app: Flask, stage: Stage) -> None:
    reviewed(stage, a_department(stage, cases=0))

    assert run(app) == "1 submitted review counted: the kept counts agree with them.\n"
    with stage.database.aside() as session:
        session.execute(delete(ReviewTally))
    assert run(app) == "1 submitted review counted: 3 counts differed and were set right.\n"
    assert run(app) == "1 submitted review counted: the kept counts agree with them.\n"
