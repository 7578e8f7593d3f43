"""The appraisals that other tests begin with are what their name says."""

import pytest

from competency.assessments.service import overview
from tests.builders.appraisals import STEPS, an_appraisal
from tests.builders.stage import Stage

STATES = {"started": "open", "half_rated": "open"}


@pytest.mark.parametrize("step", STEPS)
def test_an_appraisal_can_be_had_in_every_state(stage: Stage, step: str) -> None:
    made = an_appraisal(stage, step, gaps={"SUP-1a": 2, "PLA-1a": -3}, unrated=["LEA-1a"])

    lines = stage.ask(
        made.cast.practitioner, lambda w: overview.record(w, made.cast.practitioner.id)
    )

    assert [line.state.value for line in lines] == [STATES.get(step, step)]
