"""`flask cases recompute`: the clocks of the open cases, or of all."""

from flask import Flask

from tests.builders.cases import a_case
from tests.builders.stage import Stage


def test_the_command_says_how_many_cases_it_wrote_anew(app: Flask, stage: Stage) -> None:
    made = a_case(stage, "review")
    a_case(stage, "closed", made.office, reference="C-0002")
    runner = app.test_cli_runner()

    open_ones = runner.invoke(args=["cases", "recompute"])
    every_one = runner.invoke(args=["cases", "recompute", "--ended"])

    assert (open_ones.exit_code, every_one.exit_code) == (0, 0)
    assert open_ones.output == "Cases whose clocks were written anew: 1.\n"
    assert every_one.output == "Cases whose clocks were written anew: 2.\n"
